"""The tools of a paragraph in the editor. Each saves what is typed, works, and leads back to where one was."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions, text
from .editing import back, editor, paragraph_or_lost, refused, saved
from .reading import visible
from .releasing import do

EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


def _tool(work):
    """A view that saves what is typed in the paragraph, then does ``work`` with it.

    What is refused is told at the paragraph: at the top of a long text nobody would see it.
    """

    @require_POST
    def view(request, slug, number, key):
        version, paragraph = paragraph_or_lost(request, slug, number, key)
        if paragraph.pk is None:
            return editor(request, version, {"paragraph": paragraph, "values": request.POST}, status=409)
        row = saved(request, paragraph)
        if row["reason"]:
            return refused(request, version, row)
        if row["merged_with"] and work in CAREFUL:
            return editor(request, version, row | {"reason": _after_merging(row["merged_with"])})
        try:
            changed = work(request, row["paragraph"])
        except ValidationError as error:
            return editor(request, version, row | {"reason": error.messages[0]})
        return back(version, getattr(changed, "key", None) or key)

    return view


def _after_merging(name):
    return _(
        "What you wrote has been saved and joined with what %(name)s has written meanwhile. Read it, then use the tool."
    ) % {"name": name}


def _insert_paragraph(request, paragraph):
    return actions.insert_paragraph(paragraph.version, by=request.actor, after=paragraph, **_beside(paragraph))


def _insert_before(request, paragraph):
    return actions.insert_paragraph(paragraph.version, by=request.actor, before=paragraph, **_beside(paragraph))


def _beside(paragraph):
    """The kind of a new paragraph beside another."""
    if paragraph.kind in {"title", "organ", "heading"}:
        return {"kind": "preambular"}
    return {"kind": "operative"} if paragraph.kind == "annex" else {"kind": paragraph.kind, "level": paragraph.level}


def _move(request, paragraph):
    to = request.POST.get("to", "")
    if not (to.isascii() and to.isdigit() and len(to) < 6):
        raise ValidationError(_("Say to which place the paragraph shall move, counted from 1."))
    return actions.move_paragraph(paragraph, by=request.actor, to=int(to))


def _move_up(request, paragraph):
    return actions.move_paragraph(paragraph, by=request.actor, to=paragraph.order - 1)


def _move_down(request, paragraph):
    return actions.move_paragraph(paragraph, by=request.actor, to=paragraph.order + 1)


def _indent(request, paragraph):
    return actions.indent_paragraph(paragraph, by=request.actor)


def _outdent(request, paragraph):
    return actions.outdent_paragraph(paragraph, by=request.actor)


def _split_paragraph(request, paragraph):
    """At the empty line, or where the cursor stood."""
    typed = request.POST.get("text", "").replace("\r\n", "\n")
    line = EMPTY_LINE.search(typed)
    place = line.start() if line else int(request.POST.get("at") or 0)
    at = len(text.clean(typed[:place]))
    at += len(paragraph.text) - len(text.clean(typed))  # the opening words may have been set in italics
    return actions.split_paragraph(paragraph, by=request.actor, at=at, revision=paragraph.revision)


def _merge_with_next(request, paragraph):
    return actions.merge_with_next(paragraph, by=request.actor, revision=paragraph.revision)


def _delete_paragraph(request, paragraph):
    """Leads to the one that now stands in its place."""
    actions.delete_paragraph(paragraph, by=request.actor)
    messages.success(request, _("The paragraph has been deleted."))
    rest = paragraph.version.paragraphs.in_order()
    return rest.filter(order__gte=paragraph.order).first() or rest.last()


CAREFUL = {_split_paragraph, _merge_with_next, _delete_paragraph}  # whoever does this must have read what stands

delete_paragraph = _tool(_delete_paragraph)
indent_paragraph = _tool(_indent)
insert_before = _tool(_insert_before)
insert_paragraph = _tool(_insert_paragraph)
merge_with_next = _tool(_merge_with_next)
move_down = _tool(_move_down)
move_paragraph = _tool(_move)
move_up = _tool(_move_up)
outdent_paragraph = _tool(_outdent)
split_paragraph = _tool(_split_paragraph)


@require_POST
def insert_first(request, slug, number):
    version = visible(request, slug, number, "drafts.edit")
    paragraph = do(request, "", actions.insert_paragraph, version, kind="title")
    return back(version, paragraph.key if paragraph else "")
