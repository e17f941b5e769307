from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """What delegations send in: the written inputs, from the working copy to what was submitted."""

    name = "submissions"
    verbose_name = _("Inputs")

    def ready(self):
        from record import verification, wording
        from record.models import reading

        from .events import WORDS, readings
        from .verification import problems

        verification.register("inputs", problems)
        reading.register("inputs", readings)
        for kind in WORDS:
            wording.register(kind)
