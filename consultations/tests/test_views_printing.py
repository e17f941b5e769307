"""The pages on which an issued circular is printed for the post. Who gets them stands in the access table."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import DelegationFactory, DelegationNameFactory
from consultations import actions, documents, jobs, printing
from consultations.models import CircularState, Enclosure, PrintRun
from record.models import Job
from record.waking import quiet

from . import factories
from .factories import PDF, TO_ISSUE, CircularFactory, ConsultationFactory, circular_in, kept, replace, withdraw

pytestmark = pytest.mark.django_db
HERE = "/process/circulars/2019-001/print/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPED = {"part": "letters", "paper": "letter", "first": "1", "sheet": "", "whom": "all"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def team():
    for code, name in (("ccc", "Zambia"), ("bbb", "The Gambia"), ("aaa", "Mali")):
        delegation = DelegationFactory(code=code, formal_name=f"Permanent Mission of {name} to the United Nations")
        DelegationNameFactory(delegation=delegation, name=name)
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def works(client_of, team):
    """A client of the secretariat."""
    return client_of(team.secretariat)


@pytest.fixture
def issued(team):
    return circular_in(CircularState.ISSUED, team)


@pytest.fixture(autouse=True)
def _nobody_is_woken():
    with quiet():
        yield


@pytest.fixture
def run(issued, team):
    return actions.ask_print_run(issued, part="letters", paper="a4", codes=["aaa"], by=team.secretariat)


def text(answer):
    return unescape(answer.content.decode())


def ticked(answer):
    return re.findall(r'name="delegations" value="(\w+)"[^>]* checked', text(answer))


def job_of(run):
    return Job.objects.about(run).first()


# Asking


def test_the_letter_leads_to_its_print_for_the_secretariat_alone(works, client_of, team, issued):
    assert f'href="{HERE}"' in text(works.get(issued.get_absolute_url()))
    for other in (None, team.staff, team.first):
        assert HERE not in text(client_of(other).get(issued.get_absolute_url()))


def test_the_page_offers_the_paper_of_the_consultation_and_all_addressees_by_name(works, issued):
    page = text(works.get(HERE))

    assert re.search(r'name="paper" value="a4"[^>]* checked', page)
    assert re.search(r'name="whom" value="all"[^>]* checked', page)
    names = re.findall(r"<span>(.*?)</span></label>", page)
    assert [name for name in names if name in {"Mali", "The Gambia", "Zambia"}] == ["The Gambia", "Mali", "Zambia"]
    assert "With enclosures" not in page


def test_a_run_is_asked_for_and_shown(works, issued):
    answer = works.post(HERE, TYPED | {"double_sided": "on"}, follow=True)

    run = PrintRun.objects.get()
    assert answer.redirect_chain == [(f"{HERE}{run.pk}/", 302)]
    assert (run.part, run.paper, run.delegations, run.options) == ("letters", "letter", [], {"double_sided": True})
    assert "It is being printed." in text(answer)
    assert "Letter, printed on both sides" in " ".join(text(answer).split())


def test_labels_are_asked_for_with_their_sheet(works, issued):
    sent = TYPED | {"part": "labels", "sheet": "letter-30", "first": "7", "double_sided": "on", "whom": "chosen"}

    answer = works.post(HERE, sent | {"delegations": ["bbb", "aaa"]}, follow=True)

    run = PrintRun.objects.get()
    assert (run.delegations, run.options) == (["bbb", "aaa"], {"sheet": "letter-30", "first": 7})
    page = " ".join(text(answer).split())
    assert "Letter, 30 labels of 2⅝ × 1 in (Avery 5160)" in page
    assert "from label 7 on" in page
    assert "For 2 delegations" in page
    assert page.index("<li>The Gambia</li>") < page.index("<li>Mali</li>")


def test_enclosures_that_can_be_printed_are_offered_and_others_named(works, team):
    circular = CircularFactory(consultation=team.consultation, drafted_by=team.secretariat.user)
    Enclosure.objects.create(circular=circular, order=1, title="The table", file=kept(b"PK", "table.docx", WORD))
    Enclosure.objects.create(circular=circular, order=2, title="The annex", file=kept())
    for deed in TO_ISSUE:
        circular = deed(circular, team)

    page = text(works.get(HERE))
    works.post(HERE, TYPED | {"enclosures": "on"})

    assert "With enclosures" in page
    assert "“The table” is no PDF and is not printed with the letter. Print it apart." in page
    assert "“The annex”" not in page
    assert PrintRun.objects.get().options == {"enclosures": True}


@pytest.mark.parametrize(("which", "codes"), [("all", ["bbb", "aaa", "ccc"]), ("none", [])])
def test_boxes_are_ticked_without_script_and_nothing_typed_is_lost(works, issued, which, codes):
    sent = TYPED | {"part": "labels", "first": "12", "double_sided": "on", "tick": which, "delegations": ["aaa"]}

    answer = works.post(HERE, sent)

    page = text(answer)
    assert [code for code in ticked(answer) if code in {"aaa", "bbb", "ccc"}] == codes
    for name, value in (("part", "labels"), ("paper", "letter"), ("whom", "chosen")):
        assert re.search(f'name="{name}" value="{value}"[^>]* checked', page), name
    assert re.search('name="first" value="12"', page)
    assert re.search('name="double_sided"[^>]* checked', page)
    assert "invalid-feedback" not in page
    assert not PrintRun.objects.exists()


def refused(works, **changes):
    """The page that comes back, with what was typed still in it."""
    answer = works.post(HERE, TYPED | {"first": "5"} | changes)
    assert answer.status_code == 200
    assert not PrintRun.objects.exists()
    return text(answer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"whom": "chosen"}, "Choose at least one delegation, or print for all."),
        ({"whom": "chosen", "delegations": ["nobody"]}, "This circular was not addressed to nobody. Choose again."),
        ({"whom": "chosen", "delegations": ["a\0b"]}, "Choose again."),
        (
            {"part": "labels", "sheet": "a4-14"},
            "This sheet of labels is of another paper. Choose its paper, or another sheet.",
        ),
        (
            {"part": "labels", "paper": "a4", "sheet": "a4-14", "first": "15"},
            "A sheet has 14 labels only. Begin at one of them.",
        ),
        ({"first": "31"}, "Ensure this value is less than or equal to 30."),
        ({"first": str(10**30)}, "Ensure this value is less than or equal to 30."),
        ({"first": "1e9"}, "Enter a whole number."),
        ({"first": ""}, "This field is required."),
        ({"part": "books"}, "Select a valid choice. books is not one of the available choices."),
        ({"paper": "a\0b"}, "Select a valid choice."),
        ({"whom": ""}, "This field is required."),
        ({"sheet": "a5"}, "Select a valid choice. a5 is not one of the available choices."),
    ],
)
def test_what_cannot_be_printed_comes_back_with_a_sentence(works, issued, changes, sentence):
    page = refused(works, **changes)

    assert sentence in page
    assert 'value="letter"' in page


def test_an_empty_form_comes_back(works, issued):
    answer = works.post(HERE, {"csrfmiddlewaretoken": "x"})

    assert answer.status_code == 200
    assert "This field is required." in text(answer)


def test_what_the_action_refuses_is_told(works, issued, monkeypatch):
    def refuse(circular, **_fields):
        raise actions.printing.ValidationError("Somebody was faster.")

    monkeypatch.setattr(actions, "ask_print_run", refuse)

    assert "Somebody was faster." in refused(works)


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        (replace, "This circular has been superseded and is no longer posted. Print 2019-002 in its place."),
        (withdraw, "This circular has been withdrawn and is no longer posted. Issue a new one and print that."),
    ],
)
def test_a_letter_that_does_not_stand_is_not_printed_but_its_earlier_prints_are_shown(works, team, run, deed, sentence):
    deed(run.circular, team)

    page = text(works.get(HERE))

    assert sentence in page
    assert "btn-primary" not in page
    assert f'href="{HERE}{run.pk}/"' in page
    assert sentence in text(works.post(HERE, TYPED))
    assert PrintRun.objects.count() == 1


def test_where_nothing_prints_the_page_says_so(works, issued, monkeypatch):
    monkeypatch.setattr(documents, "pdf_available", lambda: "There are no fonts.")

    assert "There are no fonts." in text(works.get(HERE))


def test_a_letter_to_nobody_has_nobody_to_be_printed_for(works, issued, monkeypatch):
    monkeypatch.setattr("consultations.addressees.as_issued", lambda circular: [])

    page = text(works.get(HERE))

    assert "This circular was addressed to no delegation, so that there is nobody to print it for." in page


# The run


def test_the_page_of_a_run_asks_for_its_progress_until_it_is_over(works, run):
    here = run.get_absolute_url()
    Job.objects.about(run).update(state="running", done=2, lease_until=run.asked_at)

    page, fragment = text(works.get(here)), text(works.get(here, headers=HTMX))

    for shown in (page, fragment):
        assert f'hx-get="{here}"' in shown
        assert '<progress max="4" value="2"' in shown
    assert "<main" not in fragment
    assert len(fragment) < 1100
    assert 'http-equiv="refresh"' in page


def test_the_page_of_a_finished_run_leads_to_its_file(works, run, monkeypatch):
    monkeypatch.setattr(printing, "pdf_of", lambda run, **_facts: PDF)
    jobs.print_run(job_of(run).pk)
    here = run.get_absolute_url()

    page = text(works.get(here))
    file = works.get(f"{HERE}{run.pk}.pdf")

    assert "hx-get" not in page
    assert f'href="{HERE}{run.pk}.pdf"' in page
    assert "hx-get" not in text(works.get(here, headers=HTMX))
    assert b"".join(file.streaming_content) == PDF
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Cache-Control"] == "private, no-store"
    assert f"process-2019-001-letters-{run.pk}.pdf" in file.headers["Content-Disposition"]


def test_a_run_without_a_file_has_none(works, run):
    assert works.get(f"{HERE}{run.pk}.pdf").status_code == 404


def test_a_failed_run_says_why_and_can_be_printed_again(works, run):
    job_of(run).fail("The paper is out.")

    page = text(works.get(run.get_absolute_url()))
    answer = works.post(f"{HERE}{run.pk}/again/", follow=True)

    assert "The paper is out." in page
    assert f'action="{HERE}{run.pk}/again/"' in page
    assert "It has been sent to print again." in text(answer)
    assert job_of(run).state == "queued"


def test_a_run_that_has_not_failed_is_not_printed_again(works, run):
    answer = works.post(f"{HERE}{run.pk}/again/", follow=True)

    assert "This print has not failed. Its page shows how far it is." in text(answer)


def test_a_run_of_another_letter_is_not_found(works, team, run):
    circular_in(CircularState.ISSUED, team)
    other = "/process/circulars/2019-002/print/"

    paths = [f"{other}{run.pk}/", f"{other}{run.pk}.pdf", f"{HERE}{10**30}/", f"{HERE}0/", f"{HERE}0.pdf"]
    assert [works.get(path).status_code for path in paths] == [404] * 5
    assert works.post(f"{other}{run.pk}/again/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_pages(works, team, issued, rows):
    for number in range(rows):
        DelegationNameFactory(delegation=DelegationFactory(), name=f"Another {number}")
        run = actions.ask_print_run(issued, part="letters", paper="a4", codes=["aaa"], by=team.secretariat)
    counts = []
    for path, headers in ((HERE, {}), (run.get_absolute_url(), {}), (run.get_absolute_url(), HTMX)):
        assert works.get(path, headers=headers).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            works.get(path, headers=headers)
        counts.append(len(queries))

    assert counts == [14, 13, 8]
