"""What stands against a text: one finding."""

from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """A finding in ``field``: an error stands in the way of approval, a warning advises; ``message`` says how."""

    level: str
    field: str
    code: str
    message: str
    excerpt: str = ""
