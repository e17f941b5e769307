from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """A consultation: its questions, meetings, circulars and people."""

    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self):
        from django.db.models import Q

        from record import verification, wording
        from record.models import delivery, reading

        from .events import WORDS, readings
        from .reminding import PRIVATE
        from .verification import problems

        verification.register("circulars", problems)
        reading.register("circulars", readings)
        delivery.keep_untold("reminders", Q(kind=PRIVATE))
        for kind in WORDS:
            wording.register(kind)
