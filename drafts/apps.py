from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """The text: its versions and their paragraphs, from the first draft to the last."""

    name = "drafts"
    verbose_name = _("Draft texts")

    def ready(self):
        from consultations import asking, sent
        from record import verification, wording
        from record.models import reading
        from submissions import input_panels

        from . import asked
        from .events import WORDS, readings
        from .panels import traces
        from .sent import SORTS
        from .verification import problems

        asking.register("paragraphs", asked.find)
        sent.register(*SORTS)
        verification.register("drafts", problems)
        reading.register("drafts", readings)
        input_panels.register("traces", traces)
        for kind in WORDS:
            wording.register(kind)
