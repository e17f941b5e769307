from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from record import verification
from record.models import Chain


class Command(BaseCommand):
    help = (
        "Computes every hash of the record again: events and their chains, files, and what the other parts of the "
        "portal have issued. Prints one line for each problem and ends with 1 if there is any. A chain whose last "
        "events were cut off together with its head looks whole from inside: compare the heads printed here with "
        "those that were printed earlier and are kept elsewhere."
    )

    def add_arguments(self, parser):
        parser.add_argument("--consultation", metavar="SLUG", help="Only what belongs to this consultation.")

    def handle(self, *, consultation, **options):
        if consultation and not Chain.objects.filter(name=consultation).exists():
            raise CommandError(
                _("No chain is called “%(slug)s”. Without --consultation everything is checked and all are named.")
                % {"slug": consultation}
            )
        count = 0
        for count, problem in enumerate(verification.problems(consultation), start=1):  # noqa: B007 - counted below
            self.stdout.write(str(problem))
        for name, length, head in verification.heads():
            if consultation in {None, name}:
                self.stdout.write(
                    _("%(name)s: %(length)s events, head %(head)s") % {"name": name, "length": length, "head": head}
                )
        checks = ", ".join(verification.CHECKS)
        if count:
            message = ngettext(
                "%(count)s problem found in: %(checks)s.", "%(count)s problems found in: %(checks)s.", count
            )
            raise CommandError(message % {"count": count, "checks": checks})
        self.stdout.write(_("No problem found in: %(checks)s.") % {"checks": checks})
