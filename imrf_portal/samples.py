"""What the style guide shows: every component once, on invented facts."""

from datetime import UTC, date, datetime

from consultations.forms import ReasonForm
from consultations.timeline import Mark, layout

DAY = date(2019, 2, 13)
INSTANT = datetime(2019, 2, 13, 20, 30, tzinfo=UTC)


def context():
    """The context of ``imrf_portal/styleguide.html``: a form with its errors, a timeline, a day, an instant, a hash."""
    form = ReasonForm({"reason": ""})
    form.is_valid()
    return {
        "form": form,
        "timeline": layout(
            [
                Mark("letter", date(2019, 2, 1), "2019-001 Sample letter", "#", "issued", "issued", label="2019-001"),
                Mark("meeting", DAY, "First informal consultation", "#", "held", "held", label="First consultation"),
                Mark("meeting", date(2019, 3, 20), "Second consultation", "#", "scheduled", "scheduled"),
                Mark("meeting", date(2019, 4, 3), "Briefing", "#", "cancelled", "cancelled", label="Briefing"),
                Mark("text", date(2019, 6, 7), "Zero draft", "#", label="Zero draft", joined=True),
            ],
            today=date(2019, 3, 1),
        ),
        "day": DAY,
        "instant": INSTANT,
        "zone": "America/New_York",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }
