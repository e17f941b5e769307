from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from consultations.models import MeetingStatus

NEW_YORK = ZoneInfo("America/New_York")
START = datetime(2019, 2, 13, 15, 30, tzinfo=NEW_YORK)


def render(source, time_zone=None, **context):
    user = SimpleNamespace(time_zone=time_zone) if time_zone else SimpleNamespace()
    request = SimpleNamespace(user=user, at=datetime(2019, 3, 1, tzinfo=UTC))
    return Template(source).render(Context({"request": request, **context}))


def meeting(**facts):
    end = datetime(2019, 2, 13, 18, 0, tzinfo=NEW_YORK)
    return SimpleNamespace(**{"starts_at": START, "ends_at": end, "zone": NEW_YORK, "hour_known": True, **facts})


def test_moment_is_a_time_element():
    html = render("{% moment at zone %}", at=START, zone=NEW_YORK)

    assert html == '<time datetime="2019-02-13T15:30:00-05:00">Wed 13 Feb 2019, 15:30 New York</time>'


def test_moment_adds_the_readers_own_time_where_it_differs():
    html = render("{% moment at zone %}", "Europe/Lisbon", at=START, zone=NEW_YORK)

    assert html.endswith('</time> <span class="own-time">20:30 your time (Lisbon)</span>')


def test_span_of_a_meeting():
    html = render("{% span meeting %}", "Europe/Lisbon", meeting=meeting())

    assert html == (
        '<time datetime="2019-02-13T15:30:00-05:00">Wednesday, 13 February 2019, 15:30–18:00 (New York time)</time> '
        '<span class="own-time">20:30–23:00 your time (Lisbon)</span>'
    )


def test_span_is_the_day_alone_where_no_hour_is_on_record():
    html = render("{% span meeting %}", "Europe/Lisbon", meeting=meeting(hour_known=False))

    assert html == '<time datetime="2019-02-13">Wednesday, 13 February 2019</time>'


@pytest.mark.parametrize(
    ("known", "html"),
    [(True, '<time datetime="2019-02-13T15:30:00-05:00">15:30–18:00 New York</time>'), (False, "")],
)
def test_meeting_hours(known, html):
    assert render("{% meeting_hours meeting %}", meeting=meeting(hour_known=known)) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{% status state %}", '<span class="status status-postponed">postponed</span>'),
        ('{% status "in_approval" "in approval" %}', '<span class="status status-in_approval">in approval</span>'),
        ("{% status raw %}", '<span class="status status-&lt;b&gt;">&lt;b&gt;</span>'),
        ("{{ day|house_date }}", '<time datetime="2019-02-01">1 February 2019</time>'),
        ("{{ day|short_date }}", '<time datetime="2019-02-01">Fri 1 Feb 2019</time>'),
        ("{{ sha256|short_hash }}", f'<span class="hash" title="{"ab12" * 16}">ab12 ab12 ab12…</span>'),
        ("{{ ''|short_hash }}", ""),
    ],
)
def test_words(source, html):
    context = {"raw": "<b>", "state": MeetingStatus.POSTPONED, "day": date(2019, 2, 1), "sha256": "ab12" * 16}

    assert render(source, **context) == html


def test_months_put_today_in_its_place():
    first = SimpleNamespace(day=lambda: date(2019, 2, 13))
    second = SimpleNamespace(day=lambda: date(2019, 3, 20))
    consultation = SimpleNamespace(day=lambda at: at.date())
    source = (
        "{% months meetings consultation as grouped %}"
        '{% for month in grouped %}{{ month.day|date:"M" }}:{% for row in month.rows %}'
        "{% if row is None %}today{% else %}meeting{% endif %} {% endfor %}{% endfor %}"
    )

    assert render(source, meetings=[first, second], consultation=consultation) == "Feb:meeting Mar:today meeting "
