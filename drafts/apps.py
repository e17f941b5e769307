from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """The text: its versions and their paragraphs, from the first draft to the last."""

    name = "drafts"
    verbose_name = _("Draft texts")

    def ready(self):
        from record import verification

        from .verification import problems

        verification.register("drafts", problems)
