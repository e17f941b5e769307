from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    """What happened, what was issued and what was sent, for every app, and nothing else."""

    name = "record"
    verbose_name = _("Record")
