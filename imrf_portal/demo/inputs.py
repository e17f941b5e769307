"""The sample inputs of the demonstration: texts that say so, and the deeds by which they are written and submitted.

No text states a position: every answer says first that it is a sample.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from accounts.models import Delegation, DelegationGroup, Membership, User
from consultations.models import Call, CallKind, Question
from record.actor import Actor, Capacity
from record.models import Job
from submissions import actions, composition, jobs
from submissions.models import Submission

NEW_YORK = ZoneInfo("America/New_York")
SAMPLES = {
    "en": "Sample text for the demonstration: it states no position of the delegation under whose name it stands.",
    "fr": "Texte d’exemple pour la démonstration : il n’exprime aucune position de la délégation dont il porte le nom.",
    "es": "Texto de muestra para la demostración: no expresa posición alguna de la delegación cuyo nombre lleva.",
    "ar": "نص نموذجي لأغراض العرض: لا يعبر عن أي موقف للوفد الذي يحمل اسمه.",
}
MORE = {
    "en": "An answer would stand here, in one or two paragraphs, with a proposal that can be quoted.",
    "fr": "Une réponse figurerait ici, en un ou deux paragraphes, avec une proposition que l’on peut citer.",
    "es": "Aquí figuraría una respuesta, en uno o dos párrafos, con una propuesta que se pueda citar.",
    "ar": "يرد هنا جواب من فقرة أو فقرتين، مع اقتراح يمكن الاستشهاد به.",
}
REVISED = "Sample of a revision: this paragraph was added in the second version."
ON_THE_DRAFT = "Which paragraphs of the zero draft would you change, and how?"


@dataclass(frozen=True)
class Input:
    """One input: by whom, in which language, submitted when (``None``: never), and what happens to it after."""

    code: str
    language: str = "en"
    submitted: datetime | None = None
    visibility: str = "public"
    group: str = ""  # the list in whose name it is submitted
    wording: str = ""
    call: int = 1
    revised: datetime | None = None
    first_words: str = ""


def _at(month, day, hour=15, minute=0):
    return datetime(2019, month, day, hour, minute, tzinfo=NEW_YORK)


INPUTS = (
    Input("MEX", "es", _at(2, 20, 11)),
    Input("FRA", "fr", _at(2, 21, 16), revised=_at(3, 4, 12)),
    Input("EGY", "ar", _at(2, 25, 10)),
    Input("KEN", "en", _at(2, 26, 12)),
    Input("NPL", "en", _at(3, 1, 9)),
    Input("ESP", "es", _at(3, 5, 17)),
    Input("JPN", "en", _at(3, 8, 14), visibility="participants"),
    Input("CAN", "fr", _at(3, 11, 14), visibility="cofacilitators"),
    Input(
        "PRT",
        "en",
        _at(5, 8, 16),
        group="PRT-2019-05-08",
        wording="on behalf of 17 States (the list of 8 May 2019), in a sample text",
    ),
    Input("VAT", "en", _at(5, 10, 11)),
    Input("NOR", "en", _at(6, 18, 12), call=2),
    Input("PRT", first_words="Unsubmitted sample of Portugal"),
    Input("PHL", first_words="Unsubmitted sample of the Philippines"),
)


def play(consultation):
    """All deeds in order of time, as pairs of an instant and a function that takes it as ``at``."""
    yield _at(6, 7, 13), partial(_ask_about_the_draft, consultation)
    for given in INPUTS:
        begun = (given.submitted or _at(2, 19)) - timedelta(hours=3)
        yield begun, partial(_write, consultation, given)
        if given.submitted:
            yield given.submitted, partial(_submit, consultation, given)
        if given.revised:
            yield given.revised, partial(_revise, consultation, given)


def rehearse(consultation, at):
    """In the rehearsal Portugal and the Philippines have begun, and submitted nothing."""
    for given in INPUTS[-2:]:
        _write(consultation, given, at=at)


def _ask_about_the_draft(consultation, *, at):
    """The call on the zero draft, whose date is a sample: one input of the demonstration comes after it."""
    call = Call.objects.create(
        consultation=consultation,
        number=2,
        kind=CallKind.COMMENTS,
        subject="Comments on the zero draft (sample call)",
        audience=["member_state", "observer_state"],
        opens_at=at,
        due_at=_at(6, 17, 18),
    )
    Question.objects.create(call=call, order=1, text=ON_THE_DRAFT)


def _head(code, at):
    """A head of this delegation: of the demonstration's accounts, or one who cannot sign in."""
    delegation = Delegation.objects.get(code=code)
    membership = Membership.objects.at(at).filter(delegation=delegation, may_clear=True).first()
    if membership is None:
        membership = _invent(delegation, at)
    flags = frozenset({"may_clear", "may_manage"})
    return Actor(membership.user, Capacity.HEAD, delegation, at, flags=flags)


def _invent(delegation, at):
    name = f"Head of delegation ({delegation.name_on(at.date())})"
    user = User.objects.create_user(f"head.{delegation.code.lower()}@sample.invalid", name=name)
    return Membership.objects.create(
        user=user, delegation=delegation, role="head", may_clear=True, may_manage=True, starts_at=at
    )


def _write(consultation, given, *, at):
    by = _head(given.code, at)
    call = consultation.calls.get(number=given.call)
    party = {}
    if given.group:
        group = DelegationGroup.objects.get(code=given.group)
        party = {"capacity": "on_behalf", "entries": [{"kind": "group", "group": group}], "wording": given.wording}
    submission = actions.begin(call, by=by, language=given.language, **party)
    actions.save_answers(submission, by=by, revision=submission.revision, answers=_answers(call, given))
    actions.set_options(_own(consultation, given), by=by, visibility=given.visibility, language=given.language)


def _answers(call, given):
    """An answer to every question, and additional elements where the input is in English."""
    opening = f"<p>{given.first_words}.</p>" if given.first_words else ""
    text = f"{opening}<p>{SAMPLES[given.language]}</p><p>{MORE[given.language]}</p>"
    answers = {question.pk: text for question in call.questions.all()}
    return answers | ({None: f"<p>{SAMPLES['en']}</p>"} if given.language == "en" else {})


def _own(consultation, given):
    """The input as it stands now."""
    inputs = Submission.objects.filter(consultation=consultation, delegation__code=given.code, call__number=given.call)
    return inputs.get(capacity="on_behalf" if given.group else "national")


def _submit(consultation, given, *, at):
    by, submission = _head(given.code, at), _own(consultation, given)
    version = actions.submit(submission, by=by, seen=composition.text_sha256(submission, at))
    job = Job.objects.about(version).get()
    jobs.print_receipt(job.pk)


def _revise(consultation, given, *, at):
    by, submission = _head(given.code, at), _own(consultation, given)
    submission = actions.revise(submission, by=by)
    first = submission.call.questions.first()
    kept = submission.answers.get(question=first).html
    answers = {first.pk: f"{kept}<p>{REVISED}</p>"}
    actions.save_answers(submission, by=by, revision=submission.revision, answers=answers)
    _submit(consultation, given, at=at)
