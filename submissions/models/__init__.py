from .submission import Answer, Submission, SubmissionState, Visibility
from .version import SubmittedVersion

__all__ = ["Answer", "Submission", "SubmissionState", "SubmittedVersion", "Visibility"]
