"""The calendar's pages and feeds. Who gets them stands in the access table."""

from datetime import timedelta
from html import unescape

import pytest
from icalendar import Calendar

from accounts.models import MembershipRole
from accounts.tests.factories import MembershipFactory
from consultations import actions
from consultations.models import CalendarToken

from . import factories
from .factories import AT, ConsultationFactory, MeetingFactory, acting

pytestmark = pytest.mark.django_db
LINK = "https://meet.test/sample"


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def meeting(team):
    return MeetingFactory(consultation=team.consultation, number=1, link=LINK, room="Conference Room 3")


def text(answer):
    return unescape(answer.content.decode())


@pytest.mark.parametrize(("status", "word"), [("scheduled", "scheduled"), ("postponed", "postponed")])
@pytest.mark.parametrize("path", ["", "2019-02/"])
def test_each_form_of_the_calendar_says_the_status_in_a_word(client_of, team, status, word, path):
    MeetingFactory(consultation=team.consultation, number=1, status=status)

    page = text(client_of().get(f"/process/calendar/{path}"))

    assert f'<span class="status status-{status}">{word}</span>' in page


def test_month_is_a_table_and_leads_to_its_neighbours(client_of, meeting):
    page = text(client_of().get("/process/calendar/2019-02/"))

    assert page.count("<tr>") == 6  # its head and five weeks
    assert "15:30 First informal consultation</a>" in page
    assert "/process/calendar/2019-01/" in page
    assert "/process/calendar/2019-03/" in page


def test_month_without_meetings_says_so(client_of, meeting):
    assert "No meeting stands in this month." in text(client_of().get("/process/calendar/2019-07/"))


@pytest.mark.parametrize("month", ["2019-13", "2019-00", "0000-01", "1944-12", "2101-01", "9999-12", "2019-2"])
def test_months_that_no_calendar_has_are_not_found(client_of, meeting, month):
    assert client_of().get(f"/process/calendar/{month}/").status_code == 404


def test_reader_sees_both_clocks_with_the_day_and_a_visitor_that_of_the_place(client_of, team, meeting):
    team.staff.user.time_zone = "Asia/Dhaka"
    team.staff.user.save()

    own, visitor = (text(client_of(who).get("/process/calendar/")) for who in (team.staff, None))

    both = "Wed 13 Feb 15:30–18:00 New York = Thu 14 Feb 02:30–05:00 Dhaka"
    assert both in own
    assert "15:30–18:00 New York" in visitor
    assert "Dhaka" not in visitor
    assert both in text(client_of(team.staff).get("/process/meetings/1/"))


def test_programmes_are_offered_the_feed(client_of, meeting):
    page = client_of().get("/process/calendar/").context["subscribing"]

    webcal = "webcal://127.0.0.1:8000/process/calendar.ics"
    asked = "webcal%3A%2F%2F127.0.0.1%3A8000%2Fprocess%2Fcalendar.ics"
    assert [address for _name, address in page] == [
        webcal,
        f"https://calendar.google.com/calendar/r?cid={asked}",
        f"https://outlook.office.com/calendar/0/addfromweb?url={asked}",
        f"https://outlook.live.com/calendar/0/addfromweb?url={asked}",
    ]


def events(answer):
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.mark.parametrize("path", ["calendar.ics", "meetings/1.ics"])
def test_public_feed_has_no_link_to_join_and_that_of_who_takes_part_has(client_of, team, meeting, path):
    public, joined = (client_of(who).get(f"/process/{path}") for who in (None, team.staff))

    assert LINK.encode() not in public.content
    assert [str(event["CONFERENCE"]) for event in events(joined)] == [LINK]


# A calendar of one's own


def address_of(client):
    answer = client.post("/process/calendar/own/renew/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.context["address"].removeprefix("http://127.0.0.1:8000")


def test_own_feed_shows_what_the_person_may_know_without_a_sign_in(client_of, team, meeting):
    MeetingFactory(consultation=team.consultation, number=2, published=False)
    MeetingFactory(number=3)
    path = address_of(client_of(team.staff))

    answer = client_of().get(path)

    found = events(answer)
    assert sorted(str(event["UID"]) for event in found) == [
        "process-meeting-1@127.0.0.1",
        "process-meeting-2@127.0.0.1",
    ]
    assert f"Join: {LINK}" in str(found[0]["DESCRIPTION"])
    headers = {name: answer.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")}
    assert headers == {
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }


def test_own_feed_of_who_speaks_for_nobody_is_the_public_one(client_of, team, meeting):
    MeetingFactory(consultation=team.consultation, number=2, published=False)
    term = factories.RoleFactory(consultation=team.consultation, ends_at=AT + timedelta(days=1))
    path = address_of(client_of(acting(term.user)))
    term.ends_at = AT
    term.save()

    answer = client_of().get(path)

    assert [str(event["UID"]) for event in events(answer)] == ["process-meeting-1@127.0.0.1"]
    assert LINK.encode() not in answer.content


def test_own_feed_adds_up_the_capacities_that_one_holds(client_of, team, meeting):
    """Who works for another process and speaks for a delegation here joins as a delegate."""
    elsewhere = factories.RoleFactory()
    MembershipFactory(user=elsewhere.user, role=MembershipRole.DELEGATE)

    answer = client_of().get(address_of(client_of(acting(elsewhere.user))))

    assert LINK.encode() in answer.content


def test_renewing_voids_the_old_address_and_ending_it_voids_the_last(client_of, team, meeting):
    client, visitor = client_of(team.staff), client_of()
    first = address_of(client)
    second = address_of(client)
    assert [visitor.get(path).status_code for path in (first, second)] == [404, 200]

    client.post("/process/calendar/own/close/")

    assert visitor.get(second).status_code == 404
    assert "You have no address yet" in text(client.get("/process/calendar/own/"))


def test_address_is_shown_once_and_kept_as_a_hash(client_of, team, meeting):
    client = client_of(team.staff)
    secret = address_of(client).rpartition("/")[2].removesuffix(".ics")

    assert len(secret) == 43  # 256 bits
    assert "You have an address" in text(client.get("/process/calendar/own/"))
    assert secret not in text(client.get("/process/calendar/own/"))
    assert secret not in str(CalendarToken.objects.values())


def test_address_ends_with_the_account_and_opens_no_other_calendar(client_of, team, meeting):
    path = address_of(client_of(team.staff))
    ConsultationFactory(slug="another")
    assert client_of().get(path.replace("/process/", "/another/")).status_code == 404

    team.staff.user.is_active = False
    team.staff.user.save()

    assert client_of().get(path).status_code == 404


def test_each_consultation_has_an_address_of_its_own(team):
    other = ConsultationFactory()
    actions.renew_calendar(team.consultation, by=team.staff)
    actions.renew_calendar(other, by=team.staff)

    assert CalendarToken.objects.filter(revoked_at=None).count() == 2
