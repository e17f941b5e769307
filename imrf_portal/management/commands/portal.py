"""``manage.py portal``: what ``./run`` starts."""

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from imrf_portal.embedded import portal


class Command(BaseCommand):
    help = "Run the whole portal: database and broker (unless DATABASE_URL and REDIS_URL are set), worker, clock, web."
    requires_system_checks = []  # there is no database yet; migrate checks it once there is

    def handle(self, **options):
        sys.exit(portal.run(settings.BASE_DIR, os.environ, tell=self.tell))

    def tell(self, line):
        self.stdout.write(line)
        self.stdout.flush()
