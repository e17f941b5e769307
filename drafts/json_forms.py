"""The JSON form of a version."""

from django.conf import settings
from django.urls import reverse

from . import text


def address(name, version):
    return settings.SITE_URL + reverse(f"drafts:{name}", args=[version.consultation.slug, version.number])


def summary(version):
    """What a list says of a version."""
    released = version.released_at and version.released_at.astimezone(version.consultation.zone).isoformat()
    return {
        "url": address("version", version),
        "number": version.number,
        "label": version.label,
        "status": version.status_statement,
        "state": version.state,
        "language": version.language,
        "dated": version.dated.isoformat(),
        "released_at": released,
        "sha256": version.content_sha256 or None,
        "base": version.base.number if version.base else None,
        "pdf": address("version_pdf", version) if version.pdf_id else None,
    } | {name: getattr(version, name) for name in ("note", "numbers_kept") if getattr(version, name)}


def version(version, paragraphs):
    return summary(version) | {"paragraphs": [paragraph(each) for each in paragraphs]}


def paragraph(paragraph):
    return {
        "key": str(paragraph.key),
        "number": paragraph.number,
        "kind": paragraph.kind,
        "level": paragraph.level,
        "text": text.without_notes(paragraph.text),
        "footnotes": paragraph.footnotes,
        "agreement": "open",
    } | ({"alternative": True} if paragraph.alternative else {})
