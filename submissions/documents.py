"""The documents of inputs: the receipt, as bytes of PDF."""

from functools import cache

from django.conf import settings
from django.template.loader import render_to_string

from consultations import documents, times
from consultations.documents import RenderError

__all__ = ["RenderError", "receipt_html", "receipt_pdf"]


def receipt_pdf(version):
    """The receipt of a version as a tagged PDF. Raises RenderError with a sentence."""
    if reason := documents.pdf_available():
        raise RenderError(reason)
    return documents.print_page(receipt_html(version), _css())


def receipt_html(version):
    """The page that is printed: what was submitted, when, by which delegation, and its hash."""
    consultation = version.submission.consultation
    context = {
        "version": version,
        "content": version.content,
        "consultation": consultation,
        "submitted": times.moment(version.submitted_at, consultation.zone),
        "address": f"{settings.SITE_URL}/{consultation.slug}/inputs/{version.reference}/",
        "dir": "rtl" if version.content["language"] == "ar" else "ltr",
    }
    return render_to_string("submissions/pdf/receipt.html", context)


@cache
def _css():
    return (settings.BASE_DIR / "static" / "css" / "receipt.css").read_text(encoding="utf-8")
