"""Statements as delivered over HTTP: the form, the page of the meeting and of the input, the file, the JSON form."""

from html import unescape

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.tests.signing_in import sign_in
from consultations import panels
from consultations.tests.factories import MeetingFactory
from record.tests.sample_files import PDF, sent, word
from submissions import actions
from submissions.models import Statement

from . import factories as make
from .test_statements import AT, added, file, spoken

pytestmark = pytest.mark.django_db
MEETING = "/sample/meetings/3/"
NEW = f"{MEETING}statements/new/"
JSON = f"{MEETING}statements.json"


@pytest.fixture(autouse=True)
def during_the_meeting():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def meeting(world):
    return MeetingFactory(consultation=world.consultation, number=3)


def client_of(actor=None):
    client = Client()
    if actor:
        sign_in(client, actor.user)
    return client


def text(answer):
    return unescape(answer.content.decode())


def sentences(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def typed(**fields):
    upload = SimpleUploadedFile("our statement.pdf", PDF)
    return {"file": upload, "language": "en", "behalf": "", **fields}


# Adding


def test_delegate_adds_a_statement_that_all_can_read(world, meeting):
    version = make.submitted(make.begun(world.call, world.head), world.head)

    answer = client_of(world.delegate).post(
        NEW, typed(version=version.pk, language="fr", behalf="on behalf of a sample")
    )

    statement = Statement.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{MEETING}#statement-1")
    assert sentences(answer) == ["The statement stands on the page of the meeting."]
    assert (statement.delegation, statement.version, statement.added_by) == (
        world.portugal,
        version,
        world.delegate.user,
    )
    page = text(client_of().get(MEETING))
    assert "Statements as delivered" in page
    assert "Check against delivery." in page
    assert "On behalf of a sample" in page
    assert '<span lang="fr">Français</span>' in page
    assert f'href="/sample/inputs/{version.reference}/?version=1"' in page
    served = client_of().get(f"{MEETING}statements/1/")
    assert (served.getvalue(), served.headers["Content-Type"]) == (PDF, "application/pdf")
    assert 'filename="our statement.pdf"' in served.headers["Content-Disposition"]


def test_secretariat_adds_one_for_a_delegation(world, meeting):
    secretariat = client_of(make.works_for(world.consultation, "secretariat"))

    form = text(secretariat.get(NEW))
    answer = secretariat.post(NEW, typed(delegation=world.portugal.pk))

    assert ("Who spoke?" in form, "goes with" in form) == (True, False)
    assert answer.status_code == 302
    assert Statement.objects.get().delegation == world.portugal


def test_secretariat_is_asked_who_spoke(world, meeting):
    answer = client_of(make.works_for(world.consultation, "secretariat")).post(NEW, typed(behalf="kept"))

    assert answer.status_code == 200
    assert "This field is required." in text(answer)
    assert 'value="kept"' in text(answer)
    assert "Choose the file again" in text(answer)
    assert not Statement.objects.exists()


def test_statement_without_its_file_is_asked_for_once(world, meeting):
    answer = client_of(make.works_for(world.consultation, "secretariat")).post(NEW, {"language": "en"})

    assert list(answer.context["form"].errors) == ["delegation", "file"]
    assert "Choose the file again" not in text(answer)


def test_delegate_cannot_speak_for_another_delegation(world, meeting):
    spain = make.delegation("ESP", "Spain")

    client_of(world.delegate).post(NEW, typed(delegation=spain.pk))

    assert Statement.objects.get().delegation == world.portugal


def test_only_ones_own_submitted_inputs_can_be_chosen(world, meeting):
    spain = make.member(make.delegation("ESP", "Spain"), "head")
    theirs = make.submitted(make.begun(world.call, spain), spain)
    own = make.submitted(make.begun(world.call, world.head), world.head)
    make.begun(make.call(world.consultation, number=2), world.head)
    delegate = client_of(world.delegate)

    form = text(delegate.get(NEW))
    answer = delegate.post(NEW, typed(version=theirs.pk))

    assert (own.reference in form, theirs.reference in form) == (True, False)
    assert "Select a valid choice." in text(answer)


@pytest.mark.parametrize("version", ["x", "-1", "0", "999999999999999999999999", "1\0", "1e9"])
def test_bad_choice_of_an_input_is_refused(world, meeting, version):
    answer = client_of(world.delegate).post(NEW, typed(version=version))

    assert answer.status_code == 200
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"file": SimpleUploadedFile("a.pdf", b"not a PDF")}, "PDF or Word (.docx)"),
        ({"file": ""}, "This field is required."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"behalf": "x" * 301}, "Ensure this value has at most 300 characters"),
        ({"behalf": "a\u202eb"}, "This holds invisible characters"),
        ({"behalf": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(world, meeting, fields, reason):
    answer = client_of(world.delegate).post(NEW, typed(**fields))

    assert answer.status_code == 200
    assert reason in text(answer)
    assert not Statement.objects.exists()


def test_refusal_of_the_action_stands_above_the_form(world, meeting):
    delegate = client_of(world.delegate)
    delegate.post(NEW, typed())

    answer = delegate.post(NEW, typed(behalf="kept"))

    assert "This very file is among the statements of this meeting already." in text(answer)
    assert 'value="kept"' in text(answer)
    assert Statement.objects.count() == 1


def test_uploader_is_told_what_the_file_tells(world, meeting):
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>A delegate</dc:creator></cp:coreProperties>'
    )
    upload = sent(word({"docProps/core.xml": core}), "statement.docx")

    answer = client_of(world.delegate).post(NEW, typed(file=upload))

    assert sentences(answer)[1] == "This file names its author: A delegate."
    assert "Word," in text(client_of().get(MEETING))


@pytest.mark.parametrize("when", ["2019-02-13 20:29Z", "2019-02-01 12:00Z"])
def test_before_the_meeting_nothing_is_added(world, meeting, when):
    with time_machine.travel(when, tick=False):
        delegate = client_of(world.delegate)
        answers = [delegate.get(NEW), delegate.post(NEW, typed())]
        page = text(delegate.get(MEETING))

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, MEETING)] * 2
    assert sentences(answers[0])[0].startswith("A statement is added as it was delivered")
    assert "Statements as delivered" not in page
    assert not Statement.objects.exists()


def test_who_may_not_add_is_shown_no_button(world, meeting):
    people = [None, make.works_for(world.consultation, "staff"), world.delegate]

    shown = [NEW in text(client_of(actor).get(MEETING)) for actor in people]

    assert shown == [False, False, True]


# Reading


def test_closed_meeting_keeps_its_statements_to_who_could_be_in_the_room(world, meeting):
    added(meeting, world.head)
    type(meeting).objects.update(closed=True)
    stakeholder = make.member(make.delegation("ngo", "A sample", "stakeholder"))
    people = [None, stakeholder, world.delegate]

    found = [client_of(actor).head(f"{MEETING}statements/1/").status_code for actor in people]
    named = ["Portugal" in text(client_of(actor).get(MEETING)) for actor in people]
    listed = [len(client_of(actor).get(JSON).json()["results"]) for actor in people]

    assert (found, named[:2], listed) == ([404, 404, 200], [False, False], [0, 0, 1])


def test_input_leads_to_its_statement(world, meeting):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    added(meeting, world.head, version=version)
    page = f"/sample/inputs/{version.reference}/"

    before = text(client_of().get(page))
    type(meeting).objects.update(closed=True)
    after = text(client_of().get(page))

    assert ("As delivered" in before, "First informal consultation" in before) == (True, True)
    assert f'href="{MEETING}statements/1/"' in before
    assert "As delivered" not in after


def test_withdrawn_input_leads_nowhere_for_others(world, meeting):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    added(meeting, world.head, version=version)
    actions.withdraw(version.submission, by=world.head)

    shown = [
        "As delivered" in text(client_of(a).get(f"/sample/inputs/{version.reference}/")) for a in (None, world.head)
    ]

    assert shown == [False, True]


def test_json_of_the_statements(world, meeting):
    version = make.submitted(make.begun(world.call, world.head), world.head, "participants")
    statement = added(meeting, world.head, version=version, behalf="on behalf of a sample", language="es")
    gone = added(meeting, world.delegate, **file(b"%PDF-1.7 gone"))
    actions.withdraw_statement(gone, by=spoken(world.delegate))

    visitor, delegate = (client_of(actor).get(JSON).json()["results"] for actor in (None, world.delegate))

    start = {
        "delegation": {"name": "Portugal", "iso3": "PRT", "kind": "member_state"},
        "added_at": "2019-02-13T17:00:00-05:00",
    }
    site = "http://127.0.0.1:8000"
    assert visitor == [
        {
            **start,
            "url": f"{site}{MEETING}statements/1/",
            "number": 1,
            "state": "standing",
            "on_behalf_of": "on behalf of a sample",
            "language": "es",
            "content_type": "application/pdf",
            "size": 20,
            "sha256": statement.file.sha256,
            "input": None,
        },
        {**start, "url": f"{site}{MEETING}statements/2/", "number": 2, "state": "withdrawn"},
    ]
    assert delegate[0]["input"] == f"{site}/sample/inputs/{version.reference}/?version=1"


def test_numbers_that_are_none_are_not_there(world, meeting):
    added(meeting, world.head)

    paths = ["statements/0/", "statements/2/", "statements/99999999999999999999/"]
    found = [client_of().get(MEETING + path).status_code for path in paths]
    elsewhere = client_of().get("/sample/meetings/99999999999999999999/statements/1/").status_code

    assert (found, elsewhere) == ([404] * 3, 404)


# Taking back


def test_statement_is_taken_back(world, meeting):
    added(meeting, world.head)
    delegate = client_of(world.delegate)
    address = f"{MEETING}statements/1/withdraw/"

    shown = [address in text(client_of(actor).get(MEETING)) for actor in (None, world.delegate)]
    answers = [delegate.post(address) for _ in range(2)]

    assert shown == [False, True]
    assert [sentences(answer)[-1] for answer in answers] == [
        "The statement has been taken back: its file can no longer be read.",
        "This statement has been taken back already.",
    ]
    readers = (None, world.head, make.works_for(world.consultation, "secretariat"))
    assert [client_of(actor).get(f"{MEETING}statements/1/").status_code for actor in readers] == [404] * 3
    page = text(client_of().get(MEETING))
    assert ("Portugal" in page, "withdrawn" in page, "Check against delivery." in page) == (True, True, False)


@pytest.mark.parametrize("closed", [False, True])
def test_others_cannot_take_it_back(world, meeting, closed):
    added(meeting, world.head)
    type(meeting).objects.update(closed=closed)
    stakeholder = make.member(make.delegation("ngo", "A sample", "stakeholder"), "head")
    people = [
        make.member(make.delegation("ESP", "Spain"), "head"),
        make.works_for(world.consultation, "staff"),
        stakeholder,
    ]

    found = [client_of(actor).post(f"{MEETING}statements/1/withdraw/").status_code for actor in people]

    assert found == [403, 403, 404 if closed else 403]
    assert Statement.objects.standing().exists()


def test_empty_panel_is_for_those_who_can_fill_it(world, meeting, rf):
    for actor, shown in [
        (make.works_for(world.consultation, "staff"), []),
        (world.head, ["submissions/_statements.html"]),
    ]:
        request = rf.get(MEETING)
        request.actor, request.at = spoken(actor), AT
        assert [template for template, _context in panels.of(request, meeting)] == shown


# What it asks of the database


def filled(world, meeting, rows):
    for number in range(rows):
        by = make.member(make.delegation(f"S{number:02d}", f"State {number:02d}"), "head")
        version = make.submitted(make.begun(world.call, by), by)
        added(meeting, by, version=version, **file(b"%%PDF-1.7 %d" % number))


@pytest.mark.parametrize("rows", [1, 3, 60])
@pytest.mark.parametrize("page", [(MEETING, 7), (JSON, 4)])
def test_queries_do_not_grow_with_the_statements(world, meeting, django_assert_num_queries, page, rows):
    address, queries = page
    filled(world, meeting, rows)
    client = client_of()
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_an_input_with_statements(world, meeting, django_assert_num_queries, rows):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    for number in range(rows):
        added(meeting, world.head, version=version, **file(b"%%PDF-1.7 %d" % number))
    client = client_of()
    client.get(version.get_absolute_url())
    with django_assert_num_queries(5):
        assert client.get(version.get_absolute_url()).status_code == 200
