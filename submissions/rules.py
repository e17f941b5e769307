"""Who may. Rules know capacities and delegations, never states: what stands in the way now is the model's to say."""

from rules import add_perm, predicate

from accounts.models import DelegationKind
from consultations.rules import is_cofacilitator, is_secretariat, is_staff, takes_part, works_here

from .models.submission import SPEAKING


@predicate
def speaks_for(actor, submission):
    """Own delegate or head of the delegation whose input it is."""
    own = actor.capacity in SPEAKING and actor.delegation_id is not None
    return own and actor.delegation_id == submission.delegation_id


@predicate
def may_clear(actor, _submission):
    return "may_clear" in actor.flags


@predicate
def is_asked(actor, call):
    """Speaks for a delegation of a kind that the call is addressed to: stakeholders file only in their own."""
    return actor.capacity in SPEAKING and actor.delegation is not None and actor.delegation.kind in call.audience


@predicate
def keeps_statement(actor, statement):
    """The secretariat of the consultation in whose meeting it was delivered."""
    return is_secretariat(actor, statement.meeting)


@predicate
def may_join(actor, submission):
    """Clears for another delegation than the one whose input it is: of those that take part, stakeholders not."""
    speaks = actor.capacity in SPEAKING and actor.delegation is not None
    return speaks and not (speaks_for(actor, submission) or actor.delegation.kind == DelegationKind.STAKEHOLDER)


clears = speaks_for & may_clear

add_perm("submissions.begin", is_asked)
add_perm("submissions.edit", speaks_for)
add_perm("submissions.change_party", speaks_for)
add_perm("submissions.ask_for_clearance", speaks_for)
add_perm("submissions.return_to_draft", speaks_for)
add_perm("submissions.revise", speaks_for)
add_perm("submissions.retry_receipt", speaks_for)
add_perm("submissions.submit", clears)
add_perm("submissions.withdraw", clears)
add_perm("submissions.associate", may_join & may_clear)
add_perm("submissions.disown", may_join & may_clear)
add_perm("submissions.compile", works_here)
add_perm("submissions.read_themes", works_here)  # of a consultation
add_perm("submissions.code", is_staff | is_cofacilitator)  # of a consultation, or of a theme of it
add_perm("submissions.enter_on_paper", is_secretariat)  # of a call
add_perm("submissions.confirm_paper", clears)
add_perm("submissions.read_scan", speaks_for | works_here)  # it can bear signatures
add_perm("submissions.add_statement", takes_part | is_secretariat)  # of a meeting
add_perm("submissions.withdraw_statement", speaks_for | keeps_statement)
