from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """What delegations send in: the written inputs, from the working copy to what was submitted."""

    name = "submissions"
    verbose_name = _("Inputs")

    def ready(self):
        from record import verification

        from .verification import problems

        verification.register("inputs", problems)
