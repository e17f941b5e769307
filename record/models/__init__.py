from .approval import Approval
from .delivery import Delivery, DeliveryState
from .event import GENESIS, Chain, Event, Verb
from .file import File
from .job import Job, JobState
from .verification import Verification

__all__ = [
    "GENESIS",
    "Approval",
    "Chain",
    "Delivery",
    "DeliveryState",
    "Event",
    "File",
    "Job",
    "JobState",
    "Verb",
    "Verification",
]
