from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts import missions
from accounts.mission_files import FaultyFilesError


class Command(BaseCommand):
    help = (
        "Brings the directory of Member States and observer States, their names in six languages and their groups to "
        "what the files say. names.csv, name_history.csv and groups.csv are read where they lie beside FILE. Can be "
        "run again at any time; if a row is bad nothing is written."
    )

    def add_arguments(self, parser):
        default = settings.BASE_DIR / "data" / "missions.csv"
        parser.add_argument("file", metavar="FILE", nargs="?", type=Path, default=default, help="data/missions.csv")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and change nothing.")

    def handle(self, *, file, dry_run, **options):
        try:
            counts = missions.load(file, dry_run=dry_run)
        except FaultyFilesError as error:
            raise CommandError(_("Nothing was loaded.") + f"\n{error}") from error
        for count in counts:
            self.stdout.write(
                _("%(what)s: %(created)s created, %(changed)s changed, %(unchanged)s unchanged") % count._asdict()
                + (_("; %(others)s in no file, left as they are") % count._asdict() if count.others else "")
            )
        if dry_run:
            self.stdout.write(_("A dry run: nothing was written."))
