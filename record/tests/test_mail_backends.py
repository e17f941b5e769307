"""Carrying through backends that are not SMTP."""

from email import message_from_bytes

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from record import smtp

from .test_smtp import carry, outcome


def test_other_backend_carries():
    assert carry() == ""
    assert [message.to for message in mail.outbox] == [["pt@mission.test"]]


def test_other_backend_refuses_line_breaks():
    kind, answer = outcome(subject="A\nB")

    assert (kind, answer) == (smtp.Refused, "Header values can't contain newlines (got 'A\\nB' for header 'Subject')")


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, messages):
        raise RuntimeError("no more paper")


class DeafBackend(BaseEmailBackend):
    def send_messages(self, messages):
        return 0


@pytest.mark.parametrize(
    ("backend", "answer"),
    [(BrokenBackend, "RuntimeError: no more paper"), (DeafBackend, "The mail backend took no message.")],
)
def test_other_backend_that_fails_is_tried_later(settings, backend, answer):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"

    assert outcome() == (smtp.TryLater, answer)


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "record.smtp.FolderBackend", tmp_path / "mail"
    return settings.MAIL_DIR


def test_folder_holds_a_message_once_however_often_it_is_sent(folder):
    for _ in range(2):
        carry(headers={"Message-ID": "<k1@portal.test>"})

    [path] = folder.iterdir()
    assert path.name == "k1.eml"
    assert message_from_bytes(path.read_bytes())["To"] == "pt@mission.test"


def test_folder_is_never_left_by_a_name(folder):
    carry(headers={"Message-ID": "<../../etc/k1@portal.test>"})

    assert [path.name for path in folder.iterdir()] == ["______etc_k1.eml"]


def test_folder_keeps_nothing_of_a_message_that_could_not_be_written(folder):
    folder.mkdir()
    (folder / "k1.eml").mkdir()

    kind, _ = outcome(headers={"Message-ID": "<k1@portal.test>"})

    assert (kind, [path.name for path in folder.iterdir()]) == (smtp.TryLater, ["k1.eml"])
