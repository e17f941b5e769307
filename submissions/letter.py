"""The letter in which the questions of a call were asked."""

from django.db.models import Case, Q, When

from consultations.models import Circular, CircularKind, CircularState


def letter_of(call, actor):
    """The issued circular that asks these questions, for who may read it; ``None`` where there is none. One query.

    It names the call: as a call for inputs, else as the letter that convenes a meeting, else in any other. Where no
    circular names the call, it is the latest call for inputs that names none.
    """
    asked = Circular.objects.visible_to(actor).filter(consultation=call.consultation_id, state=CircularState.ISSUED)
    asked = asked.filter(Q(call=call) | Q(call=None, kind=CircularKind.CALL))
    rank = Case(
        When(call=None, then=3),
        When(kind=CircularKind.CALL, then=0),
        When(kind=CircularKind.CONVENING, then=1),
        default=2,
    )
    return asked.select_related("consultation").defer("body").order_by(rank, "-year", "-serial").first()
