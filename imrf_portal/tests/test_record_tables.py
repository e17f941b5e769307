"""The record narrowed down, that of people and the directory, and what leaves as a table."""

from itertools import cycle

import pytest
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Delegation
from imrf_portal import record_rows
from imrf_portal.demo import people
from record import waking

from . import letters
from .clients import body_of, client_of
from .record_readers import RECORD, ROW, page, results, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


# What is looked for

VERBS = {"issued": {"issuing", "issued", "released", "submitted", "scheduled"}, "sent": set()}
FILTERS = {
    "?done=issued": lambda row: row["verb"] in VERBS["issued"],
    "?done=sent": lambda row: False,
    "?kind=draft": lambda row: row["object"]["kind"] == "draft",
    "?capacity=cofacilitator": lambda row: row["capacity"] == "co-facilitator",
    "?delegation=esp": lambda row: row["delegation"] == "ESP",
    "?delegation=Bangladesh": lambda row: row["delegation"] == "BGD",
    "?since=2019-06-01&until=2019-06-07": lambda row: "2019-06-01" <= row["at"][:10] <= "2019-06-07",
    "?q=2019-003": lambda row: row["object"]["name"] == "2019-003",
    "?q=zero draft": lambda row: "zero draft" in row["object"]["title"].lower(),
    "?q=Circular": lambda row: row["object"]["kind"] == "circular",
    "?q=superseded": lambda row: row["verb"] == "superseded",
    "?q=FRA-2019-1": lambda row: row["object"]["name"] == "FRA-2019-1",
    "?q=fra": lambda row: "fra" in (row["object"]["title"] + row["object"]["name"]).lower(),
    "?kind=circular&capacity=cofacilitator&done=asked": lambda row: (
        row["object"]["kind"] == "circular" and row["capacity"] == "co-facilitator" and row["verb"] == "approved"
    ),
}


@pytest.mark.parametrize("query", FILTERS)
def test_filter_leaves_what_it_says(query):
    client = client_of("staff@demo.invalid")

    found = results(client, query)

    assert found == [row for row in results(client) if FILTERS[query](row)]


def test_event_is_found_by_its_hash_and_by_the_name_of_the_person_for_those_who_may_know_it():
    staff = client_of("staff@demo.invalid")
    first = results(staff)[-1]

    assert results(staff, f"?q={first['sha256'][:12]}") == [first]
    by_person = {row["person"] for row in results(staff, "?q=Co-facilitator (Spain)")}
    assert by_person == {"Co-facilitator (Spain)"}
    assert results(client_of(), "?q=Co-facilitator (Spain)") == []


BAD = {
    "?done=nothing": "This is not among the things that are done. Choose one from the list.",
    "?kind=invitation": "The record holds no such kind of thing here. Choose one from the list.",
    "?capacity=king": "Nobody acts in this capacity. Choose one from the list.",
    "?delegation=Atlantis": "No delegation is called “Atlantis”. Write its code, such as PRT, or its name.",
    "?since=2019-02-30": "Write a date between 1945 and 2100 as year, month and day, such as 2019-02-13.",
    "?until=9999-12-31": "Write a date between 1945 and 2100 as year, month and day, such as 2019-02-13.",
    "?since=2019-03-02&until=2019-03-01": "The last day lies before the first. Exchange the two dates.",
    "?event=0": "There is no such event in the record. Begin at its newest.",
    "?event=a%00b": "There is no such event in the record. Begin at its newest.",
    f"?q={'a' * 101}": "Search for at most 100 signs.",
    "?q=a%00b": "This cannot be searched for. Type a reference or a few words.",
}


@pytest.mark.parametrize("query", BAD)
def test_filter_that_cannot_be_meant_is_answered_in_a_sentence(query):
    client = client_of("staff@demo.invalid")

    assert (BAD[query] in page(client, f"{RECORD}/{query}", 400), places_of(client, query)) == (True, [])
    assert client.get(f"{RECORD}.json{query}").json() == {"errors": [BAD[query]]}
    answer = client.get(f"{RECORD}.csv{query}")
    assert (answer.status_code, answer.content.decode()) == (400, BAD[query])


def places_of(client, query):
    return ROW.findall(client.get(f"{RECORD}/{query}").content.decode())


ODD = ["", "   ", "%00", "%FF", "-1", "1-1", "2147483648", str(2**63), "9" * 30, "٣", "9" * 17 + "-" + "9" * 17]
ODD += ["A-" + "9" * 17 + "-1", "%25_%25", "'--", "<script>", "NaN", "%ED%A0%80", "2019-001-", "---"]


@pytest.mark.parametrize("field", ["q", "done", "kind", "capacity", "delegation", "since", "until", "event", "more"])
def test_nothing_that_is_typed_is_an_error_of_ours(field):
    client = client_of("secretariat@demo.invalid")
    # all three read what is typed by the same form
    paths = [f"/imrf-modalities/record{end}?{field}={text}" for text, end in zip(ODD, cycle(["/", ".csv", ".json"]))]

    found = {path: client.get(path).status_code for path in paths}

    assert {path: status for path, status in found.items() if status not in {200, 400}} == {}


@pytest.mark.parametrize("kind", ["circular", "input", "draft", "meeting", "consultation", "message", "nothing"])
@pytest.mark.parametrize("name", ["0", "9" * 18, "9" * 40, "a", "2019-1", "2019-0001", "A-2019-0", "9-" + "9" * 17])
def test_history_of_what_is_not_there_is_not_there(kind, name):
    client = client_of("secretariat@demo.invalid")

    assert client.get(f"{RECORD}/{kind}/{name}/").status_code == 404
    assert client.get(f"/record/{kind}/{name}/").status_code == 404


# The chain of the portal


@pytest.fixture
def invitations():
    """One invitation by the secretariat for each of two delegations: their addresses."""
    by = people.actor("secretariat@demo.invalid", timezone.now())
    with waking.quiet():
        for code in ("PRT", "PHL"):
            delegation = Delegation.objects.get(code=code)
            invite(by=by, email=f"invited.{code.lower()}@demo.invalid", delegation=delegation, role="delegate")
    return {"invited.prt@demo.invalid", "invited.phl@demo.invalid"}


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("secretariat@demo.invalid", {"invited.prt@demo.invalid", "invited.phl@demo.invalid"}),
        ("admin@demo.invalid", {"invited.prt@demo.invalid", "invited.phl@demo.invalid"}),
        ("head.prt@demo.invalid", {"invited.prt@demo.invalid"}),
        ("head.phl@demo.invalid", {"invited.phl@demo.invalid"}),
        ("observer.vat@demo.invalid", set()),
    ],
)
def test_chain_of_the_portal_shows_each_delegation_its_own(invitations, email, expected):
    client = client_of(email)

    found = {row["object"]["title"] for row in results(client, "?kind=invitation", record="/record")}

    assert found & invitations == expected
    assert {row["object"] for row in table(client, record="/record")} & invitations == expected
    assert {address for address in invitations if address in page(client, "/record/")} == expected


def test_sentence_of_an_invitation_names_the_delegation(invitations):
    row = results(client_of("secretariat@demo.invalid"), "?delegation=PHL", record="/record")[0]

    assert row["sentence"] == (
        "The secretariat invited invited.phl@demo.invalid to join the delegation of the Philippines."
    )
    assert row["facts"] == {"delegation": "PHL", "role": "delegate"}


@pytest.mark.parametrize("email", ["delegate.prt@demo.invalid", "staff@demo.invalid", "cofacilitator.bgd@demo.invalid"])
def test_chain_of_the_portal_is_closed_to_others(invitations, email):
    client = client_of(email)

    assert [client.get(f"/record{end}").status_code for end in ("/", ".csv", ".json", "/invitation/1/")] == [403] * 4
    assert [row for row in results(client) if row["object"]["kind"] == "invitation"] == []


# The table for spreadsheets


def test_letter_that_is_called_like_a_formula_is_text_in_the_table():
    with waking.quiet():
        letters.begin('=HYPERLINK("http://elsewhere.invalid")')

    found = table(client_of("secretariat@demo.invalid"), record="/rehearsal/record")

    assert found[0]["object"] == '\'=HYPERLINK("http://elsewhere.invalid")'
    assert list(found[0]) == record_rows.COLUMNS


def test_table_is_a_file_of_its_consultation():
    answer = client_of().get(f"{RECORD}.csv")
    body_of(answer)

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="imrf-modalities-record.csv"'
