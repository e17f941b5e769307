"""The demonstration is loaded into an empty database, whole or not at all.

Apart from ``test_demo``, whose database is not empty while its tests run.
"""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Delegation, User
from consultations.models import Circular
from imrf_portal.demo import facts, loader, rehearsal
from imrf_portal.demo.play import PrintingError
from record.models import Delivery, DeliveryState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
def shorter(monkeypatch):
    """The record of 2019 without its letters, which take the time."""
    monkeypatch.setattr(facts, "STORY", replace(facts.STORY, letters=[]))


def test_load_demo_refuses_a_database_that_holds_anything_else():
    Delegation.objects.create(code="IOM", kind="un_entity", formal_name="International Organization for Migration")

    with pytest.raises(CommandError) as caught:
        call_command("load_demo", if_empty=True)

    assert str(caught.value) == (
        "This database holds something already, and the demonstration loads only into an empty one. "
        "Name an empty database in DATABASE_URL, or start without DEMO=1."
    )
    assert not User.objects.exists()


def test_a_load_that_breaks_off_leaves_nothing_and_the_next_begins_anew(shorter, monkeypatch):
    whole = rehearsal.story

    def broken(now):
        raise KeyboardInterrupt

    monkeypatch.setattr(rehearsal, "story", broken)
    with pytest.raises(KeyboardInterrupt):
        loader.load(NOW)
    left = loader.holds_anything(), loader.is_there()
    monkeypatch.setattr(rehearsal, "story", lambda now: replace(whole(now), letters=[]))
    loader.load(NOW)

    assert left == (False, False)
    assert loader.is_there()


def test_mail_that_a_kill_left_in_the_outbox_is_sent_at_the_next_start(shorter, mailoutbox):
    loader.load(NOW)
    waiting = set(Delivery.objects.values_list("state", flat=True))

    call_command("load_demo", if_empty=True)

    assert waiting == {DeliveryState.QUEUED}
    assert len(mailoutbox) == Delivery.objects.filter(state=DeliveryState.SENT).count() > 197


def test_where_nothing_can_be_printed_letters_stay_approved(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "")

    loader.load(NOW)

    letters = Circular.objects.order_by("pk")
    states = {"approved": 7, "draft": 2, "in_approval": 1, "discarded": 5}  # these five were drafted by releases
    assert Counter(letter.state for letter in letters) == states
    assert [letter.state for letter in letters if letter.corrects] == ["draft"]
    kinds = {kind.rpartition("-")[0] or kind for kind in Delivery.objects.values_list("kind", flat=True)}
    assert kinds == {"application", "approval", "approved", "named", "release", "revised", "traced"}


def test_a_letter_that_cannot_be_printed_breaks_the_load_off(shorter, monkeypatch):
    monkeypatch.setattr("consultations.documents.letter_css", lambda: None)

    with pytest.raises(PrintingError, match="The PDF could not be made"):
        loader.load(NOW)

    assert not loader.holds_anything()
