"""How a print run is to be printed, as the run keeps it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choices:
    """Double-sided, with enclosures; for labels the sheet ("" is the usual one of the paper) and the first label."""

    double_sided: bool = False
    enclosures: bool = False
    sheet: str = ""
    first: int = 1

    def kept(self):
        """What was chosen other than usual, as the run keeps it."""
        usual = Choices()
        return {name: value for name, value in vars(self).items() if value != getattr(usual, name)}

    @classmethod
    def of(cls, run):
        """What was chosen for a run."""
        return cls(**run.options)
