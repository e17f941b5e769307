"""The sentences that refuse what has left its preparation, by state; and how a row is read again."""

from consultations.models import Circular, CircularState

_ISSUED = "This circular has been issued and cannot be changed. Issue a corrigendum that names it."
FROZEN = dict.fromkeys(("issuing", "issued", "superseded", "withdrawn"), _ISSUED) | {
    "discarded": "This draft was discarded. Begin a new circular."
}
MOVED = (
    "A fact in this letter, such as its meeting, has changed since it was sent for approval. "
    "Return it to draft, read it through and send it again."
)
OTHER_STATES = {state: sorted(set(CircularState) - {state}) for state in CircularState}


def reloaded(circular):
    return Circular.objects.get(pk=circular.pk)
