"""Who may. Rules know capacities, never states: what stands in the way now is the model's to say."""

from rules import add_perm, predicate

from accounts.models import DelegationKind
from record.actor import Capacity

from .models import OF_THE_SECRETARIAT, MeetingKind


def _consultation(target):
    return getattr(target, "consultation_id", None) or target.pk


def works_as(capacity):
    """A predicate: the actor holds ``capacity`` in the consultation of the target (or in the target itself)."""

    @predicate(f"works_as_{capacity.value}")
    def holds(actor, target):
        return target is not None and actor.holds(capacity, _consultation(target))

    return holds


is_secretariat = works_as(Capacity.SECRETARIAT)
is_staff = works_as(Capacity.STAFF)
is_cofacilitator = works_as(Capacity.COFACILITATOR)
works_here = is_secretariat | is_staff | is_cofacilitator


@predicate
def signs(actor, circular):
    """Joint letters are approved by the co-facilitators, a note verbale and the President's cover letter by a second
    person of the secretariat: nobody of the President's office has an account.
    """
    if circular.form in OF_THE_SECRETARIAT:
        return is_secretariat(actor, circular) and actor.user.pk != circular.drafted_by_id
    return is_cofacilitator(actor, circular)


@predicate
def takes_part(actor, meeting):
    """Who speaks for a delegation may come in; stakeholders to what is open, or meant for them."""
    if actor.capacity not in {Capacity.DELEGATE, Capacity.HEAD}:
        return False
    for_them = not meeting.closed or meeting.kind == MeetingKind.STAKEHOLDERS
    return for_them or actor.delegation.kind != DelegationKind.STAKEHOLDER


@predicate
def founds(actor, target):
    """Whoever keeps a consultation knows how; administrators found one for somebody else."""
    return actor.capacity in {Capacity.SECRETARIAT, Capacity.ADMINISTRATOR}


@predicate
def speaks(actor, target):
    """Delegates and heads, of whichever delegation."""
    return actor.capacity in {Capacity.DELEGATE, Capacity.HEAD}


@predicate
def signed_in(actor, target):
    return not actor.is_anonymous


add_perm("consultations.keep_calendar", is_secretariat)
add_perm("consultations.read_reminders", works_here)
add_perm("consultations.keep_reminders", is_secretariat)
add_perm("consultations.join_meeting", works_here | takes_part)
add_perm("consultations.subscribe", signed_in)
add_perm("consultations.prepare_circular", is_secretariat | is_staff)
add_perm("consultations.read_prepared", works_here)
add_perm("consultations.request_approval", is_secretariat | is_staff)
add_perm("consultations.approve", signs)
add_perm("consultations.return_to_draft", works_here)
add_perm("consultations.issue", is_secretariat)
add_perm("consultations.withdraw", is_secretariat)
add_perm("consultations.discard", is_secretariat | is_staff)
add_perm("consultations.add_scan", is_secretariat)
add_perm("consultations.print_run", is_secretariat)
add_perm("consultations.see_reach", is_secretariat | is_cofacilitator)
add_perm("consultations.settle_delivery", is_secretariat)
add_perm("consultations.mark_bounced", is_secretariat)
add_perm("consultations.send_again", is_secretariat)
add_perm("consultations.send_to_address", is_secretariat)
add_perm("consultations.stop_dispatch", is_secretariat)
add_perm("consultations.resume_dispatch", is_secretariat)
add_perm("consultations.acknowledge", speaks)  # whether it went to their delegation, the action says
add_perm("consultations.found", founds)
add_perm("consultations.set_up", is_secretariat)
add_perm("consultations.publish", is_secretariat)
add_perm("consultations.keep_people", is_secretariat)
add_perm("consultations.keep_calls", is_secretariat)
add_perm("consultations.open_calls", works_here)
add_perm("consultations.keep_documents", is_secretariat)
add_perm("consultations.see_sent", is_secretariat)  # to a delegation that is not one's own
add_perm("consultations.ask_copies", speaks | works_here)
add_perm("consultations.stop_copies", signed_in)
