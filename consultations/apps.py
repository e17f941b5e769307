from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """A consultation: its questions, meetings, circulars and people."""

    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self):
        from record import verification, wording
        from record.models import reading

        from .events import WORDS, readings
        from .verification import problems

        verification.register("circulars", problems)
        reading.register("circulars", readings)
        for kind in WORDS:
            wording.register(kind)
