"""The pages that gather from all apps: the door, the choice of a capacity, the check of a file, what machines ask."""

import json
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection
from django.db import OperationalError, connections
from django.utils import timezone

from accounts.models import Address, Delegation
from consultations.models import Circular, CoFacilitator, Consultation, Role
from imrf_portal import health, mailbox
from imrf_portal.demo import accounts, people
from record import outbox
from record.models import Delivery
from record.tests.scanner import Scanner

from .clients import body_of, client_of

SECRETARIAT, SPAIN = "secretariat@demo.invalid", "cofacilitator.esp@demo.invalid"
HEAD = "head.prt@demo.invalid"


def first():
    return Circular.objects.select_related("pdf").get(consultation__slug="imrf-modalities", serial=1)


# The door


def test_index_lists_both_consultations(signed_in):
    page = signed_in().get("/").content.decode()

    assert page.count("<h2") == 2
    assert ('href="/imrf-modalities/"' in page, 'href="/rehearsal/"' in page) == (True, True)


# In which capacity one acts


def test_chosen_capacity_is_kept_and_shown(signed_in):
    client = signed_in(SPAIN)
    before = client.get("/rehearsal/").content.decode()

    answer = client.post("/acting/", {"capacity": "head:ESP", "next": "/rehearsal/calendar/"})

    assert answer.headers["Location"] == "/rehearsal/calendar/"
    assert "You act as <strong>co-facilitator, Spain</strong>" in before
    assert "You act as <strong>head of delegation, Spain</strong>" in client.get("/rehearsal/").content.decode()


def test_capacity_one_does_not_hold_is_refused_in_words(signed_in):
    answer = signed_in(SPAIN).post("/acting/", {"capacity": "secretariat:"}, follow=True)

    assert "You do not hold this capacity any more. Choose one from the menu." in answer.content.decode()


def test_capacity_that_has_ended_gives_way_to_the_next(signed_in):
    client = signed_in(SPAIN)
    client.post("/acting/", {"capacity": "cofacilitator:ESP"})

    CoFacilitator.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    assert "You act as <strong>head of delegation, Spain</strong>" in client.get("/rehearsal/").content.decode()


ELSEWHERE = [
    "https://elsewhere.invalid/",
    "http://elsewhere.invalid",
    "//elsewhere.invalid/",
    "///elsewhere.invalid/",
    "////elsewhere.invalid/",
    "/\\elsewhere.invalid/",
    "\\\\elsewhere.invalid",
    "/\t/elsewhere.invalid/",
    "\n//elsewhere.invalid/",
    "https:elsewhere.invalid",
    "https:///elsewhere.invalid",
    "javascript:alert(1)",
    "data:text/html,a",
    "http://testserver@elsewhere.invalid/",
    "http://testserver.elsewhere.invalid/",
    "",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_act_as_leads_nowhere_else(signed_in, address):
    answer = signed_in(SPAIN).post("/acting/", {"capacity": "head:ESP", "next": address})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("word", ["nonsense", "styleguide", "imrf_portal.views.styleguide"])
def test_act_as_takes_no_word_for_the_name_of_a_view(signed_in, word):
    assert signed_in(SPAIN).post("/acting/", {"capacity": "head:ESP", "next": word}).headers["Location"] == word


@pytest.mark.parametrize("address", [address for address in ELSEWHERE if address])
def test_sign_in_leads_nowhere_else(demo, address):
    answer = client_of().post("/accounts/login/", {"login": SPAIN, "password": accounts.PASSWORD, "next": address})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


# Is this what was issued


def test_verify_finds_content_and_file_and_says_that_they_stand(signed_in):
    for sha256, kind in ((first().content_sha256, "Circular (its content)"), (first().pdf.sha256, "Circular (PDF)")):
        page = signed_in().get(f"/verify/{sha256}/").content.decode()
        machine = signed_in().get(f"/verify/{sha256}.json").json()
        assert "Yes: it was issued, and it is in force." in page
        assert kind in page
        assert (machine["issued"], machine["current"], machine["reference"], machine["sha256"]) == (
            True,
            True,
            "2019-001",
            sha256,
        )


def test_verify_says_what_was_superseded_and_by_what(signed_in):
    old = Circular.objects.get(consultation__slug="imrf-modalities", serial=5)

    page = signed_in().get(f"/verify/{old.content_sha256}/").content.decode()

    assert "It was issued, but it is no longer the current one." in page
    assert "superseded since by 2019-006." in page
    assert signed_in().get(f"/verify/{old.content_sha256}.json").json()["current"] is False


def test_verify_takes_a_hash_as_it_is_copied(signed_in):
    sha256 = first().content_sha256

    answer = signed_in().get("/verify/", {"sha256": f"  {sha256[:32].upper()} \n {sha256[32:]} "})

    assert answer.headers["Location"] == f"/verify/{sha256}/"


@pytest.mark.parametrize("typed", ["2019-001", "g" * 64, "ab" * 31, "ab" * 33])
def test_verify_says_what_a_hash_looks_like(signed_in, typed):
    answer = signed_in().get("/verify/", {"sha256": typed})

    assert answer.status_code == 400
    assert "This is not a SHA-256 hash. It has 64 figures and letters" in answer.content.decode()
    assert f'value="{typed[:80]}"' in answer.content.decode()


def test_verify_of_a_file_that_was_not_issued(signed_in):
    page = signed_in().get(f"/verify/{'ab' * 32}/")
    machine = signed_in().get(f"/verify/{'ab' * 32}.json")

    assert (page.status_code, machine.status_code) == (404, 404)
    assert "No: nothing with this hash was issued here." in page.content.decode()
    assert machine.json() == {"sha256": "ab" * 32, "issued": False}


# What machines ask


@pytest.fixture
def beating(demo):
    """Worker and beat have been heard."""
    cache.clear()
    for part in ("worker", "beat"):
        cache.set(f"heartbeat:{part}", time.time())


def state(path):
    answer = client_of().get(path)
    return answer.status_code, [name for name, word in answer.json().items() if word == "failing"]


@pytest.mark.usefixtures("beating")
def test_healthy_and_ready():
    assert client_of().get("/healthz").json() == dict.fromkeys(
        ("status", "database", "worker", "scheduler", "demo"), "ok"
    )
    assert client_of().get("/readyz").json() == dict.fromkeys(
        ("status", "database", "worker", "scheduler", "demo", "broker", "storage", "printing"), "ok"
    )


@pytest.mark.usefixtures("beating")
@pytest.mark.parametrize(("part", "name"), [("worker", "worker"), ("beat", "scheduler")])
def test_part_that_is_not_heard_any_more(part, name):
    cache.set(f"heartbeat:{part}", time.time() - health.BEAT - 1)

    assert state("/healthz") == (503, ["status", name])
    assert state("/readyz") == (503, ["status", name])


@pytest.mark.usefixtures("beating")
def test_demo_that_is_not_loaded_yet():
    Consultation.objects.filter(slug="imrf-modalities").update(slug="other")

    assert state("/healthz") == (503, ["status", "demo"])


@pytest.mark.usefixtures("beating")
def test_database_that_does_not_answer(monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("postgres://where")

    with monkeypatch.context() as patched:
        patched.setattr(connections["default"].__class__, "cursor", away)
        answer = client_of().get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "failing",
        "database": "failing",
        "worker": "ok",
        "scheduler": "ok",
        "demo": "failing",
    }


@pytest.mark.usefixtures("beating")
def test_broker_that_is_away(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }

    assert state("/readyz") == (503, ["status", "worker", "scheduler", "broker"])


@pytest.mark.usefixtures("beating")
def test_storage_that_cannot_be_written(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device: /where")

    monkeypatch.setattr(default_storage._wrapped.__class__, "_save", full)

    assert state("/readyz") == (503, ["status", "storage"])
    assert "where" not in client_of().get("/readyz").content.decode()


@pytest.mark.usefixtures("beating")
def test_printing_that_is_not_there(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "")

    assert state("/healthz") == (200, [])
    assert state("/readyz") == (503, ["status", "printing"])


@pytest.mark.usefixtures("beating")
def test_scanner_is_asked_for_where_one_is_named(settings):
    with Scanner() as scanner:
        settings.CLAMD_URL = scanner.url
        assert client_of().get("/readyz").json()["scanner"] == "ok"

    assert state("/healthz") == (200, [])
    assert state("/readyz") == (503, ["status", "scanner"])


@pytest.mark.usefixtures("beating")
def test_what_machines_ask_is_never_kept():
    for path in ("/healthz", "/readyz"):
        assert "no-store" in client_of().get(path).headers["Cache-Control"]


# The demo's mail


@pytest.fixture
def folder(demo, settings, tmp_path):
    settings.MAIL_DIR = tmp_path / "mail"
    settings.EMAIL_BACKEND = "record.smtp.FolderBackend"
    return settings.MAIL_DIR


def put(subject="A sample", to="prt@missions.invalid", key="0" * 32, **fields):
    message = EmailMessage(
        subject, "A text.", "portal@demo.invalid", [to], headers={"Message-ID": f"<{key}@demo.invalid>"}, **fields
    )
    get_connection().send_messages([message])


def test_mailbox_that_is_empty_is_a_page(folder, signed_in):
    assert signed_in(SECRETARIAT).get("/demo/mail/").status_code == 200


def test_mailbox_shows_and_finds_messages(folder, signed_in):
    put(attachments=[("letter.pdf", b"%PDF-1.7 a sample", "application/pdf")])
    put("Another", "phl@missions.invalid", key="1" * 32)
    client = signed_in(SECRETARIAT)

    everything = client.get("/demo/mail/").content.decode()
    found = client.get("/demo/mail/", {"q": "PHL@"}).content.decode()
    message = client.get(f"/demo/mail/{'0' * 32}/").content.decode()

    assert ("A sample" in everything, "Another" in everything) == (True, True)
    assert ("prt@missions.invalid" in found, "phl@missions.invalid" in found) == (False, True)
    assert ("A text." in message, f"/demo/mail/{'0' * 32}/0/" in message) == (True, True)


def test_attachment_is_a_download_that_runs_nothing(folder, signed_in):
    put(attachments=[("page.html", b"<script>alert(1)</script>", "text/html")])

    answer = signed_in(SECRETARIAT).get(f"/demo/mail/{'0' * 32}/0/")

    assert body_of(answer) == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert signed_in(SECRETARIAT).get(f"/demo/mail/{'0' * 32}/1/").status_code == 404


def test_message_about_a_forgotten_password_is_in_the_mailbox_too(folder, signed_in):
    signed_in().post("/accounts/password/reset/", {"email": SECRETARIAT})
    outbox.deliver_due()

    (message,) = mailbox.latest()

    assert message.to == SECRETARIAT
    assert signed_in(SECRETARIAT).get(f"/demo/mail/{message.key}/").status_code == 200


def test_address_that_one_enters_as_ones_own_opens_no_message_to_others(folder, signed_in):
    signed_in().post("/accounts/password/reset/", {"email": SECRETARIAT})
    Address.objects.create(delegation=Delegation.objects.get(code="PRT"), email=SECRETARIAT)
    key = Delivery.objects.get(address=SECRETARIAT, kind__startswith="account-").message_key

    closed = {email: key in mailbox.closed_to(people.actor(email, timezone.now())) for email in (HEAD, SECRETARIAT)}

    assert closed == {HEAD: True, SECRETARIAT: False}


def test_messages_about_letters_in_preparation_are_for_those_at_work(folder):
    keys = set(Delivery.objects.filter(kind__startswith="approv").values_list("message_key", flat=True))
    emails = (HEAD, "staff@demo.invalid", "admin@demo.invalid")

    closed = [keys <= mailbox.closed_to(people.actor(email, timezone.now())) for email in emails]

    assert (closed, len(keys) > 0) == ([True, False, True], True)


def test_messages_of_other_consultations_and_copies_are_not_for_those_at_work(folder):
    circular, staff = Circular.objects.first(), people.actor("staff@demo.invalid", timezone.now())
    own, other = circular.consultation, Consultation(slug="another")

    def closed(kind, consultation):
        to = [(f"{kind}.{consultation.slug}@demo.invalid", None)]
        more = {"subject": "A sample", "text": "A text.", "addresses": to, "at": timezone.now()}
        [row] = Delivery.objects.queue(circular, kind=kind, consultation=consultation, **more)
        return row.message_key in mailbox.closed_to(staff)

    assert [closed("approval", own), closed("approval", other), closed("copy", own)] == [False, True, True]


def test_mailbox_exists_only_in_the_demo(folder, signed_in, settings):
    settings.DEMO = False
    put()

    for path in ("/demo/mail/", f"/demo/mail/{'0' * 32}/", f"/demo/mail/{'0' * 32}/0/"):
        assert signed_in(SECRETARIAT).get(path).status_code == 404


@pytest.mark.parametrize("key", ["..", "%2e%2e", ".hidden00", "passwd.eml", "x" * 500])
def test_mailbox_reads_nothing_else(folder, signed_in, key):
    put()
    (folder.parent / "passwd.eml").write_text("Subject: secret\n\n")

    assert signed_in(SECRETARIAT).get(f"/demo/mail/{key}/").status_code == 404


# The style guide and the desk


def test_styleguide_is_a_page_for_those_who_keep_the_pages(signed_in):
    assert signed_in(SECRETARIAT).get("/styleguide/").status_code == 200


def test_desk_gathers_what_waits_and_the_bar_counts_it(signed_in):
    page = signed_in(SPAIN).get("/rehearsal/desk/").content.decode()

    assert "Second informal consultation" in page
    assert '<span class="count">1<span' in page


def test_desk_of_a_person_whose_role_has_ended_holds_nothing(signed_in):
    client = signed_in(SECRETARIAT)
    Role.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    assert "Third informal consultation" not in client.get("/rehearsal/desk/").content.decode()


# Forms and pages that fail


def test_form_without_its_token_says_that_what_was_typed_is_not_lost(signed_in):
    client = signed_in(SECRETARIAT, enforce_csrf_checks=True)

    answer = client.post("/rehearsal/circulars/new/", {"kind": "free"})

    assert answer.status_code == 403
    assert "<h1" in answer.content.decode()


def test_page_that_breaks_says_so_and_nothing_more(demo, monkeypatch):
    def broken(*args):
        raise OperationalError("postgres://where")

    monkeypatch.setattr("imrf_portal.views.verification.find", broken)
    client = client_of(raise_request_exception=False)

    answer = client.get(f"/verify/{'ab' * 32}/")

    assert answer.status_code == 500
    assert ("<h1" in answer.content.decode(), "postgres:" in answer.content.decode()) == (True, False)


def test_json_answers_are_json(signed_in):
    for path in ("/rehearsal.json", "/rehearsal/calendar.json", "/rehearsal/circulars.json"):
        answer = signed_in().get(path)
        assert answer.headers["Content-Type"] == "application/json"
        assert json.loads(answer.content)


def test_mail_about_an_input_is_read_by_its_delegation_only(demo, signed_in, settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    receipt = Delivery.objects.filter(target_type__app_label="submissions", address="prt@missions.invalid").first()
    date = "Fri, 01 Feb 2019 15:00:00 +0000"
    (tmp_path / f"{receipt.message_key}.eml").write_text(f"Subject: A receipt\nDate: {date}\n\nA text.")
    path = f"/demo/mail/{receipt.message_key}/"
    people = ["head.prt@demo.invalid", "head.phl@demo.invalid", "secretariat@demo.invalid", "admin@demo.invalid"]

    assert [signed_in(email).get(path).status_code for email in people] == [200, 404, 404, 404]
    assert signed_in("head.phl@demo.invalid").get(f"{path}0/").status_code == 404
