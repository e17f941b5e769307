"""How much less the personal copies of a letter cost than each letter laid out by itself.

    python -m imrf_portal.benchmarks.print_run [--copies 200] [--paper a4] [--rounds 3] [--yardstick 200]

The letter is that of 1 February 2019; then with an annex of three pages, which the yardstick sets with every letter.
Both are laid out in this process, warm, in turn, by the same renderer. Prints seconds (processor and wall, the least of
the rounds), the ratio, and the peak of memory that each adds, measured in a process of its own.
"""

import argparse
import csv
import multiprocessing
import os
import time
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import django

ADDRESS = "http://127.0.0.1:8000/verify/" + "ab" * 32 + "/"
ISSUED_AT = datetime(2019, 2, 1, 15, 0, tzinfo=UTC)
ANNEX = "\n\n".join(["This annex is a sample. " + "It has as many words as it takes to fill a page. " * 8] * 18)


def set_up():
    """Django without a database, and the fonts that the portal prints with."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imrf_portal.settings_test")
    for name, value in (("SECRET_KEY", "none"), ("DATABASE_URL", "postgres://none"), ("REDIS_URL", "redis://none")):
        os.environ.setdefault(name, value)
    from imrf_portal.embedded.fontconfig import fonts_conf

    os.environ.setdefault("FONTCONFIG_FILE", str(fonts_conf(Path(__file__).resolve().parents[2] / "var")))
    django.setup()


def content():
    """The letter of 1 February 2019."""
    from consultations import letters
    from imrf_portal.demo import seed_letter

    facts = {"meeting": "Wednesday, 13 February 2019, from 3.30 p.m. to 6 p.m."}
    questions = [
        [f"({numeral})", text] for numeral, text in zip(("I", "II", "III"), seed_letter.SEED_QUESTIONS, strict=True)
    ]
    return letters.compose(
        form="joint_letter",
        kind="convening",
        language="en",
        subject="First informal consultation",
        body=seed_letter.SEED_BODY,
        facts=facts | {"questions": questions},
        place="New York",
        dated=date(2019, 2, 1),
        letterheads=seed_letter.SEED_LETTERHEADS,
        signatories=seed_letter.SEED_SIGNATORIES,
        addressee="All Permanent Representatives and\nPermanent Observers to the United Nations\nNew York",
        enclosures=[],
    )


def blocks(copies):
    """The addressees: the missions of the directory, from the first again where they are not enough."""
    from django.conf import settings

    with (settings.BASE_DIR / "data" / "missions.csv").open() as file:
        missions = [row["mission"] for row in csv.DictReader(file)]
    return [[missions[number % len(missions)], "New York"] for number in range(copies)]


def annex_html():
    paragraphs = "".join(f"<p>{text}</p>" for text in ANNEX.split("\n\n"))
    return f'<article class="letter letter-annex"><div class="letter-text">{paragraphs}</div></article>'


@cache
def annex_pdf(paper):
    """The annex as the file that is enclosed, made once before it is measured."""
    from consultations import documents

    html = f'<!doctype html><html lang="en" class="paper-{paper}"><title>Annex</title>{annex_html()}'
    return documents.render_here(html, documents.letter_css() + ANNEX_CSS)


ANNEX_CSS = ".letter-annex { break-before: page; } .letter-annex p { margin-block-end: 3mm; }"


def naive(copies, paper, *, annex):
    """Each letter from HTML of its own."""
    from consultations import documents

    letter, made = content(), []
    for block in blocks(copies):
        html = documents.circular_html(
            letter | {"addressee": block}, reference="2019-001", verify_url=ADDRESS, issued_at=ISSUED_AT, paper=paper
        )
        if annex:
            html = html.replace("</body>", annex_html() + "</body>")
        made.append(documents.render_here(html, documents.letter_css() + ANNEX_CSS))
    return made


def ours(copies, paper, *, annex):
    """The print run, with the annex as the enclosure that it is."""
    from consultations import documents, printing
    from record.hashing import content_hash

    letter = content()
    sample = printing.Letter(letter, content_hash(letter), "2019-001", ADDRESS, ISSUED_AT, paper)
    enclosures = [("Annex", annex_pdf(paper))] if annex else []
    with documents.printing_here():
        return printing.personal_copies(sample, blocks(copies), enclosures=enclosures)


def measured(work, *arguments, **options):
    """Processor and wall seconds of one round."""
    wall, processor = time.perf_counter(), time.process_time()
    work(*arguments, **options)
    return time.process_time() - processor, time.perf_counter() - wall


def peak(work, *arguments, annex):
    """Megabytes that the work adds to a warm process, at their peak."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (work.__name__, arguments, annex))


def _peak(name, arguments, annex):
    set_up()
    work = globals()[name]
    work(2, *arguments[1:], annex=annex)
    before = _high_water()
    work(*arguments, annex=annex)
    return (_high_water() - before) / 1024


def _high_water():
    """Kilobytes at the peak so far, as Linux counts them; what ``resource`` tells is inherited from the parent."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def compare(asked, *, annex):
    """Lay out both, in turn, and print what they cost."""
    letters = asked.yardstick or asked.copies
    naive(1, asked.paper, annex=annex)
    ours(2, asked.paper, annex=annex)
    rounds = [
        (measured(naive, letters, asked.paper, annex=annex), measured(ours, asked.copies, asked.paper, annex=annex))
        for _ in range(asked.rounds)
    ]
    yard = [seconds * asked.copies / letters for seconds in min(one for one, _ in rounds)]
    mine = min(one for _, one in rounds)
    memory = [peak(naive, letters, asked.paper, annex=annex), peak(ours, asked.copies, asked.paper, annex=annex)]
    print(f"{asked.copies} copies, {asked.paper}{', with an annex of three pages' if annex else ''}")  # noqa: T201
    for name, (processor, wall), added in zip(("each by itself", "print run"), (yard, mine), memory, strict=True):
        print(f"  {name:15} {processor:7.2f} s processor {wall:7.2f} s wall {added:+7.0f} MB")  # noqa: T201
    print(f"  ratio           1/{yard[0] / mine[0]:.0f} processor, 1/{yard[1] / mine[1]:.0f} wall")  # noqa: T201


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--paper", choices=("a4", "letter"), default="a4")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--yardstick", type=int, help="letters that are laid out by themselves; the rest is reckoned")
    asked = parser.parse_args()
    set_up()
    for annex in (False, True):
        compare(asked, annex=annex)


if __name__ == "__main__":
    main()
