"""Who may. What stands in the way now is the model's to say."""

from rules import add_perm

from consultations.rules import is_cofacilitator, is_staff, works_here

add_perm("drafts.read_working", works_here)
add_perm("drafts.begin", is_staff | is_cofacilitator)
add_perm("drafts.begin_next", is_staff | is_cofacilitator)
add_perm("drafts.edit", is_staff | is_cofacilitator)
add_perm("drafts.discard", is_staff | is_cofacilitator)
add_perm("drafts.ask_for_release", is_staff | is_cofacilitator)
add_perm("drafts.approve_release", is_cofacilitator)
add_perm("drafts.print_again", is_staff | is_cofacilitator)
