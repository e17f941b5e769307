"""Many invitations from a table: what is read, what is refused row by row, and that what was seen is sent."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import actions, invitation_list, tables
from accounts.models import Invitation
from accounts.tests.factories import DelegationFactory, DelegationNameFactory, MembershipFactory
from accounts.tests.people import AT, acting_as, head_of, the_secretariat
from accounts.tests.signing_in import sign_in
from record.models import Delivery, Event, Verb

pytestmark = pytest.mark.django_db
ZONE = "America/New_York"


@pytest.fixture
def portugal():
    return DelegationFactory(code="PRT", iso3="PRT", formal_name="Permanent Mission of Portugal")


@pytest.fixture
def secretariat(portugal):
    DelegationFactory(code="SAMPLE", iso3="", kind="stakeholder", formal_name="Sample organization")
    return the_secretariat()


def told(text):
    """What becomes of each row: (line, address, fault or notes)."""
    plan = invitation_list.plan(text, AT, ZONE)
    return [(row.line, row.email, row.fault or " ".join(row.notes)) for row in plan.rows]


@pytest.mark.parametrize(
    "text",
    [
        "code,email\nPRT,head@portal.test\n",
        "\ufeffcode;email\r\nPRT;head@portal.test\r\n",
        "sep=;\ncode;email\nprt;Head@Portal.test\n",
        "iso3\temail\nPRT\tA head <head@portal.test>\n",
        'email,name,iso3\nmailto:head@portal.test,"Portugal, Republic of",PRT\n',
        "PRT,head@portal.test\n",
        "code,email\n PRT\u00a0,\u00a0head@portal.test \n",
    ],
    ids=["commas", "mark and semicolons", "sep=", "tabs", "other columns", "no header", "spaces"],
)
def test_tables_are_read_as_spreadsheets_write_them(text, secretariat, portugal):
    plan = invitation_list.plan(text, AT, ZONE)

    assert [(row.delegation, row.email, row.role, row.fault) for row in plan.rows] == [
        (portugal, "head@portal.test", "head", "")
    ]


def test_all_columns_are_read(secretariat):
    text = "code,email,role,function,until\nPRT,a@portal.test,Delegate,Second Secretary,31.1.2027\n"

    row = invitation_list.plan(text, AT, ZONE).rows[0]

    assert (row.role, row.function, row.until) == ("delegate", "Second Secretary", date(2027, 1, 31))
    assert row.ends_at(ZONE).isoformat() == "2027-02-01T00:00:00-05:00"


FAULTS = [
    ("XXX,a@portal.test,,", "There is no delegation with this code. Use the codes of the template."),
    ("PRT,a portal.test,,", "This is no complete e-mail address. Correct it."),
    ("PRT,a@portal.test,ambassador,", "This role is not known. Write head or delegate."),
    ("PRT,a@portal.test,,31/12/2026", "The last day cannot be read. Write it as year, month and day: 2027-01-31."),
    ("PRT,a@portal.test,,2027-02-30", "The last day cannot be read. Write it as year, month and day: 2027-01-31."),
    ("PRT,a@portal.test,,2026-03-01", "The last day is over already. Choose a later one."),
    ("PRT,a@portal.test,,9999-12-31", "The last day is over already. Choose a later one."),
    ("PRT,a@portal.test", "This row has another number of cells than the first line. Correct it."),
    ("PRT,member@portal.test,,", "This person speaks for this delegation already."),
    (
        "PRT,invited@portal.test,,",
        "This person has an open invitation. Withdraw it before you send another.",
    ),
]


@pytest.mark.parametrize(("row", "sentence"), FAULTS)
def test_each_faulty_row_has_its_sentence(row, sentence, secretariat, portugal):
    head_of(portugal, user__email="member@portal.test")
    actions.invite(by=secretariat, email="invited@portal.test", delegation=portugal, role="delegate")

    assert [sentence for _line, _email, sentence in told(f"code,email,role,until\n{row}\n")] == [sentence]


def test_doubled_rows_and_second_heads_are_told(secretariat, portugal):
    head_of(portugal)

    assert told("code,email\nSAMPLE,a@portal.test\nPRT,b@portal.test\nSAMPLE,A@portal.test\nPRT,\n") == [
        (2, "a@portal.test", ""),
        (3, "b@portal.test", "This delegation has a head already; there will be two."),
        (4, "a@portal.test", "This doubles line 2. Leave one of them out."),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("email\na@portal.test\n", "A column “code” or “iso3” is missing"),
        ("code\nPRT\n", "These columns are missing: email"),
        ("code,email\n" + "PRT,a@portal.test\n" * 501, "500 rows with an address are the most"),
    ],
)
def test_what_is_no_table_is_refused_whole(text, sentence, secretariat):
    with pytest.raises(ValidationError, match=sentence):
        invitation_list.plan(text, AT, ZONE)


def test_invite_many_sends_the_good_rows_only(secretariat):
    text = "code,email,role\nPRT,a@portal.test,\nXXX,b@portal.test,\nSAMPLE,c@portal.test,delegate\n"
    plan = actions.plan_for(text, secretariat)

    actions.invite_many(by=secretariat, text=text, previewed=plan.digest)

    invitations = Invitation.objects.order_by("email").values_list("email", "role", "may_manage", "delegation__code")
    assert list(invitations) == [("a@portal.test", "head", True, "PRT"), ("c@portal.test", "delegate", False, "SAMPLE")]
    assert sorted(Delivery.objects.values_list("address", flat=True)) == ["a@portal.test", "c@portal.test"]
    assert [event.verb for event in Event.objects.all()] == [Verb.INVITED] * 2


def test_invite_many_refuses_what_has_changed_since(secretariat, portugal):
    text = "code,email\nPRT,a@portal.test\nSAMPLE,b@portal.test\n"
    plan = actions.plan_for(text, secretariat)
    actions.invite(by=secretariat, email="a@portal.test", delegation=portugal, role="head")

    with pytest.raises(actions.OtherListError, match="Nothing was sent") as refused:
        actions.invite_many(by=secretariat, text=text, previewed=plan.digest)

    assert [row.email for row in refused.value.plan.good] == ["b@portal.test"]
    assert Invitation.objects.count() == 1


def test_invite_many_refuses_an_empty_list_and_haste(secretariat, monkeypatch):
    faulty, good = "code,email\nXXX,a@portal.test\n", "code,email\nPRT,a@portal.test\n"
    monkeypatch.setattr("accounts.actions.inviting.MOST_OF_SECRETARIAT", 0)

    for text, sentence in [(faulty, "No row can be sent"), (good, "within the hour: 0 is the most")]:
        with pytest.raises(ValidationError, match=sentence):
            actions.invite_many(by=secretariat, text=text, previewed=actions.plan_for(text, secretariat).digest)


def test_all_states_are_invited_at_once(secretariat):
    states = [DelegationFactory() for _ in range(195)]
    text = "code,email\n" + "".join(f"{state.code},head@{state.code}.test\n" for state in states)
    plan = actions.plan_for(text, secretariat)

    actions.invite_many(by=secretariat, text=text, previewed=plan.digest)

    assert (Delivery.objects.count(), Event.objects.count()) == (195, 195)


def test_template_names_states_without_a_head_and_no_formula(secretariat, portugal):
    DelegationNameFactory(delegation=portugal, name="=Portugal")
    head_of(DelegationFactory(code="ESP"))

    assert tables.written(invitation_list.template(AT)).splitlines() == [
        "\ufeffcode,name,email,role,function,until",
        "PRT,'=Portugal,,head,,",
    ]


def test_only_the_secretariat_invites_many(portugal):
    head = MembershipFactory(delegation=portugal, role="head", may_clear=True, may_manage=True)
    client = sign_in(Client(), head.user)

    assert not acting_as(head).may("accounts.invite_many")
    for method, name in [("get", "many_invitations"), ("post", "invite_many"), ("get", "invitations_template")]:
        assert getattr(client, method)(reverse(name)).status_code == 403
