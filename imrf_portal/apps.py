from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "imrf_portal"

    def ready(self):
        from . import checks  # noqa: F401 - registers them
