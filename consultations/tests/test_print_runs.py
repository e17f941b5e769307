"""Print runs: asked for, refused, made by the job, and made again after it broke off."""

import io
from datetime import timedelta

import pikepdf
import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import DelegationKind
from accounts.tests.factories import AddressFactory, DelegationFactory, DelegationNameFactory
from consultations import actions, documents, jobs, printing
from consultations.models import Circular, CircularState, Enclosure, PrintPart, PrintRun
from record.models import Event, File, Job
from record.models.job import LEASE
from record.tests.sample_files import pdf as sample_pdf
from record.waking import quiet

from .factories import PDF, TO_ISSUE, CircularFactory, circular_in, kept
from .letter_samples import text_of
from .refusals import reloaded

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUPERSEDED = "This circular has been superseded and is no longer posted. Print 2019-002 in its place."
WITHDRAWN = "This circular has been withdrawn and is no longer posted. Issue a new one and print that."


@pytest.fixture
def three(team):
    """Delegations that are not made in the order of their names; the last has an address for mail."""
    names = [("ccc", "Zambia"), ("bbb", "The Gambia"), ("aaa", "Mali")]
    for code, name in names:
        delegation = DelegationFactory(code=code, formal_name=f"Permanent Mission of {name} to the United Nations")
        DelegationNameFactory(delegation=delegation, name=name)
    AddressFactory(delegation=delegation)
    stakeholder = DelegationFactory(code="ngo", kind=DelegationKind.STAKEHOLDER, iso3="", formal_name="Another")
    DelegationNameFactory(delegation=stakeholder, name="Another")
    return ["bbb", "aaa", "ccc"]


@pytest.fixture
def issued(three, team):
    return circular_in(CircularState.ISSUED, team)


@pytest.fixture
def ask(team):
    def ask(circular, **options):
        with quiet():
            wanted = {"part": PrintPart.LETTERS, "paper": "a4", "by": team.secretariat} | options
            return actions.ask_print_run(circular, **wanted)

    return ask


def job_of(run):
    return Job.objects.about(run).first()


def issued_with_enclosures(team):
    circular = CircularFactory(consultation=team.consultation, drafted_by=team.secretariat.user)
    files = [
        kept(sample_pdf(pages=2), "annex.pdf"),
        kept(b"PK a sample", "annex.docx", WORD),
        kept(sample_pdf(), "other.pdf"),
    ]
    for order, file in enumerate(files, start=1):
        Enclosure.objects.create(circular=circular, order=order, title=f"Annex {order}", file=file)
    with quiet():
        for deed in TO_ISSUE:
            circular = deed(circular, team)
    return circular


# Asked for


def test_ask_print_run_keeps_what_is_wanted_and_starts_its_job(issued, ask, team):
    choices = printing.Choices(double_sided=True)
    events = Event.objects.count()

    run = ask(issued, codes=["aaa", "ccc"], choices=choices)

    run = PrintRun.objects.get(pk=run.pk)
    assert (run.circular, run.part, run.paper) == (issued, "letters", "a4")
    assert (run.delegations, printing.Choices.of(run)) == (["aaa", "ccc"], choices)
    assert (run.asked_by, run.asked_at) == (team.secretariat.user, team.secretariat.at)
    job = job_of(run)
    assert (job.task, job.state, job.done, job.total) == ("consultations.print_run", "queued", 0, 4)
    assert (job.user, job.consultation) == (team.secretariat.user, team.consultation.slug)
    assert str(run) == f"personal copies of {issued}"
    assert Event.objects.count() == events  # the run is the trace


def test_ask_print_run_of_labels_has_three_steps(issued, ask):
    assert job_of(ask(issued, part=PrintPart.LABELS)).total == 3


def test_a_run_is_for_all_addressees_in_alphabetical_order_unless_some_are_chosen(issued, ask):
    def called(run):
        return [one.name for one in printing.addressees_of(run)]

    names = ["The Gambia", "Mali", "Zambia"]
    everybody = called(ask(issued))
    assert [name for name in everybody if name in names] == names
    assert "Another" not in everybody  # the letter went to States
    assert called(ask(issued, codes=["ccc", "bbb", "ngo"])) == ["The Gambia", "Zambia"]


REFUSED = {CircularState.SUPERSEDED: SUPERSEDED, CircularState.WITHDRAWN: WITHDRAWN} | dict.fromkeys(
    set(CircularState) - {CircularState.ISSUED, CircularState.SUPERSEDED, CircularState.WITHDRAWN},
    "Only an issued circular can be printed for the post. Issue it first.",
)


@pytest.mark.parametrize(("state", "reason"), sorted(REFUSED.items()))
def test_ask_print_run_is_refused_of_what_does_not_stand(three, team, ask, state, reason):
    circular = circular_in(state, team)

    with pytest.raises(ValidationError) as refused:
        ask(circular)

    assert refused.value.messages == [reason]
    assert not PrintRun.objects.exists()


def test_ask_print_run_is_refused_where_nothing_prints(issued, ask, monkeypatch):
    monkeypatch.setattr(documents, "pdf_available", lambda: "There are no fonts.")

    with pytest.raises(ValidationError) as refused:
        ask(issued)

    assert refused.value.messages == ["There are no fonts."]


def test_ask_print_run_is_refused_for_nobody(issued, ask):
    with pytest.raises(ValidationError) as refused:
        ask(issued, codes=["ngo", "nobody"])

    assert refused.value.messages == ["Choose at least one delegation that this circular was addressed to."]


def test_ask_print_run_wakes_the_job_once_committed(issued, team, printing_here, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = actions.ask_print_run(issued, part="labels", paper="a4", codes=["aaa"], by=team.secretariat)
        assert job_of(run).state == "queued"

    assert job_of(run).state == "done"


# Made


def test_print_run_makes_the_copies_in_alphabetical_order(issued, ask, printing_here):
    run = ask(issued, codes=["aaa", "ccc", "bbb"])

    jobs.print_run(job_of(run).pk)

    job = job_of(run)
    assert (job.state, job.done, job.total, job.reason) == ("done", 4, 4, "")
    file = job.result
    assert file.name == f"{issued.consultation.slug}-2019-001-letters-{run.pk}.pdf"
    assert (file.content_type, file.consultation) == ("application/pdf", issued.consultation.slug)
    pages = text_of(file.read())
    for page, name in zip(pages, ["The Gambia", "Mali", "Zambia"], strict=True):
        assert f"Permanent Mission of {name} to the United Nations\nNew York" in page
        assert "This letter is a sample." in page
        assert "All Permanent Representatives" not in page
        assert f"http://127.0.0.1:8000/verify/{issued.content_sha256}/" in page.replace("\n", "")
        assert f"Reference 2019-001 · SHA-256 {issued.content_sha256[:16]}…" in page
    assert reloaded(issued).pdf.read() == PDF  # the letter itself stays as it was issued


def test_print_run_makes_labels(issued, ask, printing_here):
    choices = printing.Choices(sheet="letter-30", first=30)
    run = ask(issued, part=PrintPart.LABELS, paper="letter", codes=["aaa", "bbb"], choices=choices)

    jobs.print_run(job_of(run).pk)

    assert (job_of(run).state, job_of(run).done) == ("done", 3)
    content = job_of(run).result.read()
    assert [("Gambia" in page, "Mali" in page) for page in text_of(content)] == [(True, False), (False, True)]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "2019-001: labels for envelopes"


def test_print_run_appends_the_enclosures_that_are_pdf(three, team, ask, printing_here):
    circular = issued_with_enclosures(team)
    run = ask(circular, codes=["aaa", "bbb"], choices=printing.Choices(enclosures=True))

    jobs.print_run(job_of(run).pk)

    assert len(text_of(job_of(run).result.read())) == 2 * (1 + 2 + 1)


def test_print_run_leaves_out_enclosures_that_were_not_asked_for(three, team, ask, printing_here):
    run = ask(issued_with_enclosures(team), codes=["aaa"])

    jobs.print_run(job_of(run).pk)

    assert len(text_of(job_of(run).result.read())) == 1


def test_print_run_names_an_enclosure_that_is_missing(three, team, ask, printing_here, monkeypatch):
    run = ask(issued_with_enclosures(team), codes=["aaa"], choices=printing.Choices(enclosures=True))
    monkeypatch.setattr(File, "read_intact", lambda file: None)

    jobs.print_run(job_of(run).pk)

    job = job_of(run)
    assert job.state == "failed"
    assert job.reason == "The enclosure “Annex 1” is missing or damaged in the storage. Tell the administrator."


def test_print_run_prints_in_a_process_of_its_own(issued, ask):
    run = ask(issued, part=PrintPart.LABELS, codes=["aaa"])

    jobs.print_run(job_of(run).pk)

    assert "Mali" in text_of(job_of(run).result.read())[0]


def test_print_run_of_a_letter_that_was_withdrawn_meanwhile_is_given_up(issued, ask, team):
    run = ask(issued, codes=["aaa"])
    actions.withdraw(issued, by=team.secretariat, reason="It was a sample.")

    jobs.print_run(job_of(run).pk)

    assert (job_of(run).state, job_of(run).reason) == ("failed", WITHDRAWN)


def test_print_run_tells_how_far_it_is(issued, ask, monkeypatch):
    run = ask(issued)
    seen = []

    def pdf_of(run, *, verify_url, step):
        step(2)
        seen.append(job_of(run).done)
        return PDF

    monkeypatch.setattr(printing, "pdf_of", pdf_of)

    jobs.print_run(job_of(run).pk)

    assert seen == [2]


# Broken off


@pytest.fixture
def made(monkeypatch):
    """How often a print was made."""
    made = []
    monkeypatch.setattr(printing, "pdf_of", lambda run, **_facts: made.append(run) or PDF)
    return made


def test_print_run_whose_worker_died_is_made_again(issued, ask, made):
    run = ask(issued)
    Job.objects.claim(job_of(run).pk, timezone.now() - LEASE - timedelta(seconds=1))

    jobs.print_run(job_of(run).pk)

    assert (made, job_of(run).state, job_of(run).attempts) == ([run], "done", 2)


def test_print_run_whose_worker_died_after_it_was_stored_is_not_made_again(issued, ask, made, team):
    run = ask(issued)
    Job.objects.claim(job_of(run).pk, timezone.now() - LEASE - timedelta(seconds=1))
    file = actions.complete_print_run(run, PDF, by=team.secretariat)
    before = File.objects.count()

    jobs.print_run(job_of(run).pk)

    assert (made, job_of(run).state, job_of(run).result) == ([], "done", file)
    assert File.objects.count() == before


def test_print_run_run_twice_is_made_once(issued, ask, made):
    run = ask(issued)

    jobs.print_run(job_of(run).pk)
    jobs.print_run(job_of(run).pk)

    assert len(made) == 1


def test_print_run_has_the_name_by_which_it_is_started():
    assert jobs.print_run.name == actions.printing.TASK
    assert jobs.print_run.name in current_app.tasks


# Printed again


@pytest.fixture
def failed(issued, ask):
    run = ask(issued, codes=["aaa"])
    job_of(run).fail("The paper is out.")
    return run


def test_retry_print_run_starts_another_job(failed, team):
    with quiet():
        actions.retry_print_run(failed, by=team.second)

    job = job_of(failed)
    assert (job.state, job.total, job.user) == ("queued", 4, team.second.user)
    assert Job.objects.about(failed).count() == 2


@pytest.mark.parametrize("state", ["queued", "done"])
def test_retry_print_run_is_refused_of_what_has_not_failed(issued, ask, team, state):
    run = ask(issued)
    Job.objects.about(run).update(state=state)

    with pytest.raises(ValidationError) as refused:
        actions.retry_print_run(run, by=team.secretariat)

    assert refused.value.messages == ["This print has not failed. Its page shows how far it is."]


def test_retry_print_run_is_refused_once_the_letter_is_withdrawn(failed, team):
    actions.withdraw(failed.circular, by=team.secretariat, reason="It was a sample.")

    with pytest.raises(ValidationError) as refused:
        actions.retry_print_run(failed, by=team.secretariat)

    assert refused.value.messages == [WITHDRAWN]


def test_retry_print_run_is_refused_where_nothing_prints(failed, team, monkeypatch):
    monkeypatch.setattr(documents, "pdf_available", lambda: "There are no fonts.")

    with pytest.raises(ValidationError) as refused:
        actions.retry_print_run(failed, by=team.secretariat)

    assert refused.value.messages == ["There are no fonts."]


def test_the_letter_that_takes_the_place_of_another_is_named_though_an_addendum_came_first(three, team):
    circular = circular_in(CircularState.ISSUED, team)
    circular_in(CircularState.ISSUED, team, corrects=circular, correction="add")
    circular_in(CircularState.ISSUED, team, corrects=circular, correction="corr")

    reason = Circular.objects.get(pk=circular.pk).why_not_print()

    assert reason == "This circular has been superseded and is no longer posted. Print 2019-003 in its place."


# Two at once


@pytest.mark.django_db(transaction=True)
def test_second_retry_of_a_print_waits_and_is_refused(failed, team, second):
    ended = second(
        lambda: actions.retry_print_run(failed, by=team.secretariat),
        lambda: actions.retry_print_run(failed, by=team.second),
    )

    assert ended.messages == ["This print has not failed. Its page shows how far it is."]
    assert Job.objects.about(failed).count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_print_that_waits_for_a_withdrawal_is_refused(issued, team, second):
    ended = second(
        lambda: actions.withdraw(issued, by=team.secretariat, reason="It was a sample."),
        lambda: actions.ask_print_run(issued, part="letters", paper="a4", by=team.second),
    )

    assert ended.messages == [WITHDRAWN]
    assert not PrintRun.objects.exists()
