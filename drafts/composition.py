"""What a version says: its facts and paragraphs, composed into the content that is approved, frozen and printed."""

from django.utils.translation import gettext as _

from consultations.models import CoFacilitator
from record.hashing import content_hash
from record.models import Approval

from . import numbering, text
from .models import DraftVersion, ParagraphKind

FACTS = ["number", "label", "status_statement", "language", "organ", "session", "agenda_item", "symbol", "dated"]
FACTS_WHERE_GIVEN = ["note", "numbers_kept"]  # so that what was released before there were any keeps its hash


def paragraphs_of(version):
    """The paragraphs in order, each with the ``number`` it has now: stored, or of a working copy over its base."""
    paragraphs = list(version.paragraphs.in_order())
    if version.is_frozen():
        return paragraphs
    for paragraph, number in zip(paragraphs, numbers_over_base(version, paragraphs), strict=True):
        paragraph.number = number
    return paragraphs


def numbers_over_base(version, paragraphs):
    """The numbers of a working copy: those of its base, with bis and ter for what is new."""
    base = list(version.base.paragraphs.in_order()) if version.base_id else []
    return numbering.over(paragraphs, base, [paragraph.number for paragraph in base])


def numbers_at_release(version, paragraphs):
    """The numbers that a release gives: counted anew, or kept as the working copy shows them."""
    return numbers_over_base(version, paragraphs) if version.numbers_kept else numbering.plain(paragraphs)


def content_of(version):
    """All that will be released, as a JSON value. A released version answers with what was frozen."""
    if version.content is not None:
        return version.content
    paragraphs = list(version.paragraphs.in_order())
    facts = {name: getattr(version, name) for name in FACTS}
    facts |= {name: getattr(version, name) for name in FACTS_WHERE_GIVEN if getattr(version, name)}
    return facts | {
        "dated": version.dated.isoformat(),
        "consultation": version.consultation.slug,
        "base": version.base.number if version.base else None,
        "base_sha256": version.base.content_sha256 if version.base else None,
        "paragraphs": paragraph_contents(paragraphs, numbers_at_release(version, paragraphs)),
        "lineage": lineage_content(version),
    }


def paragraph_contents(paragraphs, numbers):
    """Paragraphs with their ``numbers``, as they stand in the content."""
    return [
        {
            "key": str(paragraph.key),
            "number": number,
            "kind": str(paragraph.kind),
            "level": paragraph.level,
            "text": paragraph.text,
            "footnotes": paragraph.footnotes,
            **({"alternative": True} if paragraph.alternative else {}),
        }
        for paragraph, number in zip(paragraphs, numbers, strict=True)
    ]


def lineage_content(version):
    """What is known of split and merged paragraphs, as it stands in the content."""
    return sorted([str(key), str(base_key)] for key, base_key in version.lineage.values_list("key", "base_key"))


def content_sha256(version):
    """The hash of the content as it is now: what an approval approves."""
    return version.content_sha256 or content_hash(content_of(version))


def problems(version, content):
    """Why the draft cannot be released with this content: sentences, in the order of the text."""
    paragraphs = content["paragraphs"]
    return [*_missing(paragraphs), *_label_taken(version), *(why for each in paragraphs for why in _faults(each))]


def _missing(paragraphs):
    kinds = {paragraph["kind"] for paragraph in paragraphs}
    if ParagraphKind.TITLE not in kinds:
        yield _("The text has no title. Add one as its first paragraph.")
    if ParagraphKind.OPERATIVE not in kinds:
        yield _("The text has no operative paragraph. Add at least one.")


def _label_taken(version):
    others = DraftVersion.objects.kept().filter(consultation=version.consultation_id, label__iexact=version.label)
    if others.exclude(pk=version.pk).exists():
        yield _("Another version is called “%(label)s” already. Give this one a label of its own.") % {
            "label": version.label
        }


def _faults(paragraph):
    place = {"place": paragraph["number"] or ParagraphKind(paragraph["kind"]).label}
    if not paragraph["text"]:
        yield _("%(place)s is empty. Write its text or delete it.") % place
    called, given = text.notes(paragraph["text"]), len(paragraph["footnotes"])
    if called != list(range(1, given + 1)):
        yield _("%(place)s: its footnotes and their marks [^1], [^2] do not match. Number the marks in order.") % place


def approvers(version, at):
    """The co-facilitators in force at ``at``, in their order: each of them must approve a release."""
    leads = CoFacilitator.objects.at(at).filter(consultation=version.consultation_id)
    return [lead.user for lead in leads.select_related("user").order_by("order")]


def is_approved(version, sha256, at):
    """Whether all co-facilitators in force have approved exactly the content with this hash."""
    needed = {user.pk for user in approvers(version, at)}
    return bool(needed) and needed <= {approval.user_id for approval in Approval.objects.of(version, sha256)}
