"""A print run as it was asked for, made into its PDF."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from .. import addressees, documents
from ..models import PrintPart
from .addressing import lines_of
from .choices import Choices
from .copies import Letter, personal_copies
from .labels import labels
from .sheets import sheet_for

STEPS = {PrintPart.LETTERS: 4, PrintPart.LABELS: 3}  # the last of them is that the file is stored
PDF = "application/pdf"


def addressees_of(run):
    """Those of the addressees of its circular whom a run is for, in the order of lists."""
    found = addressees.as_issued(run.circular)
    return [one for one in found if one.delegation.code in run.delegations] if run.delegations else found


def is_printable(enclosure):
    """Whether an enclosure can be printed with the letter: what its pages are like, only a PDF says."""
    return enclosure.file.content_type == PDF


def pdf_of(run, *, verify_url, step):
    """The PDF of a run; ``step`` is told how many of its steps are done. RenderError says why it cannot be made."""
    circular, choices = run.circular, Choices.of(run)
    if reason := circular.why_not_print() or documents.pdf_available():
        raise documents.RenderError(reason)
    blocks = [
        lines_of(one.delegation, circular.dated, circular.language, circular.consultation.place)
        for one in addressees_of(run)
    ]
    make = _copies if run.part == PrintPart.LETTERS else _labels
    return make(run, blocks, choices, verify_url, step)


def _copies(run, blocks, choices, verify_url, step):
    circular = run.circular
    letter = Letter(
        content=circular.content,
        content_sha256=circular.content_sha256,
        reference=circular.reference,
        verify_url=verify_url,
        issued_at=circular.issued_at,
        paper=run.paper,
    )
    enclosures = _enclosures(circular) if choices.enclosures else []
    return personal_copies(letter, blocks, enclosures=enclosures, double_sided=choices.double_sided, step=step)


def _enclosures(circular):
    """Title and content of the enclosures that can be printed, in their order."""
    found = []
    for enclosure in circular.enclosures.select_related("file"):
        if not is_printable(enclosure):
            continue
        content = enclosure.file.read_intact()
        if content is None:
            raise documents.RenderError(
                _("The enclosure “%(title)s” is missing or damaged in the storage. Tell the administrator.")
                % {"title": enclosure.title}
            )
        found.append((enclosure.title, content))
    return found


def _labels(run, blocks, choices, _verify_url, step):
    circular = run.circular
    with override(circular.language):
        title = f"{circular.reference}: {run.get_part_display()}"
    return labels(
        blocks,
        sheet=sheet_for(run.paper, choices.sheet),
        language=circular.language,
        title=title,
        first=choices.first,
        step=step,
    )
