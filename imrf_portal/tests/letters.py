"""A letter of the rehearsal in every state, beside those of the demonstration, made by the real actions."""

from dataclasses import dataclass

from django.utils import timezone

from consultations import actions, composition
from consultations.models import Circular, CircularState, Consultation
from imrf_portal.demo import people
from record import waking
from record.models import Delivery, DeliveryState, Job

PDF = b"%PDF-1.7 a sample that is never opened\n"
BOTH = "cofacilitator.bgd@demo.invalid", "cofacilitator.esp@demo.invalid"


@dataclass(frozen=True)
class Letters:
    """The keys of letters by state; of the issued one the reference, the hash of its PDF and an uncertain delivery."""

    draft: int
    in_approval: int
    approved: int
    issuing: int
    issued: int
    reference: str
    sha256: str
    delivery: int


def begin(subject):
    """A draft with one enclosure, by the secretariat."""
    by = people.actor("secretariat@demo.invalid", timezone.now())
    rehearsal = Consultation.objects.get(slug="rehearsal")
    circular = actions.create_circular(
        rehearsal,
        by=by,
        kind="free",
        form="joint_letter",
        subject=subject,
        body="This letter is a sample, written for a test.",
        dated=rehearsal.day(by.at),
        audience=["member_state"],
        addressee="All Permanent Representatives",
    )
    actions.add_enclosure(
        circular, by=by, title="A sample", content=PDF, name="sample.pdf", content_type="application/pdf"
    )
    return Circular.objects.get(pk=circular.pk)


def ask(circular):
    return actions.request_approval(circular, by=people.actor("secretariat@demo.invalid", timezone.now()))


def approve(circular):
    for email in BOTH:
        by = people.actor(email, timezone.now())
        circular = actions.approve(circular, by=by, seen=composition.content_sha256(circular, by.at))
    return circular


def print_it(circular):
    """Take the reference, and wait for the print for ever."""
    return actions.issue(circular, by=people.actor("secretariat@demo.invalid", timezone.now()))


def issue(circular):
    """Issue it with its scan, printed on the spot, its letters still waiting to leave but for one that is uncertain."""
    by = people.actor("secretariat@demo.invalid", timezone.now())
    circular = actions.complete_issue(print_it(circular), PDF, by=by)
    actions.add_scan(circular, by=by, content=PDF + b"signed", name="scan.pdf")
    return circular


def in_every_state():
    """Make the letters, and commit them."""
    with waking.quiet():
        draft, in_approval, approved, issuing, issued = (begin(f"A letter {state}") for state in STATES)
        for circular in (in_approval, approved, issuing, issued):
            ask(circular)
        approve(approved)
        print_it(approve(issuing))
        issued = issue(approve(issued))
    return Letters(
        draft=draft.pk,
        in_approval=in_approval.pk,
        approved=approved.pk,
        issuing=issuing.pk,
        issued=issued.pk,
        reference=issued.reference,
        sha256=issued.pdf.sha256,
        delivery=uncertain_delivery(issued),
    )


STATES = (
    CircularState.DRAFT,
    CircularState.IN_APPROVAL,
    CircularState.APPROVED,
    CircularState.ISSUING,
    CircularState.ISSUED,
)


def uncertain_delivery(circular):
    first = Delivery.objects.about(circular).filter(kind="circular").first()
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.UNCERTAIN)
    return first.pk


def printed_for_the_post(letters):
    """A run of personal copies of the issued letter, for Portugal, with a file in the place of a print."""
    by = people.actor("secretariat@demo.invalid", timezone.now())
    circular = Circular.objects.select_related("consultation").get(pk=letters.issued)
    with waking.quiet():
        run = actions.ask_print_run(circular, part="letters", paper="a4", codes=["PRT"], by=by)
    Job.objects.claim(Job.objects.about(run).get().pk, by.at)
    actions.complete_print_run(run, PDF, by=by)
    return run
