"""The words for what people do to the paragraphs of a working draft."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import ParagraphKind

DEEDS = {
    "begun": gettext_lazy("begun with"),
    "written": gettext_lazy("written"),
    "inserted": gettext_lazy("inserted"),
    "split": gettext_lazy("split"),
    "merged": gettext_lazy("merged"),
    "deleted": gettext_lazy("deleted"),
    "restored": gettext_lazy("put back"),
    "undone": gettext_lazy("undone"),
    "imported": gettext_lazy("brought in"),
}
UNDO = {
    "inserted": gettext_lazy("Undo: insertion of %(place)s, by %(who)s, %(hour)s"),
    "moved": gettext_lazy("Undo: move of %(place)s, by %(who)s, %(hour)s"),
    "split": gettext_lazy("Undo: split of %(place)s, by %(who)s, %(hour)s"),
    "merged": gettext_lazy("Undo: merging of %(place)s with the next, by %(who)s, %(hour)s"),
    "deleted": gettext_lazy("Undo: deletion of %(place)s, by %(who)s, %(hour)s"),
    "restored": gettext_lazy("Undo: putting back of %(place)s, by %(who)s, %(hour)s"),
    "imported": gettext_lazy("Undo: what was brought in by %(who)s, %(hour)s"),
}


def called(name):
    """What a paragraph is called: its number or, where it has none, its kind in words."""
    return dict(ParagraphKind.choices).get(name, name)


def undo_label(step, now, zone):
    """What the button to take back a step says. The day stands with the hour, if it is not today."""
    began, today = step.at.astimezone(zone), now.astimezone(zone).date()
    hour = f"{began:%H:%M}" if began.date() == today else date_format(began, _("j F, H:i"))
    name = step.name_before or step.name_after or ""
    words = UNDO.get(step.deed, gettext_lazy("Undo: what %(who)s did, %(hour)s"))
    return words % {"place": called(name), "who": step.by, "hour": hour}
