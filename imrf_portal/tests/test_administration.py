"""The administrators' pages: the machine and nobody's text, for nobody else, and every change in the record."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultations.models import Consultation, Role
from imrf_portal.administration import site
from record.models import Delivery, Event, Job, Verb
from submissions.models import Answer

from .clients import client_of

pytestmark = pytest.mark.django_db
ADMIN = "admin@demo.invalid"
LISTS = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in site._registry]


@pytest.fixture
def administrator(demo):
    return client_of(ADMIN)


def pages():
    """Every list, and the page of the first row of each."""
    yield reverse("admin:index")
    for model, shown in site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        for row in shown.get_queryset(None)[:1]:
            yield reverse(f"{name}_change", args=[row.pk])


def test_lists_are_those_of_the_machine():
    assert sorted(model._meta.label for model in site._registry) == [
        "accounts.Membership",
        "accounts.User",
        "consultations.CoFacilitator",
        "consultations.Consultation",
        "consultations.Role",
        "record.Delivery",
        "record.Job",
    ]
    assert admin.site._registry == {}


def test_administrator_opens_every_page(administrator):
    assert {path: administrator.get(path).status_code for path in pages()} == dict.fromkeys(pages(), 200)


@pytest.mark.parametrize(
    "email",
    ["staff@demo.invalid", "secretariat@demo.invalid", "cofacilitator.esp@demo.invalid", "head.prt@demo.invalid"],
)
def test_to_all_others_there_is_nothing(demo, email):
    client = client_of(email)

    assert {client.get(path).status_code for path in pages()} == {404}


def test_visitors_are_led_to_the_portal_s_own_sign_in(demo, client):
    locations = [client.get(path).headers["Location"] for path in ("/admin/accounts/user/", "/admin/login/")]

    assert locations == ["/accounts/login/?next=/admin/accounts/user/", "/accounts/login/?next=%2Fadmin%2F"]


def test_no_page_shows_a_text_of_an_input_or_of_a_message(administrator):
    bodies = [administrator.get(path).content.decode() for path in pages()]
    longest = max(Delivery.objects.first().text.splitlines(), key=len)

    assert Answer.objects.filter(html__contains="Unsubmitted sample of Portugal").exists()
    assert [body for body in bodies if "Unsubmitted sample" in body] == []
    assert [body for body in bodies if longest in body] == []


def test_messages_and_jobs_about_inputs_are_not_listed(administrator):
    about = {"target_type__app_label": "submissions"}
    assert Delivery.objects.filter(**about).exists()
    assert Job.objects.filter(**about).exists()

    assert not site._registry[Delivery].get_queryset(None).filter(**about).exists()
    assert not site._registry[Job].get_queryset(None).filter(**about).exists()


def test_closing_an_account_ends_its_open_sessions_and_is_recorded(administrator):
    head = client_of("head.prt@demo.invalid")
    user = User.objects.get(email="head.prt@demo.invalid")
    assert head.get("/rehearsal/desk/").status_code == 200

    administrator.post(
        reverse("admin:accounts_user_change", args=[user.pk]),
        {"name": user.name, "language": "en", "time_zone": user.time_zone},
    )

    assert head.get("/rehearsal/desk/").status_code == 302
    event = Event.objects.about(user).get()
    assert (event.verb, event.capacity, event.facts) == (Verb.CHANGED, "administrator", {"fields": ["is_active"]})


def test_nobody_closes_their_own_account_or_becomes_administrator(administrator):
    me, other = User.objects.get(email=ADMIN), User.objects.get(email="staff@demo.invalid")
    form = {
        "name": "x",
        "language": "en",
        "time_zone": "UTC",
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "on",
    }

    assert administrator.post(reverse("admin:accounts_user_change", args=[me.pk]), form).status_code == 403
    administrator.post(reverse("admin:accounts_user_change", args=[other.pk]), form)

    other.refresh_from_db()
    assert (other.name, other.is_superuser, other.is_staff) == ("x", False, False)


def test_a_role_is_given_and_ended_with_an_event_in_the_consultation(administrator):
    person, consultation = (
        User.objects.get(email="delegate.phl@demo.invalid"),
        Consultation.objects.get(slug="rehearsal"),
    )
    since = timezone.now().replace(microsecond=0)
    form = {
        "user": person.pk,
        "consultation": consultation.pk,
        "kind": "staff",
        "starts_at_0": since.date().isoformat(),
        "starts_at_1": since.time().isoformat(),
    }
    administrator.post(reverse("admin:consultations_role_add"), form)
    role = Role.objects.get(user=person)
    ended = {"ends_at_0": since.date().isoformat(), "ends_at_1": since.time().isoformat()}
    administrator.post(
        reverse("admin:consultations_role_change", args=[role.pk]), {**form, **ended, "kind": "secretariat"}
    )

    role.refresh_from_db()
    assert (role.kind, role.ends_at) == ("staff", since)
    record = client_of("staff@demo.invalid").get("/rehearsal/record.json?kind=role").json()["results"]
    said = "The administrator set the end of A delegate (Philippines) as staff of the co-facilitators."
    assert record[0]["sentence"] == said
    assert [(e.verb, e.consultation) for e in Event.objects.about(role).order_by("place")] == [
        ("created", "rehearsal"),
        ("changed", "rehearsal"),
    ]


def test_nothing_can_be_deleted(administrator):
    user = User.objects.get(email="staff@demo.invalid")

    assert administrator.get(reverse("admin:accounts_user_delete", args=[user.pk])).status_code == 403


@pytest.mark.parametrize(
    ("name", "lookup"),
    [
        ("record_delivery", "text__contains"),
        ("record_delivery", "subject__contains"),
        ("accounts_user", "password__startswith"),
        ("accounts_membership", "user__password__startswith"),
        ("consultations_role", "user__password__startswith"),
    ],
)
def test_no_column_can_be_guessed_letter_by_letter(administrator, name, lookup):
    assert administrator.get(reverse(f"admin:{name}_changelist"), {lookup: "a"}).status_code == 400


def test_filters_that_are_offered_work(administrator):
    path = reverse("admin:consultations_role_changelist")

    assert administrator.get(path, {"kind__exact": "staff", "consultation__id__exact": "1"}).status_code == 200


def test_nobody_makes_themselves_a_co_facilitator(administrator):
    me, consultation = User.objects.get(email=ADMIN), Consultation.objects.get(slug="rehearsal")
    form = {"user": me.pk, "consultation": consultation.pk, "kind": "secretariat"}
    form |= {"starts_at_0": "2026-01-01", "starts_at_1": "00:00:00"}

    answer = administrator.post(reverse("admin:consultations_role_add"), form)

    assert (answer.status_code, Role.objects.filter(user=me).exists()) == (200, False)


def test_whoever_has_not_shown_who_they_are_lately_is_asked_before_a_role_is_given(administrator):
    session = administrator.session
    del session["account_authentication_methods"]
    session.save()

    answer = administrator.post(reverse("admin:consultations_role_add"), {"kind": "staff"})

    assert (answer.status_code, "reauthenticate" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize("query", ["user=abc", "starts_at=abc", "consultation=%00"])
def test_nothing_is_filled_in_from_the_address(administrator, query):
    assert administrator.get(f"{reverse('admin:consultations_role_add')}?{query}").status_code == 200


def test_search_for_what_no_text_holds_finds_nothing(administrator):
    path = reverse("admin:autocomplete")
    asked = {"term": "\0", "app_label": "consultations", "model_name": "role", "field_name": "user"}

    assert administrator.get(path, asked).status_code == 200
