"""Which paragraphs of a version can be asked about one by one, and what stands in the way of it."""

from django.utils.translation import gettext as _

from consultations.models import Question

from .models import ParagraphKind, VersionState

KINDS = {ParagraphKind.PREAMBULAR, ParagraphKind.OPERATIVE}
LONGEST = Question._meta.get_field("label").max_length


def askable(version):
    """The preambular and operative paragraphs that have a number of their own, as they stand in the content."""
    found = {}
    for paragraph in version.content["paragraphs"]:
        if paragraph["kind"] in KINDS and paragraph["number"] and len(paragraph["number"]) <= LONGEST:
            found.setdefault(paragraph["number"], paragraph)
    return list(found.values())


def why_not(version):
    """What stands in the way of asking about its paragraphs, as a sentence; "" if nothing."""
    if version.state == VersionState.RELEASED:
        return ""
    if version.state == VersionState.SUPERSEDED:
        return _("This version has been superseded. Ask about the one that took its place.")
    return _("Only what is released can be commented on. Release this draft first.")
