from .reading import Excerpt, PaperInput, PaperWay, SearchPassage, Theme
from .statement import Statement
from .submission import Answer, Submission, SubmissionState, Visibility
from .version import SubmittedVersion
from .writing import Alignment, AnswerEdition, Attachment, VersionAttachment

__all__ = [
    "Alignment",
    "Answer",
    "AnswerEdition",
    "Attachment",
    "Excerpt",
    "PaperInput",
    "PaperWay",
    "SearchPassage",
    "Statement",
    "Submission",
    "SubmissionState",
    "SubmittedVersion",
    "Theme",
    "VersionAttachment",
    "Visibility",
]
