"""Copies of released drafts: with the PDF once it is stored, without it where none can be printed, once to each."""

import pytest

from accounts.tests.factories import MembershipFactory
from consultations import actions as consulting
from consultations import sent
from consultations.capacities import actor_for
from drafts import actions, documents, emails
from record.models import Delivery
from record.waking import quiet

from .factories import NOW, House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


@pytest.fixture
def delegate(house):
    """A delegate who has asked for copies."""
    by = actor_for(MembershipFactory().user, at=NOW)
    consulting.ask_copies(house.consultation, by=by)
    return by


@pytest.fixture
def printer(monkeypatch):
    """A function: whether PDF can be printed."""

    def printer(works):
        monkeypatch.setattr(documents, "pdf_available", lambda: "" if works else "There is no printer.")

    printer(True)
    return printer


def copies(version):
    found = Delivery.objects.about(version).filter(kind="copy").order_by("pk")
    return [(row.address, list(row.files.all())) for row in found]


def released(house):
    with quiet():
        return house.release(house.begin())


def printed(house, version):
    with quiet():
        return actions.complete_print(version, b"%PDF-1.7 a draft", by=house.staff)


def test_released_draft_is_sent_with_its_pdf(house, delegate, printer):
    version = released(house)
    before = copies(version)

    version = printed(house, version)

    assert (before, copies(version)) == ([], [(delegate.user.email, [version.pdf])])
    row = Delivery.objects.about(version).get(kind="copy")
    assert (row.subject, row.text) == emails.copy(version)
    assert (row.recipient_id, row.consultation, row.queued_at) == (delegate.user.pk, "forum", NOW)


def test_where_nothing_can_be_printed_it_is_sent_at_once_and_not_again(house, delegate, printer):
    printer(False)
    version = released(house)
    address = (delegate.user.email, [])
    assert copies(version) == [address]

    printed(house, version)

    assert copies(version) == [address]


def test_nobody_gets_one_while_the_consultation_is_not_published(house, delegate, printer):
    printer(False)
    house.consultation.published = False
    house.consultation.save(update_fields=["published"])

    with quiet():
        version = house.release(house.begin())

    assert copies(version) == []


def test_nobody_who_did_not_ask_gets_one(house, printer):
    MembershipFactory()
    assert copies(printed(house, released(house))) == []


def test_message_says_where_the_text_stands(house, delegate, printer):
    version = released(house)
    subject, unprinted = emails.copy(version)
    _subject, text = emails.copy(printed(house, version))

    assert subject == "Forum: Zero draft"
    assert (
        text
        == f"""\
A forum

Zero draft

This draft has been released. Its PDF is enclosed; the text is also to be found at
http://127.0.0.1:8000/forum/drafts/1/

SHA-256 of the content: {version.content_sha256}
Whether a copy is what was released, and whether it still stands, is told at
http://127.0.0.1:8000/verify/{version.content_sha256}/

This message was sent to you because you asked for copies by mail. To get no more
of them, use the button at
http://127.0.0.1:8000/forum/sent/
"""
    )
    assert (
        "This draft has been released. The text is to be found at\nhttp://127.0.0.1:8000/forum/drafts/1/" in unprinted
    )


def test_copy_and_request_to_release_are_listed_for_whom_they_went_to(house, delegate, printer):
    version = printed(house, released(house))

    seen = {
        who: [(row.label, row.page) for row in sent.described(sent.to_us(house.consultation, actor), actor)]
        for who, actor in {"delegate": delegate, "cofacilitator": house.first, "staff": house.staff}.items()
    }

    address = version.get_absolute_url()
    assert seen == {
        "delegate": [("released draft", address)],
        "cofacilitator": [("draft to be released", address)],
        "staff": [],
    }
