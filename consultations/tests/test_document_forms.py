"""The secretariat's pages about reference documents, and what others see of those that were taken out."""

from html import unescape

import pytest
from django.contrib.messages import get_messages

from consultations import actions
from consultations.models import ReferenceDocument
from record.tests.sample_files import PDF, sent

from . import factories
from .factories import AT, ConsultationFactory, DocumentFactory, MeetingFactory, kept

pytestmark = pytest.mark.django_db
PAGES = "/process/documents/"
TYPED = {"kind": "mandate", "title": "The mandate", "symbol": "A/RES/1/1", "dated": "2018-12-20", "revision": "1"}


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def document(team):
    return DocumentFactory(consultation=team.consultation, number=1)


@pytest.fixture
def client(client_of, team):
    return client_of(team.secretariat)


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def reloaded(document):
    return ReferenceDocument.objects.get(pk=document.pk)


def test_new_document_with_a_file_stands_at_its_address(client):
    answer = client.post(f"{PAGES}new/", TYPED | {"symbol": "", "file": sent(PDF, "mandate.pdf")})

    assert answer.headers["Location"] == f"{PAGES}1/"
    assert ReferenceDocument.objects.get().file.name == "mandate.pdf"
    assert client.get(f"{PAGES}1/file/").getvalue() == PDF


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"symbol": ""}, "__all__"),
        ({"title": ""}, "title"),
        ({"kind": "poem"}, "kind"),
        ({"dated": "2018-02-30"}, "dated"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"symbol": "A\0"}, "symbol"),
        ({"title": "A" * 301}, "title"),
    ],
)
def test_new_document_refused_comes_back_filled_in(client, typed, field):
    answer = client.post(f"{PAGES}new/", TYPED | typed)

    assert (answer.status_code, list(errors(answer))) == (200, [field])
    assert not ReferenceDocument.objects.exists()


def test_new_document_refused_with_a_file_that_is_none(client):
    answer = client.post(f"{PAGES}new/", TYPED | {"file": sent(b"MZ program", "mandate.pdf")})

    assert list(errors(answer)) == ["file"]
    assert "A file that you had chosen must be chosen again." in unescape(answer.content.decode())


def test_change_document_keeps_its_file_unless_another_is_sent(client, document):
    ReferenceDocument.objects.update(file=kept())

    client.post(f"{PAGES}1/change/", TYPED | {"symbol": ""})
    assert (reloaded(document).title, reloaded(document).file.name) == ("The mandate", "sample.pdf")
    client.post(f"{PAGES}1/change/", TYPED | {"revision": "2", "file": sent(PDF, "other.pdf")})

    assert reloaded(document).file.name == "other.pdf"


def test_forms_of_documents_lead_back_to_the_documents(client, document):
    new, change = (client.get(f"{PAGES}{path}").content.decode() for path in ("new/", "1/change/"))

    up = f'<li><a href="{PAGES}">Documents</a></li>'
    assert (up in new, up in change) == (True, True)
    assert f'<li><a href="{PAGES}1/">{document.symbol}</a></li>' in change
    assert ("Leave without entering it" in new, "Leave it as it is" in change) == (True, True)


def test_change_document_shows_what_others_saved(client, team, document):
    actions.change_document(document, by=team.second, revision=1, title="Theirs")

    answer = client.post(f"{PAGES}1/change/", TYPED | {"kind": "resolution", "symbol": "A/RES/0/0"})

    assert answer.context["form"].theirs == [("Title", "Theirs")]


def test_document_that_was_taken_out_is_seen_by_who_works_here_only(client, client_of, team, document):
    meeting = MeetingFactory(consultation=team.consultation, number=1)
    meeting.documents.add(document)
    ReferenceDocument.objects.update(file=kept())
    paths = [PAGES, "/process/", "/process/meetings/1/", "/process/documents.json", "/process.json"]
    client.post(f"{PAGES}1/remove/")

    assert [document.title in client_of().get(path).content.decode() for path in paths] == [False] * 5
    others = [f"{PAGES}1/", f"{PAGES}1/file/", "/process/meetings/1/documents.zip"]
    assert [client_of().get(path).status_code for path in others] == [404] * 3
    inside = [client_of(team.staff).get(path) for path in others]
    assert [answer.status_code for answer in inside] == [200, 200, 404]
    assert inside[1].getvalue() == factories.PDF
    shown = client_of(team.staff).get(PAGES).content.decode()
    assert document.title in shown
    assert "taken out" in shown


def test_document_that_was_taken_out_is_put_back_and_not_changed_meanwhile(client, document):
    client.post(f"{PAGES}1/remove/")
    answer = client.get(f"{PAGES}1/change/")
    assert told(answer)[-1] == "This document has been taken out. Put it back first."
    assert "Put it back" in client.get(f"{PAGES}1/").content.decode()

    assert told(client.post(f"{PAGES}1/restore/"))[-1] == "The document stands among the others again."
    assert told(client.post(f"{PAGES}1/restore/"))[-1] == "This document stands among the others already."


def test_form_of_a_meeting_offers_what_stands_and_what_it_names_already(client, team, document):
    out = DocumentFactory(consultation=team.consultation, removed_at=AT)
    meeting = MeetingFactory(consultation=team.consultation, number=1)

    def offered(path):
        return list(client.get(path).context["form"].fields["documents"].queryset)

    assert offered("/process/meetings/new/") == [document]
    meeting.documents.add(out)
    assert sorted(offered("/process/meetings/1/change/"), key=lambda one: one.pk) == [document, out]


def test_only_the_secretariat_is_offered_to_keep_documents(client, client_of, team, document):
    for path in (PAGES, f"{PAGES}1/"):
        offered = [f"{PAGES}new/" in page or f"{PAGES}1/change/" in page for page in _pages(client_of, team, path)]
        assert offered == [True, False, False]


def _pages(client_of, team, path):
    return [client_of(actor).get(path).content.decode() for actor in (team.secretariat, team.staff, None)]
