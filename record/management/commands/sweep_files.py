from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from record import storing


class Command(BaseCommand):
    help = (
        "Lists files in the storage that no row names and that are older than a day: they were written by work that "
        "broke off or was rolled back. With --remove they are deleted."
    )

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="Delete what is listed.")

    def handle(self, *, remove, **options):
        count = size = 0
        for path in storing.orphans():
            count, size = count + 1, size + path.stat().st_size
            self.stdout.write(str(path))
            if remove:
                path.unlink()
        line = _("%(count)s files of %(size)s bytes removed.") if remove else _("%(count)s files of %(size)s bytes.")
        self.stdout.write(line % {"count": count, "size": size})
