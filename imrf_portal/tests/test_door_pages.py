"""The door: anybody asks, within limits; the secretariat answers."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import limits
from accounts.models import Application, Delegation, Invitation
from accounts.tests.keeping import state
from accounts.tests.signing_in import sign_in
from consultations.tests.factories import RoleFactory
from record.models import Delivery

from .test_directory_pages import text_of

pytestmark = pytest.mark.django_db
DOOR = "/accounts/take-part/"
ASKED = {
    "organization": "A sample organization",
    "kind": "stakeholder",
    "rule": "A sample rule",
    "about": "Samples.",
    "contact_name": "A contact",
    "email": "contact@example.test",
    "consultation": "",
}
ADMITTED = {
    "admit-kind": "stakeholder",
    "admit-code": "SAMPLE",
    "admit-formal_name": "A sample organization",
    "admit-admitted_under": "A sample rule",
}


@pytest.fixture(autouse=True)
def uncounted():
    """Nobody has asked yet."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def secretariat():
    return sign_in(Client(), RoleFactory().user)


def ask(client=None, **more):
    return (client or Client()).post(DOOR, ASKED | more)


def test_whoever_asks_is_told_what_happens_next(client):
    answer = client.post(DOOR, ASKED, follow=True)

    assert answer.redirect_chain == [("/accounts/take-part/asked/", 302)]
    assert "The secretariat reads it and answers by mail to the address you gave." in text_of(answer)
    assert Application.objects.get().organization == "A sample organization"


def test_a_form_sent_twice_is_answered_alike_and_makes_one_request(client):
    first, second = ask(), ask()

    assert (first.status_code, second.status_code, second.headers["Location"]) == (302, 302, first.headers["Location"])
    assert (Application.objects.count(), Delivery.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("slug", "kept"), [("imrf", "imrf"), ("a/b", None), ('"><script>', None), ("", None), ("x" * 81, None)]
)
def test_the_consultation_that_the_link_names_is_kept_if_it_can_be_one(client, slug, kept):
    form = client.get(DOOR, {"for": slug}).context["form"]

    ask(client, consultation=form["consultation"].value())

    assert Application.objects.get().consultation == kept


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("organization", "Win at https://evil.example", "Write a name here, without an address of the web or of mail."),
        ("organization", "x <b>click</b>", "Write a name here, without an address of the web or of mail."),
        ("contact_name", "www.evil.example", "Write a name here, without an address of the web or of mail."),
        ("organization", "Na\u202eme", "This holds invisible characters that change the line or its direction."),
        ("rule", "a\nb", "This holds invisible characters that change the line or its direction."),
        ("about", "a\x01b", "This holds invisible characters."),
        ("kind", "member_state", "Choose one from the list."),
        ("email", "a@b.test\nBcc: c@d.test", "Enter a valid email address."),
        ("organization", "", "This field is required."),
    ],
)
def test_what_cannot_be_meant_is_refused_and_given_back(field, value, sentence):
    answer = ask(**{field: value})

    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert "A sample rule" in answer.content.decode() or field == "rule"
    assert not Application.objects.exists()


def test_one_address_is_written_to_three_times_a_day_at_most():
    answers = [ask(organization=f"Sample {number}", REMOTE_ADDR=f"192.0.2.{number}") for number in "abcd"]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "This address was given several times today." in text_of(answers[-1])
    assert 'value="Sample d"' in answers[-1].content.decode()
    assert Delivery.objects.count() == 3


def test_one_place_may_ask_ten_times_an_hour():
    answers = [ask(email=f"contact{number}@example.test") for number in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "There were many requests from where you are. Try again in an hour" in text_of(answers[-1])


def test_a_forged_header_is_no_other_place():
    for number in range(11):
        answer = Client(headers={"X-Forwarded-For": f"198.51.100.{number}"}).post(
            DOOR, ASKED | {"email": f"c{number}@example.test"}
        )

    assert answer.status_code == 429


def test_without_the_cache_nothing_is_taken_and_a_sentence_says_so(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }

    answer = ask()

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert answer.status_code == 429
    assert "Requests cannot be taken at the moment." in text_of(answer)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_a_place_is_an_address_or_a_household_of_ipv6(first, second, same):
    assert (limits._network(first) == limits._network(second)) is same


def test_a_count_that_ends_between_two_steps_begins_anew():
    assert [limits._count("a sample", 0), limits._count("a sample", 60), limits._count("a sample", 60)] == [1, 1, 2]


def test_secretariat_admits_and_the_contact_is_invited(secretariat):
    ask()
    application = Application.objects.get()
    page = text_of(secretariat.get(f"/accounts/applications/{application.pk}/"))
    assert "nobody has checked it" in page

    answer = secretariat.post(f"/accounts/applications/{application.pk}/admit/", ADMITTED, follow=True)

    assert "The applicant is admitted; the answer and the invitation are on their way." in text_of(answer)
    assert "admitted SAMPLE" in text_of(answer)
    assert Invitation.objects.get().delegation == Delegation.objects.get(code="SAMPLE")
    again = secretariat.post(f"/accounts/applications/{application.pk}/admit/", ADMITTED, follow=True)
    assert "This request has been decided already: admitted." in text_of(again)


def test_a_new_delegation_needs_all_that_is_kept_of_one(secretariat):
    ask()
    application = Application.objects.get()

    answer = secretariat.post(f"/accounts/applications/{application.pk}/admit/", {"admit-kind": "stakeholder"})

    form = answer.context["admit_form"]
    assert sorted(form.errors) == ["admitted_under", "code", "formal_name"]
    assert not Invitation.objects.exists()


def test_secretariat_admits_to_a_delegation_that_is_there_and_is_told_of_its_namesake(secretariat):
    mali = state("Mali", "MLI")
    ask(organization=mali.formal_name)
    application = Application.objects.get()

    page = secretariat.get(f"/accounts/applications/{application.pk}/")
    secretariat.post(f"/accounts/applications/{application.pk}/admit/", {"admit-delegation": "MLI"})

    application.refresh_from_db()
    assert "There is a delegation of this name already" in text_of(page)
    assert application.delegation == mali


def test_secretariat_declines_with_a_sentence(secretariat):
    ask()
    path = f"/accounts/applications/{Application.objects.get().pk}/"
    assert "This field is required." in text_of(secretariat.post(f"{path}decline/", {}))

    secretariat.post(f"{path}decline/", {"decline-answer": "Ask again next year."})

    assert "declined" in text_of(secretariat.get("/accounts/applications/"))
    assert "Ask again next year." in text_of(secretariat.get(path))
    assert "Ask again next year." in Delivery.objects.get(kind="refusal").text


def test_markup_of_a_stranger_is_shown_as_it_was_typed(secretariat):
    ask(about="<script>alert(1)</script>", rule="<img src=x>")
    path = f"/accounts/applications/{Application.objects.get().pk}/"

    for page in (secretariat.get(path), secretariat.get("/accounts/applications/")):
        main = page.content.decode().split("<main")[1]
        assert ("<script" in main, "<img" in main) == (False, False)
        assert "&lt;img" in main
