"""The e-mail as a mail server takes it: its parts in order, to whom answers go, what tells it from others."""

from email import message_from_bytes, policy

import pytest

from record import outbox
from record.models import File

pytestmark = pytest.mark.django_db
ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def taken(queue, mailserver):
    """A function that queues a message and gives what the mail server took."""

    def taken(**fields):
        queue("pt@mission.test", **fields)
        outbox.deliver_due()
        return message_from_bytes(mailserver.taken[-1].content, policy=policy.default)

    return taken


def kinds(mail):
    return [part.get_content_type() for part in mail.walk()]


def said(mail, kind):
    return mail.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_html_stands_between_the_text_and_the_calendar(taken, letter, at):
    calendar = File.objects.keep(ICS, name="m.ics", content_type="text/calendar; method=REQUEST", at=at)

    mail = taken(files=[letter, calendar])

    assert kinds(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/pdf",
    ]
    assert said(mail, "plain") == "A sample text.\n"


def test_message_without_files_is_its_text_twice(taken):
    mail = taken(files=[], text="Письмо: https://portal.example.org/\n")

    assert kinds(mail) == ["multipart/alternative", "text/plain", "text/html"]
    assert '<html lang="ru" dir="ltr">' in said(mail, "html")
    assert said(mail, "plain") == "Письмо: https://portal.example.org/\n"


@pytest.mark.parametrize(("reply_to", "header"), [("", None), ("secretariat@portal.test", "secretariat@portal.test")])
def test_answers_go_to_whom_the_message_names(taken, reply_to, header):
    assert taken(reply_to=reply_to)["Reply-To"] == header


def test_line_break_in_the_address_for_answers_sends_nothing(queue, mailserver):
    [row] = queue("pt@mission.test", reply_to="a@portal.test\nBcc: x@portal.test")

    outbox.deliver_due()

    row.refresh_from_db()
    assert (row.state, mailserver.taken) == ("failed", [])


@pytest.mark.parametrize("secret", ["", "mail:a-secret-of-some-length"])
def test_mark_for_a_mail_service_is_there_only_where_one_reports(taken, settings, secret):
    settings.ANYMAIL = {"WEBHOOK_SECRET": secret}

    mail = taken()

    assert mail["X-PM-Metadata-delivery"] == (mail["X-Portal-Delivery"] if secret else None)


def test_long_paragraph_is_kept_within_what_a_line_may_have(taken, mailserver):
    mail = taken(text="word " * 2000)

    assert mail.get_body(("html",)).get_content().count("word ") == 2000 - 1
    assert max(len(line) for line in mailserver.taken[0].content.split(b"\r\n")) <= 998
