"""What is said of a text that was brought in: why something was left, and what to look at in a row."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "masthead": _("Taken as masthead"),
    "page_number": _("Taken as numbers of pages"),
    "line_number": _("Taken as numbers of lines"),
    "repeated": _("Repeated on every page"),
    "quoting": _("Marks of an e-mail that is quoted"),
    "header": _("Stood at the head or foot of the pages"),
    "deleted": _("Was deleted with tracked changes; insertions were taken"),
    "comment": _("Comments"),
    "text_box": _("Stood in a text box beside the text"),
    "hidden": _("Hidden text"),
    "footnote": _("A footnote that is not called for exactly once"),
    "number": _("A number without words"),
}
NOTES = {
    "doubt": _("Its kind is a guess: look at it."),
    "brackets": _("Its brackets do not pair. They are kept as they are."),
    "footnotes": _("Its footnotes and their marks [^1], [^2] do not match."),
    "table": _("It stood in a table."),
}
