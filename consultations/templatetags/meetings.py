"""When meetings are held, on the clock of their place and on one's own."""

from django import template
from django.utils.html import format_html

from .. import invitations, times

register = template.Library()


def own_zone(context):
    """The zone of the signed-in reader; "" for a visitor, who is told that of the place only."""
    return getattr(getattr(context.get("request"), "user", None), "time_zone", "")


@register.simple_tag(takes_context=True)
def meeting_times(context, meeting):
    """``{% meeting_times meeting %}``: "15:30–18:00 New York", or where one's own clock shows another time "Wed 13 Feb
    15:30–18:00 New York = Thu 14 Feb 02:30–05:00 Dhaka"; "" where no hour is known.
    """
    if not meeting.hour_known:
        return ""
    here = f"{times.hours(meeting.starts_at, meeting.ends_at, meeting.zone)} {times.zone_name(meeting.zone)}"
    text = invitations.both(meeting, own_zone(context)) or here
    return format_html('<time datetime="{}">{}</time>', meeting.starts_at.astimezone(meeting.zone).isoformat(), text)


@register.simple_tag
def begins(meeting):
    """``{% begins meeting %}``: "15:30" at the place of the meeting; "" where no hour is known."""
    return times.clock(meeting.starts_at, meeting.zone) if meeting.hour_known else ""
