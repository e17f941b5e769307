"""Who else has an input open, in which answer, for half a minute; and the keys of what a browser keeps."""

import base64

import pytest
from django.core.cache import cache
from django.test import override_settings
from redis.exceptions import ConnectionError as Unreachable

from record.models import Event
from submissions import keeping, presence

from . import factories as make
from .test_pages import client_of, send
from .test_writing_together import opened

pytestmark = pytest.mark.django_db
DOWN = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}


@pytest.fixture
def submission(world):
    cache.clear()
    return make.begun(world.call, world.delegate)


def test_others_are_seen_where_they_write_and_one_is_not_shown_oneself(world, submission):
    assert presence.heard(submission, world.head, "answer_7") == []
    assert presence.heard(submission, world.delegate) == [("A head", "answer_7")]
    assert presence.heard(submission, world.head, "answer_more") == [("A delegate", "")]
    assert presence.heard(submission, world.delegate, "answer_7<script>") == [("A head", "answer_more")]
    assert presence.heard(make.begun(make.call(world.consultation, number=2), world.head), world.delegate) == []


def test_who_gives_no_sign_of_life_is_forgotten(world, submission):
    presence.heard(submission, world.head, "answer_7")

    assert presence.heard(submission, make.later(world.delegate, seconds=29)) == [("A head", "answer_7")]
    assert presence.heard(submission, make.later(world.delegate, seconds=30)) == []


def test_who_leaves_is_gone_at_once(world, submission):
    presence.heard(submission, world.head, "answer_7")
    presence.heard(submission, world.head, leaving=True)

    assert presence.heard(submission, world.delegate) == []


def test_told_is_a_sentence_for_each_box_and_one_at_the_foot():
    assert presence.told([("A", "answer_1"), ("B", "answer_1"), ("C", ""), ("D", "answer_2")]) == {
        "boxes": {"answer_1": "A, B are writing here.", "answer_2": "D is writing here."},
        "foot": "Also here: A, B, C, D",
    }
    assert presence.told([]) == {"boxes": {}, "foot": ""}


def test_page_and_autosave_and_sign_of_life_tell_each_other_and_leave_no_trace(world, submission):
    events = Event.objects.count()
    told = send(world.head, submission, "here/", box="answer_more").json()
    shown = client_of(world.delegate).get(f"/sample/inputs/mine/{submission.key}/").content.decode()
    send(world.delegate, submission, "autosave/", **opened(submission), box="answer_more")
    answered = send(world.head, submission, "autosave/", **opened(submission)).json()["here"]
    send(world.delegate, submission, "here/", leaving="1")

    assert told == {"boxes": {}, "foot": ""}
    assert ("A head is writing here." in shown, "Also here: A head" in shown) == (True, True)
    assert answered == {"boxes": {"answer_more": "A delegate is writing here."}, "foot": "Also here: A delegate"}
    assert send(world.head, submission, "here/").json() == {"boxes": {}, "foot": ""}
    assert Event.objects.count() == events


def test_without_the_cache_one_writes_and_nobody_is_shown(world, submission):
    with override_settings(CACHES={"default": DOWN}):
        with pytest.raises(Unreachable):
            cache.get("x")
        shown = client_of(world.delegate).get(f"/sample/inputs/mine/{submission.key}/")
        saved = send(world.delegate, submission, "autosave/", **opened(submission) | {"answer_more": "Mine."})

    assert (shown.status_code, saved.status_code, saved.json()["here"]["foot"]) == (200, 200, "")


def test_signs_of_life_keep_no_session(world, submission):
    client = client_of(world.delegate)
    session = client.session
    session["seen_at"] = session["signed_in_at"] = seen = session["seen_at"] - 120
    session.save()

    path = f"/sample/inputs/mine/{submission.key}/here/"
    assert client.post(path, headers={"X-Background": "1"}).status_code == 200
    assert client.session["seen_at"] == seen
    assert client.post(path).status_code == 200
    assert client.session["seen_at"] > seen


# What the browser keeps


def kept(actor, submission):
    answer = client_of(actor).get(f"/sample/inputs/mine/{submission.key}/key/")
    assert answer["Cache-Control"] == "private, no-store"
    return answer.json()["kept"]


def test_key_is_the_persons_and_the_inputs_and_outlives_the_session(world, submission):
    other = make.begun(make.call(world.consultation, number=2), world.head)
    places = [kept(*each)[0] for each in ((world.delegate, submission), (world.head, submission), (world.head, other))]

    assert [kept(world.delegate, submission)] == [places[:1]]  # in another session
    assert [len(base64.b64decode(place["key"])) for place in places] == [32, 32, 32]
    assert [len({place[part] for place in places}) for part in ("key", "name")] == [3, 3]
    assert places[1]["name"].startswith(f"{keeping.names_of(world.head.user)}.")
    assert not places[0]["name"].startswith(f"{keeping.names_of(world.head.user)}.")


def test_what_was_kept_under_an_earlier_secret_opens_and_goes_with_signing_out(world, submission, settings):
    before = kept(world.head, submission)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret that is as long as the checks of a deployment want it to be"

    now = kept(world.head, submission)

    assert (now[1:], now[0] != before[0]) == (before, True)
    assert all(
        place["name"].startswith(person)
        for place, person in zip(now, keeping.names_of(world.head.user).split(), strict=True)
    )


def test_key_is_not_in_the_page_and_signing_out_knows_what_to_take_along(world, submission):
    shown = client_of(world.delegate).get(f"/sample/inputs/mine/{submission.key}/").content.decode()

    assert kept(world.delegate, submission)[0]["key"] not in shown
    assert f'data-kept="{keeping.names_of(world.delegate.user)}"' in shown
