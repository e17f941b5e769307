from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from imrf_portal.demo import loader


class Command(BaseCommand):
    help = (
        "Loads the demonstration: the record of 2019 and a rehearsal dated from today. Refuses to load into a "
        "database that holds anything else."
    )

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="Do nothing where the demonstration is loaded.")

    def handle(self, *, if_empty, **options):
        if not loader.is_there():
            self.load()
        elif not if_empty:
            raise CommandError(_("The demonstration is loaded already. Nothing was changed."))
        loader.deliver()

    def load(self):
        try:
            loader.load(timezone.now())
        except loader.RefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("The demonstration is loaded."))
