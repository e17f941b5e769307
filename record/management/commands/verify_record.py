from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from record import anchors, verification
from record.models import Chain, Verification


class Command(BaseCommand):
    help = (
        "Computes every hash of the record again: events and their chains, files, and what the other parts of the "
        "portal have issued. Prints one line for each problem and ends with 1 if there is any. A chain whose last "
        "events were cut off together with its head looks whole from inside: --write-anchor adds the heads to a file, "
        "which is kept elsewhere, and --anchor compares with it. What was found is shown on the pages of the record."
    )

    def add_arguments(self, parser):
        parser.add_argument("--consultation", metavar="SLUG", help="Only what belongs to this consultation.")
        parser.add_argument("--anchor", metavar="FILE", type=Path, help="Compare with the heads in this file.")
        parser.add_argument(
            "--write-anchor", metavar="FILE", type=Path, help="Add the heads to this file, if all is well."
        )

    def handle(self, *, consultation, anchor, write_anchor, **options):
        self._refuse_unknown(consultation)
        kept = [one for one in self._read(anchor) if consultation in {None, one.chain}]
        chains = [chain for chain in Chain.objects.order_by("name") if consultation in {None, chain.name}]
        found = [*verification.problems(consultation), *anchors.problems(kept)]
        for problem in found:
            self.stdout.write(str(problem))
        self._write_down(chains, len(found))
        self._end(found, [*verification.CHECKS, *(["anchors"] if anchor else [])])
        if write_anchor:
            self._add(write_anchor, chains)

    def _refuse_unknown(self, consultation):
        if consultation and not Chain.objects.filter(name=consultation).exists():
            raise CommandError(
                _("No chain is called “%(slug)s”. Without --consultation everything is checked and all are named.")
                % {"slug": consultation}
            )

    def _read(self, path):
        try:
            return anchors.read(path.read_text(encoding="utf-8")) if path else []
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("The anchors cannot be read: %(error)s. Name the file that --write-anchor wrote.") % {"error": error}
            ) from error
        except anchors.UnreadableError as error:
            raise CommandError(str(error)) from error

    def _write_down(self, chains, problems):
        """Print the heads, and keep that they were verified. They were read before the events, which only grow."""
        at = timezone.now()
        for chain in chains:
            Verification.objects.create(
                chain=chain.name, at=at, length=chain.length, head=chain.head, problems=problems
            )
            words = {"name": chain, "length": chain.length, "head": chain.head}
            self.stdout.write(_("%(name)s: %(length)s events, head %(head)s") % words)

    def _end(self, found, checks):
        words = {"count": len(found), "checks": ", ".join(checks)}
        if found:
            message = ngettext(
                "%(count)s problem found in: %(checks)s.", "%(count)s problems found in: %(checks)s.", len(found)
            )
            raise CommandError(message % words)
        self.stdout.write(_("No problem found in: %(checks)s.") % words)

    def _add(self, path, chains):
        at = timezone.now().isoformat(timespec="seconds")
        lines = [f"{anchors.Anchor(at, chain.name, chain.length, chain.head)}\n" for chain in chains]
        try:
            with path.open("a", encoding="utf-8") as file:
                file.writelines(lines)
        except OSError as error:
            raise CommandError(
                _("The heads could not be written: %(error)s. Name a file in a directory that is there.")
                % {"error": error}
            ) from error
        self.stdout.write(
            _("The heads were added to %(path)s. Keep it where this database cannot be reached from.") % {"path": path}
        )
