import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction

from record import outbox, smtp
from record.models import Delivery, DeliveryState, File

from .mailserver import DROP, HANG

pytestmark = pytest.mark.django_db
NOW = datetime(2019, 2, 1, 16, 0, tzinfo=UTC)


@pytest.fixture
def now():
    """The clock stands an hour after the letter was queued, and can be moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def reloaded(row):
    row.refresh_from_db()
    return row


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_message_is_sent_with_its_marks_and_its_file(queue, letter, now):
    [row] = queue("pt@mission.test")

    assert outbox.deliver_due() == 1

    [sent] = mail.outbox
    sent = message_from_bytes(sent.message().as_bytes())
    said, attached = sent.get_payload()
    text, page = said.get_payload()
    assert (sent["To"], sent["Subject"]) == ("pt@mission.test", "A sample")
    assert sent["Message-ID"] == f"<{row.message_key}@127.0.0.1>"
    assert (sent["Date"], sent["Auto-Submitted"]) == ("Fri, 01 Feb 2019 15:00:00 +0000", "auto-generated")
    assert sent["X-Portal-Delivery"] == row.message_key
    assert (text.get_content_type(), text.get_payload()) == ("text/plain", "A sample text.\n")
    assert (page.get_content_type(), '<p dir="auto">A sample text.</p>' in page.get_payload()) == ("text/html", True)
    assert (attached.get_filename(), attached.get_content_type()) == ("letter.pdf", "application/pdf")
    assert attached.get_payload(decode=True) == b"%PDF-1.7 a sample"
    assert (reloaded(row).state, row.sent_at, row.attempts, row.lease_until) == ("sent", NOW, 1, None)


def test_files_are_attached_in_the_order_of_the_letter(queue, letter, at):
    annex = File.objects.keep(b"first", name="annex.txt", content_type="application/pdf", at=at)
    queue("pt@mission.test", files=[letter, annex])

    outbox.deliver_due()

    assert [name for name, _, _ in mail.outbox[0].attachments] == ["letter.pdf", "annex.txt"]


def test_sent_at_is_the_time_of_the_story(queue):
    [row] = queue("pt@mission.test")

    outbox.deliver_due(lambda: NOW)

    assert reloaded(row).sent_at == NOW


def test_answer_of_the_server_is_kept(queue, mailserver):
    [row] = queue("pt@mission.test")

    outbox.deliver_due()

    assert (reloaded(row).state, row.answer) == ("sent", "250 2.0.0 taken as 4F2A")


def test_each_address_has_its_own_outcome(queue, mailserver, now):
    queue("a@mission.test", "b@mission.test", "c@mission.test", "d@mission.test")
    mailserver.acts["rcpt"] = ["550 5.1.1 no such user", "450 4.2.0 greylisted"]
    mailserver.acts["dot"] = [DROP]

    assert outbox.deliver_due() == 4

    assert states() == ["failed", "queued", "uncertain", "sent"]
    assert list(Delivery.objects.order_by("pk").values_list("answer", flat=True)) == [
        "550 5.1.1 no such user",
        "450 4.2.0 greylisted",
        "SMTPServerDisconnected: Connection unexpectedly closed",
        "250 2.0.0 taken as 4F2A",
    ]


def test_line_break_in_one_address_fails_that_row_only(queue):
    [bad], [good] = queue("pt@mission.test\nBcc: x@mission.test"), queue("ph@mission.test")

    outbox.deliver_due()

    assert (reloaded(bad).state, reloaded(good).state) == ("failed", "sent")
    assert [message.to for message in mail.outbox] == [["ph@mission.test"]]


def test_server_that_cannot_be_reached_is_not_asked_again_for_every_row(queue, mailserver, now):
    queue("a@mission.test", "b@mission.test")
    mailserver.acts["greeting"] = ["421 4.3.2 closing"]

    assert outbox.deliver_due() == 1

    assert list(Delivery.objects.order_by("pk").values_list("state", "attempts")) == [("queued", 1), ("queued", 0)]


def test_delays_grow_to_an_hour_and_end_after_two_days(queue, mailserver, now):
    [row] = queue("pt@mission.test", at=NOW)
    mailserver.acts["rcpt"] = ["450 4.2.0 greylisted"] * 100
    pauses, at = [], NOW

    outbox.deliver_due()
    while reloaded(row).state == "queued":
        pauses.append((row.retry_after - at).total_seconds() / 60)
        now.move_to(row.retry_after - timedelta(seconds=1))
        assert outbox.deliver_due() == 0
        at = row.retry_after
        now.move_to(at)
        assert outbox.deliver_due() == 1

    assert pauses[:7] == [1, 2, 5, 10, 30, 60, 60]
    assert set(pauses[7:]) == {60}
    assert NOW + timedelta(hours=48) < at <= NOW + timedelta(hours=49)
    assert (row.state, row.answer) == ("failed", "Given up after 48 hours. The last answer was: 450 4.2.0 greylisted")


def test_row_sent_again_by_a_person_has_two_more_days(queue, mailserver, now, by):
    [row] = queue("pt@mission.test", at=NOW)
    mailserver.acts["rcpt"] = ["450 later", "450 later"]
    now.move_to(NOW + timedelta(hours=50))
    outbox.deliver_due()
    assert reloaded(row).state == "failed"

    outbox.settle(row, "resend", by=by.later(timedelta(hours=51)))
    outbox.deliver_due()

    assert reloaded(row).state == "queued"


def test_damaged_file_fails_the_message_with_a_reason(queue, letter, storage):
    [row] = queue("pt@mission.test")
    (storage / letter.key).unlink()

    outbox.deliver_due()

    assert (reloaded(row).state, row.answer) == (
        "failed",
        "The file “letter.pdf” is missing or damaged. Tell the administrator; nothing was sent.",
    )
    assert mail.outbox == []


def test_storage_that_does_not_answer_is_asked_again_later(queue, letter, storage, now):
    [row] = queue("pt@mission.test")
    (storage / letter.key).unlink()
    (storage / letter.key).mkdir()  # which cannot be read as a file

    outbox.deliver_due()

    assert (reloaded(row).state, row.attempts, mail.outbox) == ("queued", 1, [])


def test_limit_leaves_the_rest(queue):
    queue("a@mission.test", "b@mission.test", "c@mission.test")

    assert outbox.deliver_due(limit=2) == 2
    assert states() == ["sent", "sent", "queued"]


@pytest.mark.parametrize("count", [1, 3])
def test_each_message_costs_two_queries(queue, letter, django_assert_num_queries, count):
    queue(*(f"{number}@mission.test" for number in range(count)))

    with django_assert_num_queries(2 + 1 + 2 * count + 1 + 1):  # savepoint, doubt, the file, an empty claim
        outbox.deliver_due()


def test_what_a_killed_worker_left_is_uncertain_after_its_lease_and_not_repeated(queue, now):
    [row] = queue("pt@mission.test")
    outbox.claim(NOW)

    now.shift(timedelta(seconds=180))
    outbox.deliver_due()
    assert reloaded(row).state == "sending"

    now.shift(timedelta(seconds=1))
    outbox.deliver_due()
    assert (reloaded(row).state, mail.outbox) == ("uncertain", [])
    assert row.answer == "The sending broke off, and nobody knows whether the message had left."

    now.shift(timedelta(days=1))
    outbox.deliver_due()
    assert (reloaded(row).state, mail.outbox) == ("uncertain", [])


def test_worker_killed_between_the_answer_and_the_note_sends_nothing_twice(queue, mailserver, now):
    [row] = queue("pt@mission.test")
    with smtp.courier() as courier:
        courier.carry(outbox.message(outbox.claim(NOW), outbox.attachment_of))

    now.shift(timedelta(minutes=4))
    outbox.deliver_due()

    assert (reloaded(row).state, len(mailserver.taken)) == ("uncertain", 1)


def test_word_that_comes_after_the_lease_changes_nothing(queue, now, caplog):
    [row] = queue("pt@mission.test")
    claimed = outbox.claim(NOW)
    outbox.doubt_what_was_left(NOW + timedelta(seconds=181))

    caplog.clear()
    with caplog.at_level(logging.WARNING, "record.outbox"):
        outbox.sending._finish(claimed, state=DeliveryState.SENT, answer="250 ok", sent_at=NOW)

    assert reloaded(row).state == "uncertain"
    assert caplog.messages == [f"Delivery {row.pk} ended after its lease as sent: 250 ok"]


def test_hanging_server_leaves_doubt_and_goes_on(queue, mailserver, settings):
    queue("a@mission.test", "b@mission.test")
    settings.EMAIL_TIMEOUT = 0.3
    mailserver.acts["dot"] = [HANG]

    outbox.deliver_due()

    assert states() == ["uncertain", "sent"]


@pytest.mark.django_db(transaction=True)
def test_delivering_inside_a_transaction_is_refused(queue):
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.deliver_due()


def in_thread(function, *args):
    """What a worker of its own does: with its own connection, closed at the end."""
    try:
        return function(*args)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_row_that_another_worker_is_claiming_is_skipped(queue):
    taken, free = queue("a@mission.test", "b@mission.test")

    with ThreadPoolExecutor() as pool, transaction.atomic():
        assert outbox.claim(NOW).pk == taken.pk
        assert pool.submit(in_thread, outbox.deliver_due).result(5) == 1
        assert reloaded(free).state == "sent"

    assert [message.to for message in mail.outbox] == [["b@mission.test"]]


@pytest.mark.django_db(transaction=True)
def test_two_workers_deliver_each_message_once(queue, mailserver):
    rows = queue(*(f"{number}@mission.test" for number in range(40)))

    with ThreadPoolExecutor() as pool:
        tried = [pool.submit(in_thread, outbox.deliver_due) for _ in range(2)]

    keys = [message_from_bytes(letter.content)["X-Portal-Delivery"] for letter in mailserver.taken]
    assert sorted(keys) == sorted(row.message_key for row in rows)
    assert sum(each.result() for each in tried) == 40
    assert set(states()) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_letter_to_all_missions_is_in_the_folder(queue, settings, tmp_path, at):
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "record.smtp.FolderBackend", tmp_path / "mail"
    pdf = File.objects.keep(b"%PDF" + bytes(range(256)) * 240, name="l.pdf", content_type="application/pdf", at=at)
    rows = queue(*(f"{number}@mission.test" for number in range(195)), files=[pdf])

    outbox.deliver_due()

    assert {path.stem for path in settings.MAIL_DIR.iterdir()} == {row.message_key for row in rows}


def test_wake_delivers(queue):
    queue("pt@mission.test")

    outbox.wake()

    assert states() == ["sent"]
