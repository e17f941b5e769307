"""What the board of whom a letter reached does. Who gets it stands in the access table."""

import csv
import io
import time
from html import unescape

import pytest
from allauth.account import app_settings
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Delegation
from accounts.tests.factories import AddressFactory, MembershipFactory
from consultations import actions, addressees
from consultations.models import Acknowledgement, CircularState
from record.models import Delivery, Event

from . import factories
from .factories import AT, ConsultationFactory, circular_in
from .reached import become, letter_to, member_of, rows_of, state, states

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
HERE = "/process/circulars/2019-001/"
BOARD = HERE + "reach/"
HUGE = "9" * 18


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def works(client_of, team):
    """A client of the secretariat."""
    return client_of(team.secretariat)


@pytest.fixture
def reached(team):
    """An issued letter on its way to Côte d’Ivoire (0@), Mali (1@) and The Gambia (2@)."""
    return letter_to(team)


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text(answer):
    return unescape(answer.content.decode())


def key_of(circular, name):
    return rows_of(circular).get(address=f"{name}@mission.test").pk


# The board


def test_board_shows_each_delegation_by_the_name_of_the_day(works, reached):
    become(reached, _0="sent")

    page = works.get(BOARD)

    names = [line.name for line in page.context["lines"] if line.rows]
    assert names == ["Côte d’Ivoire", "The Gambia", "Mali"]
    assert [(state, number) for state, _label, number in page.context["counts"]] == [
        ("sent", 1),
        ("queued", 2),
        ("none", 2),
    ]
    assert (page.context["leaving"], page.context["waiting"], page.context["may_settle"]) == (2, 2, True)
    assert f'hx-get="{BOARD}" hx-trigger="every 3s"' in text(page)
    assert text(page).count("<rect ") == 5


def test_board_is_not_asked_again_once_all_have_left(works, reached):
    rows_of(reached).update(state="sent", sent_at=AT)

    page = works.get(BOARD)

    assert page.context["leaving"] == 0
    assert "hx-trigger" not in text(page)


def test_board_says_that_nobody_was_missed_once_all_have_left(works, team):
    for term in team.consultation.cofacilitators.all():
        AddressFactory(delegation=term.delegation)
    circular = letter_to(team)
    on_the_way = text(works.get(BOARD))

    rows_of(circular).update(state="sent", sent_at=AT)

    said = "Nobody is known to have been missed."
    assert [said in page for page in (on_the_way, text(works.get(BOARD)))] == [False, True]
    assert "have not been reached" not in on_the_way


def test_board_answers_htmx_with_its_two_fragments(client_of, team, reached):
    fragment = text(client_of(team.first).get(BOARD, **HTMX))

    assert fragment.lstrip().startswith('<div id="reach"')
    assert '<div id="reach-table" hx-swap-oob="true">' in fragment
    assert "<html" not in fragment
    assert "<form" not in fragment  # the co-facilitators look


def test_board_of_a_letter_for_those_without_an_address_lists_them(works, team):
    circular_in(CircularState.ISSUED, team)

    page = works.get(BOARD)

    assert [line.state for line in page.context["everyone"]] == ["none", "none"]  # the co-facilitators' own States
    assert "no address" in text(page)


def test_board_of_a_letter_that_went_to_nobody_says_so(works, team, monkeypatch):
    circular_in(CircularState.ISSUED, team)
    monkeypatch.setattr(addressees, "as_issued", lambda circular: [])

    assert "This circular went to no delegation" in text(works.get(BOARD))


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "gambia"}, ["The Gambia"]),
        ({"state": "missed"}, ["The Gambia"]),
        ({"state": "sent", "q": "m"}, ["Côte d’Ivoire", "Mali"]),
        ({"q": "", "state": ""}, ["Côte d’Ivoire", "The Gambia", "Mali"]),
    ],
)
def test_filter_narrows_the_table_and_not_the_bar(works, reached, asked, names):
    become(reached, _0="sent", _1="sent", _2="bounced")

    page = works.get(BOARD, asked)

    assert [line.name for line in page.context["lines"] if line.rows] == names
    assert text(page).count("<rect ") == 5


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"state": "nothing"}, "Choose a state from the list."),
        ({"q": "a\x00b"}, "This cannot be searched for. Type a name, a code or an address."),
        ({"q": "x" * 101}, "Search for at most 100 signs."),
    ],
)
def test_filter_that_cannot_be_says_why(works, reached, asked, why):
    page = works.get(BOARD, asked)

    assert (page.status_code, page.context["lines"]) == (400, [])
    assert why in text(page)


def test_board_says_who_confirmed_to_those_at_work(client_of, team, reached):
    delegate = member_of(Delegation.objects.get(code="d1"))
    actions.acknowledge(reached, by=delegate)

    for actor in (team.secretariat, team.first):
        assert delegate.user.name in text(client_of(actor).get(BOARD))


def test_board_has_one_primary_button(works, reached):
    become(reached, _0="sent", _1="bounced", _2="stopped")
    pages = [works.get(BOARD)]
    become(reached, _2="sent")
    pages += [works.get(BOARD), works.get(BOARD + "of/d1/")]

    assert [text(page).count("btn-primary") for page in pages] == [1, 1, 1]


def test_nothing_is_ticked_or_sent_while_letters_leave(works, reached):
    become(reached, _0="bounced")
    assert 'name="keys"' not in text(works.get(BOARD))

    become(reached, _1="sent", _2="sent")
    assert 'name="keys"' in text(works.get(BOARD))


# Deciding, one by one


@pytest.mark.parametrize("settled", [("resend", "queued", "resent"), ("assume_sent", "sent", "assumed_sent")])
@pytest.mark.parametrize("was", ["uncertain", "failed", "bounced"])
def test_settle_decides_what_becomes_of_one_message(works, reached, was, settled):
    outcome, became, verb = settled
    become(reached, _0=was, _1="uncertain", _2="uncertain")
    row = rows_of(reached).get(address="0@mission.test")

    answer = works.post(f"{BOARD}{row.pk}/", {"outcome": outcome})

    assert (answer.status_code, answer.url) == (302, BOARD)
    assert told(answer) == [f"Your decision about {row.address} is recorded."]
    assert sorted(states(reached).values()) == sorted([became, "uncertain", "uncertain"])
    event = Event.objects.about(row).get()
    assert (event.verb, event.user, event.capacity) == (verb, reached.drafted_by, "secretariat")


def test_settle_leads_back_to_where_the_button_stood(works, reached):
    become(reached, _0="failed")

    answer = works.post(f"{BOARD}{key_of(reached, '0')}/", {"outcome": "resend", "one": "1"})

    assert answer.url == BOARD + "of/d0/"


@pytest.mark.parametrize(
    ("became", "outcome", "why"),
    [
        ("uncertain", "", "Choose whether to send it again or to take it as sent."),
        ("uncertain", "\x00", "Choose whether to send it again or to take it as sent."),
        ("sent", "resend", "This message needs no decision: its state is “sent”. Load the page again."),
    ],
)
def test_settle_that_is_refused_says_why(works, reached, became, outcome, why):
    rows_of(reached).update(state=became, sent_at=AT)

    answer = works.post(f"{BOARD}{key_of(reached, '0')}/", {"outcome": outcome})

    assert told(answer) == [why]
    assert set(states(reached).values()) == {became}


@pytest.mark.parametrize("path", ["", "bounced/"])
def test_message_about_something_else_is_not_found(works, team, reached, path):
    circular_in(CircularState.ISSUED, team)
    another = Delivery.objects.exclude(pk__in=rows_of(reached)).filter(kind="circular").first()
    request = Delivery.objects.about(reached).exclude(kind="circular").first()
    Delivery.objects.update(state="uncertain")

    for key in (another.pk, request.pk, HUGE):
        assert works.post(f"{BOARD}{key}/{path}", {"outcome": "resend"}).status_code == 404


def test_mark_bounced_notes_what_was_read(works, reached):
    become(reached, _0="sent")
    key = key_of(reached, "0")

    answer = works.post(f"{BOARD}{key}/bounced/", {"note": "Full.", "one": "1"})

    assert (answer.url, told(answer)) == (
        BOARD + "of/d0/",
        ["That the letter to 0@mission.test came back is noted."],
    )
    assert rows_of(reached).filter(pk=key).values_list("state", "answer").get() == ("bounced", "Full.")


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("a\x00b", "Null characters are not allowed."),
        (
            "a\u202eb",
            "This holds invisible characters that change the line or its direction. Type it anew, without them.",
        ),
    ],
)
def test_mark_bounced_with_what_cannot_be_read_is_refused(works, reached, note, why):
    become(reached, _0="sent")

    answer = works.post(f"{BOARD}{key_of(reached, '0')}/bounced/", {"note": note})

    assert (answer.url, told(answer), states(reached)["0@mission.test"]) == (BOARD, [why], "sent")


def test_mark_bounced_of_what_has_not_left_says_why(works, reached):
    answer = works.post(f"{BOARD}{key_of(reached, '0')}/bounced/")

    assert told(answer) == ["Only a message that has left can come back: the state of this one is “queued”."]


# Many at once


def test_send_again_is_of_what_was_ticked(works, reached):
    become(reached, _0="bounced", _1="failed", _2="bounced")

    answer = works.post(BOARD + "again/", {"keys": [key_of(reached, "0"), key_of(reached, "1")]})

    assert (answer.url, told(answer)) == (BOARD, ["2 letters are sent again."])
    assert states(reached) == {"0@mission.test": "queued", "1@mission.test": "queued", "2@mission.test": "bounced"}


def test_send_again_says_what_had_changed_meanwhile(works, reached):
    become(reached, _0="bounced", _1="uncertain")

    answer = works.post(BOARD + "again/", {"keys": [key_of(reached, "0"), key_of(reached, "1")]})

    assert told(answer) == [
        "1 letter is sent again.",
        "1 of the chosen had another state by now and was left as it is.",
    ]
    assert states(reached)["1@mission.test"] == "uncertain"


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ([], "Choose at least one address."),
        ([HUGE], "A choice is not on this board. Load the page again."),
        (["x"], "A choice is not on this board. Load the page again."),
        (["1e9"], "A choice is not on this board. Load the page again."),
        (["\x00"], "A choice is not on this board. Load the page again."),
    ],
)
def test_send_again_of_what_is_not_there_says_so(works, reached, keys, why):
    become(reached, _0="bounced")

    answer = works.post(BOARD + "again/", {"keys": keys})

    assert (told(answer), states(reached)["0@mission.test"]) == ([why], "bounced")


def test_send_again_that_is_refused_says_why(works, reached):
    become(reached, _0="sent")

    [message] = told(works.post(BOARD + "again/", {"keys": [key_of(reached, "0")]}))

    assert message.startswith("None of these can be sent again")


def test_dispatch_is_stopped_and_goes_on(works, reached):
    assert "Stop the dispatch" in text(works.get(BOARD))

    stopped = works.post(BOARD + "stop/")
    assert told(stopped) == ["The dispatch is stopped. What has not left waits until you let it go on."]
    page = works.get(BOARD)
    assert (page.context["held_back"], page.context["leaving"]) == (3, 0)
    assert ("3 letters are held back." in text(page), "Stop the dispatch" in text(page)) == (True, False)

    assert told(works.post(BOARD + "resume/"))[-1] == "The dispatch goes on."
    assert set(states(reached).values()) == {"queued"}


def test_stopping_and_going_on_say_why_not(works, reached):
    assert told(works.post(BOARD + "resume/")) == ["Nothing is held back: there is nothing to go on with."]
    rows_of(reached).update(state="sent", sent_at=AT)
    assert told(works.post(BOARD + "stop/"))[-1] == "Nothing can be stopped: no letter waits to be sent."


def test_letter_that_was_withdrawn_while_held_back_stays_so(works, team, reached):
    actions.stop_dispatch(reached, by=team.secretariat)
    actions.withdraw(reached, by=team.secretariat, reason="A sample.")

    page = text(works.get(BOARD))

    assert "Only a circular that stands is sent: this one is not issued, or was withdrawn." in page
    assert "Let it go on" not in page


# The call list


def rows_in(answer):
    content = b"".join(answer.streaming_content).decode()
    return list(csv.reader(io.StringIO(content.lstrip("\ufeff"))))


def test_call_list_is_of_those_not_reached_with_what_was_tried(works, team, reached):
    become(reached, _0="sent", _1="bounced", _2="queued")
    rows_of(reached).filter(address="1@mission.test").update(answer="550 full")
    head = MembershipFactory(delegation=Delegation.objects.get(code="d1"), role="head", may_clear=True).user

    answer = works.get(BOARD + "call-list.csv")

    columns, *rows = rows_in(answer)
    assert columns == ["Delegation", "Code", "State", "Addresses tried", "Heads of delegation"]
    mine = [row for row in rows if row[1].startswith("d")]
    assert mine == [["Mali", "d1", "bounced", "1@mission.test: bounced (550 full)", f"{head.name} <{head.email}>"]]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="process-2019-001-call-list.csv"'


def test_call_list_names_no_people_to_the_cofacilitators(client_of, team, reached):
    become(reached, _1="failed")
    head = MembershipFactory(delegation=Delegation.objects.get(code="d1"), role="head", may_clear=True).user

    rows = rows_in(client_of(team.first).get(BOARD + "call-list.csv"))

    assert {len(row) for row in rows} == {4}
    assert head.email not in str(rows)


def test_call_list_holds_no_formula(works, team):
    state("=HYPERLINK(1)", "+x@mission.test", code="f")
    circular = circular_in(CircularState.ISSUED, team)
    rows_of(circular).update(state="failed", answer="@SUM(1)")

    cells = [cell for row in rows_in(works.get(BOARD + "call-list.csv")) for cell in row]

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'=HYPERLINK(1)" in cells


# One delegation


def test_page_of_a_delegation_offers_what_is_on_file_and_was_not_tried(works, reached):
    mali = Delegation.objects.get(code="d1")
    mali.addresses.create(email="old@mission.test", active=False)
    become(reached, _1="bounced")

    page = works.get(BOARD + "of/d1/")

    assert [value for value, _label in page.context["form"].fields["chosen"].choices] == ["old@mission.test", ""]
    assert ("Take as sent" in text(page), "It came back" in text(page)) == (True, False)


def test_page_of_a_delegation_is_for_looking_to_the_cofacilitators(client_of, team, reached):
    become(reached, _1="bounced")
    client = client_of(team.first)

    page = client.get(BOARD + "of/d1/")

    assert (page.status_code, 'method="post"' in text(page).split("<main")[1]) == (200, False)
    assert client.post(BOARD + "of/d1/", {"email": "x@mission.test"}).status_code == 403


@pytest.mark.parametrize("code", ["nobody", "D1", "PRT"])
def test_delegation_that_it_was_not_for_is_not_found(works, reached, code):
    assert works.get(f"{BOARD}of/{code}/").status_code == 404


def test_letter_goes_to_an_address_of_the_list(works, reached):
    Delegation.objects.get(code="d1").addresses.create(email="new@mission.test")

    answer = works.post(BOARD + "of/d1/", {"chosen": "new@mission.test"})

    assert (answer.url, told(answer)) == (BOARD + "of/d1/", ["The letter goes to new@mission.test."])
    assert states(reached)["new@mission.test"] == "queued"


def test_letter_goes_to_an_address_that_is_typed(works, reached):
    assert works.post(BOARD + "of/d1/", {"email": " typed@mission.test "}).status_code == 302
    assert states(reached)["typed@mission.test"] == "queued"


@pytest.mark.parametrize(
    ("sent", "name", "why"),
    [
        ({}, "email", "This field is required."),
        ({"email": "no address"}, "email", "Enter a valid email address."),
        ({"email": "a@mission.test\nBcc: x@y.test"}, "email", "Enter a valid email address."),
        ({"email": "a\x00@mission.test"}, "email", "Null characters are not allowed."),
        (
            {"email": "1@mission.test"},
            "email",
            "This letter went to 1@mission.test already. Its state stands above; it can be sent again from there.",
        ),
    ],
)
def test_address_that_is_refused_comes_back_as_it_was_typed(works, reached, sent, name, why):
    page = works.post(BOARD + "of/d1/", {**sent, "keep": ""})

    errors = page.context["form"].errors
    assert why in [*errors.get(name, []), *errors.get("__all__", [])]
    assert page.context["form"]["email"].value() == sent.get("email")
    assert rows_of(reached).count() == 3


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (
            {"chosen": "old@mission.test", "email": "x@mission.test"},
            "Choose an address of the list, or type another: not both.",
        ),
        ({"chosen": "", "email": ""}, "Choose an address of the list, or type another."),
        ({"chosen": "x@y.test"}, "This address is not in the directory any more. Choose another."),
    ],
)
def test_choice_that_is_none_is_refused(works, reached, sent, why):
    Delegation.objects.get(code="d1").addresses.create(email="old@mission.test")

    page = works.post(BOARD + "of/d1/", sent)

    assert why in str(page.context["form"].errors)
    assert rows_of(reached).count() == 3


def test_address_is_kept_by_who_has_just_signed_in(works, reached):
    answer = works.post(BOARD + "of/d1/", {"email": "new@mission.test", "keep": "on"})

    assert answer.url == BOARD + "of/d1/"
    assert Delegation.objects.get(code="d1").addresses.filter(email="new@mission.test", active=True).exists()


def test_who_signed_in_long_ago_proves_who_they_are_before_an_address_is_kept(works, reached, now):
    now.move_to(AT.timestamp() + app_settings.REAUTHENTICATION_TIMEOUT + 1)
    assert time.time() > AT.timestamp()

    answer = works.post(BOARD + "of/d1/", {"email": "new@mission.test", "keep": "on"})

    assert answer.status_code == 302
    assert answer.url != BOARD + "of/d1/"
    assert rows_of(reached).count() == 3
    assert works.post(BOARD + "of/d1/", {"email": "new@mission.test"}).url == BOARD + "of/d1/"


# Receipts


def test_delegate_confirms_the_receipt_on_the_page_of_the_letter(client_of, reached):
    become(reached, _1="sent")
    delegate = member_of(Delegation.objects.get(code="d1"))
    client = client_of(delegate)

    assert "Confirm receipt for Mali" in text(client.get(HERE))
    assert Acknowledgement.objects.count() == 0  # looking confirms nothing

    answer = client.post(HERE + "acknowledge/")
    assert (answer.url, told(answer)) == (HERE, ["The receipt is confirmed. Thank you."])
    page = text(client.get(HERE))
    assert ("Confirm receipt" in page, f"For Mali, by {delegate.user}," in page) == (False, True)
    assert states(reached)["1@mission.test"] == "acknowledged"

    again = client.post(HERE + "acknowledge/")
    assert told(again)[-1] == "The receipt has been confirmed for your delegation already."


def test_nobody_else_sees_that_or_who_confirmed(client_of, team, reached):
    delegate = member_of(Delegation.objects.get(code="d1"), user__name="A delegate of one mission")
    actions.acknowledge(reached, by=delegate)
    other, stranger = member_of(Delegation.objects.get(code="d2")), member_of(state("Nauru"))
    readers = {"visitor": None, "other": other, "stranger": stranger, "staff": team.staff}

    for actor in readers.values():
        client = client_of(actor)
        for path in (HERE, HERE[:-1] + ".json", "/process/circulars/", "/process/record/", "/process/record.csv"):
            answer = client.get(path)
            body = answer.getvalue().decode()
            assert "A delegate of one mission" not in body
            assert "receipt confirmed" not in body
            assert "confirmed the receipt" not in body
    assert "Confirm receipt for The Gambia" in text(client_of(other).get(HERE))
    assert "Confirm receipt" not in text(client_of(stranger).get(HERE))


def test_who_may_see_the_board_reads_it_in_the_record(client_of, team, reached):
    actions.acknowledge(reached, by=member_of(Delegation.objects.get(code="d1")))
    actions.stop_dispatch(reached, by=team.secretariat)

    for actor in (team.first, team.secretariat):
        page = text(client_of(actor).get("/process/record/"))
        assert "confirmed the receipt of circular 2019-001." in page
        assert "stopped the dispatch of circular 2019-001." in page


def test_acknowledge_by_those_it_was_not_for_says_so(client_of, reached):
    stranger = member_of(state("Nauru"))

    assert told(client_of(stranger).post(HERE + "acknowledge/")) == [
        "This circular was not sent to your delegation: there is nothing to confirm."
    ]
    assert Acknowledgement.objects.count() == 0


@pytest.mark.parametrize("path", ["acknowledge/", "reach/stop/", "reach/resume/", "reach/again/", "reach/1/bounced/"])
def test_nothing_changes_by_looking(works, reached, path):
    assert works.get(HERE + path).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client_of, team, rows):
    circular = letter_to(team, *"ABC"[:rows])
    rows_of(circular).update(state="bounced", bounced_at=AT)
    works, delegate = client_of(team.secretariat), client_of(member_of(Delegation.objects.get(code="d0")))
    expected = {BOARD: 13, BOARD + "call-list.csv": 13, BOARD + "of/d0/": 14, HERE: 11}

    found = {}
    for path in expected:
        client = delegate if path == HERE else works
        client.get(path).getvalue()
        with CaptureQueriesContext(connection) as queries:
            client.get(path).getvalue()
        found[path] = len(queries)

    assert found == expected
