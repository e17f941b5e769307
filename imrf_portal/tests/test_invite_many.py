"""The page of many invitations: what was sent stays in the form, and what was seen is what is sent."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import tables
from accounts.models import Invitation
from accounts.tests.factories import DelegationFactory
from accounts.tests.people import AT
from accounts.tests.signing_in import sign_in
from consultations.tests.factories import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    DelegationFactory(code="PRT", iso3="PRT", formal_name="Permanent Mission of Portugal")
    user = RoleFactory(kind="secretariat", starts_at=AT - timedelta(days=9)).user
    return sign_in(Client(), user)


def test_page_keeps_what_was_sent_and_sends_what_was_seen(client):
    text = "code,email\nPRT,a@portal.test\nXXX,b@portal.test\n"

    seen = client.post(reverse("many_invitations"), {"text": text})
    sent = client.post(reverse("invite_many"), {"text": text, "seen": seen.context["plan"].digest})
    again = client.post(reverse("invite_many"), {"text": text, "seen": seen.context["plan"].digest})

    assert seen.context["form"]["text"].value() == text
    assert "There is no delegation with this code." in seen.content.decode()
    assert (sent.status_code, sent.url, Invitation.objects.count()) == (302, reverse("invitations"), 1)
    assert "Something has changed since this was shown." in again.content.decode()


def test_page_takes_a_file_and_puts_its_text_into_the_form(client):
    text = "code;email\r\nPRT;a@portal.test\r\n"
    file = SimpleUploadedFile("heads.csv", text.encode("utf-16"), "text/csv")

    seen = client.post(reverse("many_invitations"), {"file": file})

    assert [row.email for row in seen.context["plan"].good] == ["a@portal.test"]
    assert seen.context["form"]["text"].value() == text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": " "}, "Paste some rows, or choose a file."),
        ({"text": "email\na@portal.test"}, "A column “code” or “iso3” is missing"),
        ({"file": SimpleUploadedFile("a.csv", b"\xff\x00\xfe")}, "The file"),
        ({"file": SimpleUploadedFile("a.csv", b"a" * (tables.LIMIT + 1))}, "The file is larger than 512 KB."),
    ],
)
def test_page_says_why_it_is_no_table(client, sent, sentence):
    answer = client.post(reverse("many_invitations"), sent)

    assert sentence in answer.content.decode()
    assert answer.context["plan"] is None
    assert "plan" in client.post(reverse("invite_many"), {"text": ""}).context


def test_template_is_a_download(client):
    answer = client.get(reverse("invitations_template"))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="invitations.csv"'
    assert answer.content.decode().startswith("\ufeffcode,name,email")
