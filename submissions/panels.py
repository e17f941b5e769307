"""What this app shows on the page of a meeting: the statements as they were delivered."""

from .models.statement import why_not_add_statement
from .statements import gather


def statements(request, meeting):
    """The panel of the statements; none where there is none to read and none that the reader can add."""
    actor = request.actor
    rows = gather(meeting, actor)
    for row in rows:
        row.may_withdraw = not row.why_not_withdraw() and actor.may("submissions.withdraw_statement", row)
    may_add = actor.may("submissions.add_statement", meeting) and not why_not_add_statement(meeting, request.at)
    if not rows and not may_add:
        return None
    context = {
        "consultation": meeting.consultation,
        "meeting": meeting,
        "statements": rows,
        "standing": any(not row.withdrawn_at for row in rows),
        "may_add": may_add,
    }
    return "submissions/_statements.html", context
