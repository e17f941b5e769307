from .comment import AskedParagraph, Comment, CommentAudience
from .editing import Import, Lease, ParagraphEdition, Step
from .files import VersionFile, VersionFileKind
from .paragraph import Lineage, Paragraph, ParagraphKind, fitting_level
from .trace import Disposition, Trace
from .version import FROZEN, UNRELEASED, DraftVersion, VersionState

__all__ = [
    "FROZEN",
    "UNRELEASED",
    "AskedParagraph",
    "Comment",
    "CommentAudience",
    "Disposition",
    "DraftVersion",
    "Import",
    "Lease",
    "Lineage",
    "Paragraph",
    "ParagraphEdition",
    "ParagraphKind",
    "Step",
    "Trace",
    "VersionFile",
    "VersionFileKind",
    "VersionState",
    "fitting_level",
]
