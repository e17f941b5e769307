from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "imrf_portal"

    def ready(self):
        from . import checks, sessions  # noqa: F401 - they register themselves
