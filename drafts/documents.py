"""A version as a draft resolution on paper, clean or with its changes, as bytes of PDF."""

from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from consultations.documents import PAPERS, RenderError, pdf_available, print_page

from . import captions, layout, line_numbers, numbering

__all__ = [
    "PAPERS",
    "Options",
    "RenderError",
    "pdf_available",
    "redline_html",
    "redline_pdf",
    "version_html",
    "version_pdf",
]


class Options(NamedTuple):
    """On which paper, whether with numbers of lines, and whether with a line for signature and date on each page."""

    paper: str = "a4"
    lines: bool = False
    sign: bool = False

    @property
    def code(self):
        """One word for the choice: ``letter-lines-sign``."""
        return "-".join([self.paper, *(name for name in ("lines", "sign") if getattr(self, name))])

    @classmethod
    def of(cls, code):
        paper, *more = code.split("-")
        return cls(paper, "lines" in more, "sign" in more)

    @classmethod
    def all(cls):
        """Every choice there is."""
        return [cls(paper, lines, sign) for paper in PAPERS for lines in (False, True) for sign in (False, True)]


def version_pdf(content, *, sha256, verify_url, released_at, options=Options()):  # noqa: B008 - it never changes
    """The released version as a tagged PDF, the same bytes for the same input. Raises RenderError with a sentence."""
    if reason := pdf_available():
        raise RenderError(reason)
    html = version_html(content, sha256=sha256, verify_url=verify_url, released_at=released_at, options=options)
    pdf = print_page(html, resolution_css())
    return line_numbers.numbered(pdf) if options.lines else pdf


def version_html(content, *, sha256, verify_url, released_at, options=Options()):  # noqa: B008 - as above
    """The page that is printed."""
    facts = _facts(content, sha256, verify_url, released_at, options)
    return _page("resolution", content, facts | {"blocks": layout.blocks(content["paragraphs"])})


def redline_pdf(content, base, rows, *, sha256, verify_url, released_at, paper="a4"):
    """The version with what changed against ``base``, whose ``rows`` are those of their comparison."""
    if reason := pdf_available():
        raise RenderError(reason)
    facts = {"sha256": sha256, "verify_url": verify_url, "released_at": released_at}
    return print_page(redline_html(content, base, rows, **facts, paper=paper), resolution_css())


def redline_html(content, base, rows, *, sha256, verify_url, released_at, paper="a4"):
    """The page that is printed of a comparison."""
    facts = _facts(content, sha256, verify_url, released_at, Options(paper))
    more = {"caption": captions.against(content, base), "rows": [(row, _printed(row)) for row in rows]}
    return _page("redline", content, facts | more)


def _printed(row):
    """The numbers of a row as the document prints them: (as it was, as it is)."""
    return tuple(numbering.printed(paragraph.number) if paragraph else "" for paragraph in (row.old, row.new))


def _facts(content, sha256, verify_url, released_at, options):
    return {
        "content": content,
        "dated": captions.dated(content),
        "sha256": sha256,
        "verify_url": verify_url,
        "released_at": released_at.isoformat(timespec="seconds"),
        "options": options,
    }


def _page(name, content, context):
    with translation.override(content["language"]):
        return render_to_string(f"drafts/pdf/{name}.html", context)


def resolution_css():
    """The style sheet of a draft resolution on paper."""
    return (settings.BASE_DIR / "static" / "css" / "resolution.css").read_text()
