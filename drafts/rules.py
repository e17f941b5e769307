"""Who may. What stands in the way now is the model's to say."""

from rules import add_perm, predicate

from consultations.rules import is_cofacilitator, is_staff, speaks, works_here
from submissions.rules import speaks_for

is_writer = is_staff | is_cofacilitator


@predicate
def wrote_it_inside(actor, comment):
    """Staff or a co-facilitator whose own internal comment it is."""
    own = comment.delegation_id is None and comment.by_id == actor.user.pk
    return own and is_writer.test(actor, comment.version)


add_perm("drafts.read_working", works_here)
add_perm("drafts.begin", is_staff | is_cofacilitator)
add_perm("drafts.begin_next", is_staff | is_cofacilitator)
add_perm("drafts.edit", is_staff | is_cofacilitator)
add_perm("drafts.discard", is_staff | is_cofacilitator)
add_perm("drafts.ask_for_release", is_staff | is_cofacilitator)
add_perm("drafts.approve_release", is_cofacilitator)
add_perm("drafts.print_again", is_staff | is_cofacilitator)
add_perm("drafts.read_comments", speaks | works_here)  # which of them, visible_to says
add_perm("drafts.comment", speaks | is_writer)  # whom a comment can be for, the action says
add_perm("drafts.withdraw_comment", speaks_for | wrote_it_inside)
add_perm("drafts.trace", is_writer)
