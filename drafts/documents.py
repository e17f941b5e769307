"""A version as a draft resolution on paper, as bytes of PDF."""

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from consultations import letters
from consultations.documents import RenderError, pdf_available, print_page

from . import layout

__all__ = ["RenderError", "pdf_available", "version_html", "version_pdf"]


def version_pdf(content, *, sha256, verify_url, released_at):
    """The released version as a tagged PDF, the same bytes for the same input. Raises RenderError with a sentence."""
    if reason := pdf_available():
        raise RenderError(reason)
    html = version_html(content, sha256=sha256, verify_url=verify_url, released_at=released_at)
    return print_page(html, resolution_css())


def version_html(content, *, sha256, verify_url, released_at):
    """The page that is printed."""
    with translation.override(content["language"]):
        context = {
            "content": content,
            "dated": letters.letter_date(date.fromisoformat(content["dated"]), content["language"]),
            "blocks": layout.blocks(content["paragraphs"]),
            "sha256": sha256,
            "verify_url": verify_url,
            "released_at": released_at.isoformat(timespec="seconds"),
        }
        return render_to_string("drafts/pdf/resolution.html", context)


def resolution_css():
    """The style sheet of a draft resolution on paper."""
    return (settings.BASE_DIR / "static" / "css" / "resolution.css").read_text()
