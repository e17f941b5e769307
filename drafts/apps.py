from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """The text: its versions and their paragraphs, from the first draft to the last."""

    name = "drafts"
    verbose_name = _("Draft texts")

    def ready(self):
        from consultations import sent
        from record import verification, wording
        from record.models import reading

        from .events import WORDS, readings
        from .sent import SORTS
        from .verification import problems

        sent.register(*SORTS)
        verification.register("drafts", problems)
        reading.register("drafts", readings)
        for kind in WORDS:
            wording.register(kind)
