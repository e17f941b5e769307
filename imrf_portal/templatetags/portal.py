"""What every template may use: times with their zone and one's own, states as words, hashes one can read."""

from django import template
from django.conf import settings
from django.utils.html import format_html

from consultations import timeline, times

register = template.Library()


def own_zone(context):
    """The time zone of the signed-in reader, "" for a visitor."""
    request = context.get("request")
    user = getattr(request, "user", None) or context.get("user")
    return getattr(user, "time_zone", "")


def time_element(text, start, zone, own=""):
    local = start.astimezone(times.zone_of(zone)).isoformat()
    element = format_html('<time datetime="{}">{}</time>', local, text)
    return format_html('{} <span class="own-time">{}</span>', element, own) if own else element


@register.simple_tag(takes_context=True)
def moment(context, instant, zone):
    """``{% moment circular.issued_at consultation.zone %}``: a ``<time>``, and one's own time where it differs."""
    own = times.own_time(instant, None, zone, own_zone(context))
    return time_element(times.moment(instant, zone), instant, zone, own)


@register.simple_tag(takes_context=True)
def span(context, meeting):
    """``{% span meeting %}``: when it is, in the zone of the meeting and, where it differs, in one's own."""
    start, end, zone = meeting.starts_at, meeting.ends_at, meeting.zone
    text = times.span(start, end, zone, meeting.hour_known)
    if not meeting.hour_known:
        return format_html('<time datetime="{}">{}</time>', start.astimezone(times.zone_of(zone)).date(), text)
    return time_element(text, start, zone, times.own_time(start, end, zone, own_zone(context)))


@register.simple_tag(takes_context=True)
def meeting_hours(context, meeting):
    """``{% meeting_hours meeting %}``: the hours alone, for where the date stands already; "" where none is known."""
    if not meeting.hour_known:
        return ""
    start, end, zone = meeting.starts_at, meeting.ends_at, meeting.zone
    words = {"hours": times.hours(start, end, zone), "city": times.zone_name(zone)}
    own = times.own_time(start, end, zone, own_zone(context))
    return time_element("{hours} {city}".format(**words), start, zone, own)


@register.simple_tag
def status(state, label=None):
    """``{% status meeting.shown_status %}``: a word with its shape; ``label`` where it is a bare string."""
    return format_html('<span class="status status-{}">{}</span>', state, label or getattr(state, "label", state))


@register.simple_tag
def contact():
    """``{% contact as address %}``: whom to write to, for pages that know nothing else, as the one for errors."""
    return settings.CONTACT


@register.filter
def zone_city(zone):
    """The city that a zone is called by: "New York"."""
    return times.zone_name(zone)


@register.filter
def house_date(day):
    """A date element: "13 February 2019"."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), times.house_date(day))


@register.filter
def short_date(day):
    """A date element for lists: "Wed 13 Feb 2019"."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), times.short_date(day))


@register.filter
def short_hash(sha256):
    """The first twelve figures of a hash, in fours: "9f86 d081 884c"; the whole one is its title."""
    figures = " ".join(sha256[i : i + 4] for i in range(0, min(len(sha256), 12), 4))
    return format_html('<span class="hash" title="{}">{}…</span>', sha256, figures) if sha256 else ""


@register.simple_tag(takes_context=True)
def months(context, meetings, consultation):
    """``{% months meetings consultation as grouped %}``: the calendar by months, with None where today is."""
    return timeline.by_month(meetings, consultation.day(context["request"].at))
