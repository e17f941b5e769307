"""What mail services post, in the forms of two of them; and what strangers post."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from django.core.checks import run_checks
from django.test import Client

from imrf_portal import webhooks
from record.models import Delivery, Event
from record.tests.conftest import letter, queue  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
SECRET = "mail:a-secret-of-some-length"
SIGNING = "a key that signs"
AT = datetime(2019, 2, 1, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def wired(settings):
    settings.ROOT_URLCONF = "imrf_portal.tests.urls_with_mail"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING}


@pytest.fixture
def row(queue):  # noqa: F811
    """A message that was sent."""
    [row] = queue("pt@mission.test", files=[])
    Delivery.objects.update(state="sent", sent_at=AT, answer="250 taken")
    return row


def basic(secret=SECRET):
    return {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(secret.encode()).decode()}


def post(service, body, *, auth=SECRET, content_type="application/json", **more):
    body = body if isinstance(body, (str, bytes)) else json.dumps(body)
    headers = basic(auth) if auth else {}
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/mail/{service}/tracking/", body, content_type=content_type, **headers, **more)


def postmark(row, **fields):
    """A bounce as Postmark reports it; the message is named by what it was given to note."""
    return {
        "RecordType": "Bounce",
        "ID": 901542550,
        "Type": "HardBounce",
        "TypeCode": 1,
        "Name": "Hard bounce",
        "MessageID": "2706ee8a-737c-4285-b032-ccd317af53ed",
        "Metadata": {"delivery": row.message_key},
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
        "Email": "pt@mission.test",
        "From": "portal@portal.test",
        "BouncedAt": "2019-02-01T11:10:56-05:00",
        "DumpAvailable": True,
        "Inactive": True,
        "CanActivate": True,
        "Subject": "A sample",
        "Content": "",
        **fields,
    }


def mailgun(row, event="failed", key=SIGNING, **fields):
    """A failure as Mailgun reports it; the message is named by its Message-ID, without brackets."""
    token, timestamp = "87f6ae24cd8ea64c5a1ec9a6f1b3d1f9", "1549037456"
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"token": token, "timestamp": timestamp, "signature": signature},
        "event-data": {
            "event": event,
            "severity": "permanent",
            "reason": "bounce",
            "id": "Wf33bUPZR3mHCGLvpSVqkA",
            "timestamp": 1549037456.2,
            "recipient": "pt@mission.test",
            "message": {"headers": {"message-id": f"{row.message_key}@portal.test", "to": "pt@mission.test"}},
            "delivery-status": {
                "code": 550,
                "message": "550 5.1.1 No such user",
                "description": "",
                "attempt-no": 1,
            },
            "user-variables": {},
            **fields,
        },
    }


def became(row):
    row.refresh_from_db()
    return row.state, row.answer


def test_postmark_reports_a_bounce(row):
    answers = [post("postmark", postmark(row)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert became(row) == (
        "bounced",
        "The server was unable to deliver your message (ex: unknown user, mailbox not found)."
        " smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    )
    assert [(event.verb, event.capacity) for event in Event.objects.all()] == [("bounced", "clock")]


@pytest.mark.parametrize(
    ("fields", "state", "answer"),
    [
        ({"RecordType": "Delivery", "Details": "smtp;250 OK", "Description": None}, "sent", "smtp;250 OK"),
        (
            {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Details": "", "Description": "spam"},
            "sent",
            "spam",
        ),
        ({"Type": "Transient"}, "sent", "250 taken"),
        ({"RecordType": "Open"}, "sent", "250 taken"),
    ],
)
def test_postmark_reports_other_things(row, fields, state, answer):
    assert post("postmark", postmark(row, **fields)).status_code == 200
    assert became(row) == (state, answer)


@pytest.mark.parametrize(
    ("event", "state", "answer"),
    [
        ("failed", "bounced", "550 5.1.1 No such user"),
        ("rejected", "bounced", "550 5.1.1 No such user"),
        ("delivered", "sent", "550 5.1.1 No such user"),
        ("complained", "sent", "550 5.1.1 No such user"),
        ("opened", "sent", "250 taken"),
    ],
)
def test_mailgun_reports(row, event, state, answer):
    assert post("mailgun", mailgun(row, event)).status_code == 200
    assert became(row) == (state, answer)


def test_failure_that_mailgun_calls_temporary_is_none(row):
    assert post("mailgun", mailgun(row, severity="temporary")).status_code == 200
    assert became(row) == ("sent", "250 taken")


def test_mailjet_reports_many_at_once(row):
    named = {"email": "pt@mission.test", "time": 1549037456, "CustomID": row.message_key, "Message_GUID": "x"}
    noted = {**named, "Payload": json.dumps({"delivery": row.message_key})}
    events = [{**noted, "event": "sent", "smtp_reply": "250 OK"}, {**noted, "event": "bounce", "smtp_reply": "550 no"}]

    assert post("mailjet", events).status_code == 200
    assert became(row) == ("bounced", "550 no")


def test_report_about_a_stranger_is_taken_and_changes_nothing(row):
    assert post("postmark", postmark(row, Metadata={}, MessageID="x")).status_code == 200
    assert became(row) == ("sent", "250 taken")


@pytest.mark.parametrize("auth", ["", "mail:wrong", "mail", SECRET + "x", "a-secret-of-some-length"])
@pytest.mark.parametrize("make", [postmark, mailgun])
def test_report_without_the_secret_is_refused(row, auth, make):
    assert post(make.__name__, make(row), auth=auth).status_code == 403
    assert became(row) == ("sent", "250 taken")


def test_report_with_a_wrong_signature_is_refused(row):
    assert post("mailgun", mailgun(row, key="another")).status_code == 403
    assert became(row) == ("sent", "250 taken")


BODIES = [b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b"{}", b"\x00", b"[" * 100_000, b'{"RecordType": {}}']


@pytest.mark.parametrize("service", sorted(webhooks.SERVICES))
@pytest.mark.parametrize("body", [*BODIES, b'{"RecordType": "Bounce", "BouncedAt": 1}', b'[{"event": 1}, 2]'])
def test_body_that_cannot_be_read_is_refused_and_never_a_fault(service, body):
    assert post(service, body).status_code in {200, 400, 403}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"RecordType": {}}'])
def test_body_that_cannot_be_read_is_400(body):
    assert post("postmark", body).status_code == 400


def test_form_of_fields_is_read_and_one_with_files_is_not():
    form = "application/x-www-form-urlencoded"

    assert post("mailgun", "event=bounced&timestamp=x", content_type=form).status_code == 403
    assert post("mailgun", "--x--", content_type="multipart/form-data; boundary=x").status_code == 415


def test_body_that_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(webhooks, "LARGEST", 10)

    assert post("postmark", "x" * 11).status_code == 413


@pytest.mark.parametrize("service", ["mandrill", "amazon_ses", "sendgrid", "nothing", "base"])
def test_service_that_is_not_read_is_not_found(service):
    assert post(service, {}).status_code == 404


def test_mailgun_without_its_key_is_not_found(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}

    assert post("mailgun", {}).status_code == 404


def test_service_may_look_whether_there_is_anything():
    client = Client()

    assert client.head("/mail/postmark/tracking/").status_code == 200
    assert client.get("/mail/postmark/tracking/").status_code == 405
    assert client.head("/mail/nothing/tracking/").status_code == 404


@pytest.mark.parametrize(("secret", "count"), [("", 0), (SECRET, 1)])
def test_there_is_an_address_only_where_there_is_a_secret(settings, secret, count):
    settings.ANYMAIL = {"WEBHOOK_SECRET": secret}

    assert len(webhooks.addresses()) == count


def test_without_a_secret_nothing_answers(settings, row):
    settings.ROOT_URLCONF = "imrf_portal.urls"

    assert post("postmark", postmark(row)).status_code == 404


@pytest.mark.parametrize(
    ("secret", "found"),
    [
        ("", []),
        (SECRET, []),
        ("short:word", ["portal.E012"]),
        ("x" * 40, ["portal.E012"]),
        (":" + "x" * 40, ["portal.E012"]),
    ],
)
def test_secret_that_is_none_is_found_before_it_is_deployed(settings, secret, found):
    settings.ANYMAIL = {"WEBHOOK_SECRET": secret}

    messages = run_checks(tags=["security"], include_deployment_checks=True)
    assert [message.id for message in messages if message.id == "portal.E012"] == found
