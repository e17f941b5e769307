"""An earlier state of an answer is put back; what stood until then stays in the history too."""

from django.db import transaction

from record.models import Verb

from .common import record
from .writing import save_answers


@transaction.atomic
def restore_answer(submission, edition, *, by, revision):
    """Put ``edition``, of this input, in the place of its answer, as one saves any text: refused with the code
    "conflict" where somebody has changed the answer since ``revision``.
    """
    saved = save_answers(submission, by=by, revision=revision, answers={edition.question_id: edition.html})
    if saved.revision != revision:
        record(saved, Verb.CHANGED, by, fields=["answers"], restored=True)
    return saved
