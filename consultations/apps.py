from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """A consultation: its questions, meetings, circulars and people."""

    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self):
        from record import verification

        from .verification import problems

        verification.register("circulars", problems)
