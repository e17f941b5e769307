"""How long the paragraphs of the editor take to render, and how large they are, without the database.

    python -m imrf_portal.benchmarks.editor [--paragraphs 300] [--rounds 5]

Prints milliseconds (processor, the least of the rounds) for the forms, for their numbers, and kilobytes of HTML.
"""

import argparse
import time

from .print_run import set_up

TEXT = "*Requests* that this sample paragraph be as long as those of a resolution are, which is about as much as this; "


def paragraphs(count):
    from drafts.models import DraftVersion, Paragraph

    version = DraftVersion(pk=1, number=1)
    return [Paragraph(version=version, order=place, kind="operative", text=TEXT * 3) for place in range(1, count + 1)]


def rendered(found):
    from django.template.loader import render_to_string

    from drafts.forms import FORMS
    from drafts.views.editing import row_of

    rows = [row_of(paragraph, {}) for paragraph in found]
    page = {"forms": FORMS, "place": "/rehearsal/drafts/1/paragraphs/"}
    return "".join(render_to_string("drafts/_edit_paragraph.html", page | {"row": row}) for row in rows)


def numbered(found):
    from drafts import numbering

    return numbering.plain(found)


def measured(work, found, rounds):
    """The least processor milliseconds of the rounds."""
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        work(found)
        spent.append(time.process_time() - began)
    return 1000 * min(spent)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--paragraphs", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    set_up()
    found = paragraphs(asked.paragraphs)
    print(f"{asked.paragraphs} paragraphs, {len(rendered(found).encode()) // 1024} kB")  # noqa: T201
    for work in (rendered, numbered):
        print(f"  {work.__name__:10} {measured(work, found, asked.rounds):7.1f} ms processor")  # noqa: T201


if __name__ == "__main__":
    main()
