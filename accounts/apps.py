from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who takes part, and who speaks for whom."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from record import wording
        from record.models import reading

        from .events import readings, words

        reading.register("people", readings)
        for kind in words():
            wording.register(kind)
