"""The files of a version: what each is called, which are stored, and how one is made that is not.

Released, a version is stored in every form there is, and so are its changes against the version it was made from.
Other pairs and working drafts are made when somebody asks; the same content gives the same bytes.
"""

import logging

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from . import akoma, comparing, composition, documents, rows, word
from .models import VersionFile, VersionFileKind

log = logging.getLogger(__name__)
Kind = VersionFileKind
# of each kind: the ending of its name, its content type
FORMS = {
    Kind.PDF_LETTER: ("-letter.pdf", "application/pdf"),
    Kind.WORD: (".docx", word.CONTENT_TYPE),
    Kind.AKOMA_NTOSO: (".xml", akoma.CONTENT_TYPE),
    Kind.REDLINE: (".json", "application/json"),
    Kind.REDLINE_PDF: (".pdf", "application/pdf"),
    Kind.REDLINE_WORD: (".docx", word.CONTENT_TYPE),
}
BY_ITSELF = (Kind.WORD, Kind.AKOMA_NTOSO, Kind.PDF_LETTER)
AGAINST_BASE = (Kind.REDLINE, Kind.REDLINE_WORD, Kind.REDLINE_PDF)


def name_of(version, kind, base=None):
    """How a file of a version is called: ``forum-draft-2-against-1.docx``."""
    against = f"-against-{base.number}" if base else ""
    return f"{version.consultation.slug}-draft-{version.number}{against}{FORMS[kind][0]}"


def stored(version, kind, base=None):
    """The File that is stored of this kind, if there is one."""
    found = VersionFile.objects.filter(version=version, kind=kind, base=base).select_related("file").first()
    return found and found.file


def wanted(version):
    """What is to be stored of a released version and is not: (kind, base) pairs."""
    all_of_them = [(kind, None) for kind in BY_ITSELF]
    if version.base_id:
        all_of_them += [(kind, version.base) for kind in AGAINST_BASE]
    there = set(VersionFile.objects.filter(version=version).values_list("kind", "base"))
    return [(kind, base) for kind, base in all_of_them if (kind, base and base.pk) not in there]


def rows_between(new, old):
    """The rows of a comparison: those that were stored of this pair, else compared now."""
    if new.is_frozen() and old.is_frozen() and (file := stored(new, Kind.REDLINE, old)):
        content = file.read_intact()
        if content is not None:
            return rows.read(content)
        log.error("File %s is missing or damaged: the redline is compared anew.", file.pk)
    return comparing.rows_between(new, old)


def made(version, kind, base=None, at=None):
    """The bytes of a file of this kind. Raises RenderError with a sentence if it cannot be printed here."""
    return MAKE[kind](version, base, at)


def options_pdf(version, options):
    """The version printed as somebody chose."""
    return documents.version_pdf(version.content, options=options, **_foot(version))


def _letter(version, _base, _at):
    return options_pdf(version, documents.Options("letter"))


def _word(version, _base, at):
    return word.clean(_content(version), _imprint(version, at))


def _word_tracked(version, base, at):
    lineage = comparing.lineage_between(version, base)
    return word.tracked(_content(version), _content(base), lineage, _imprint(version, at))


def _akoma(version, _base, _at):
    source = akoma.Source(
        address=settings.SITE_URL + version.get_absolute_url(),
        authors=_authors(version),
        portal=version.consultation.title,
        released_on=version.consultation.day(version.released_at).isoformat(),
        sha256=version.content_sha256,
    )
    return akoma.xml(version.content, source)


def _redline(version, base, _at):
    return rows.kept(comparing.rows_between(version, base), version, base)


def _redline_pdf(version, base, _at):
    found = rows_between(version, base)
    paper = version.consultation.paper
    return documents.redline_pdf(version.content, base.content, found, paper=paper, **_foot(version))


MAKE = {
    Kind.PDF_LETTER: _letter,
    Kind.WORD: _word,
    Kind.AKOMA_NTOSO: _akoma,
    Kind.REDLINE: _redline,
    Kind.REDLINE_PDF: _redline_pdf,
    Kind.REDLINE_WORD: _word_tracked,
}


def _content(version):
    """The content; of a working draft with the numbers that its page shows."""
    content = composition.content_of(version)
    if version.is_frozen():
        return content
    paragraphs = composition.paragraphs_of(version)
    numbers = [paragraph.number for paragraph in paragraphs]
    return content | {"paragraphs": composition.paragraph_contents(paragraphs, numbers)}


def _authors(version):
    return _("Co-facilitators of %(consultation)s") % {"consultation": version.consultation.short_title}


def _imprint(version, at):
    """Who stands for a Word file and when; one of a working draft says that it is none to rely on."""
    with translation.override(version.language):
        verify = _("Working draft, not released")
        if version.is_frozen():
            words = {"start": version.content_sha256[:16], "address": _foot(version)["verify_url"]}
            verify = _("SHA-256 %(start)s… · Verify at %(address)s") % words
        return word.Imprint(_authors(version), version.released_at or at, version.consultation.paper, verify)


def _foot(version):
    sha256 = version.content_sha256
    verify_url = f"{settings.SITE_URL}/verify/{sha256}/"
    return {"sha256": sha256, "verify_url": verify_url, "released_at": version.released_at}
