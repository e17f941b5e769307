"""Search over 5,000 answers against ``icontains``: ``python -m imrf_portal.benchmarks.search``.

A database of its own is started, filled with words drawn by chance, and gone at the end. Measured in turn, so that what
else the machine does falls on both. Speed wants a rare word in 1/50 of the time of ``icontains``, and the page with
twenty excerpts in 1/5.
"""

import os
import random
import sys
import time
from datetime import UTC, date, datetime

from imrf_portal.embedded.pytest_plugin import ROOT, Stores

ANSWERS, WORDS, ROUNDS = 5_000, 300, 40
RARE, USUAL, COMMON = "zweifelsfrei", "regional", "forum"  # in 1 of 1,000 answers, of 20, of 2
AT = datetime(2019, 2, 20, 15, tzinfo=UTC)


def main():
    stores = Stores(ROOT / "var" / "test-pg-template")
    try:
        os.environ |= {"DATABASE_URL": stores.start_postgres(), "SECRET_KEY": "a benchmark", "DEMO": "0"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "imrf_portal.settings"
        measure()
    finally:
        stores.stop()


def measure():
    import django

    django.setup()  # before any model can be imported, so all of them are imported further down
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    consultation = fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    for name, word in (("rare", RARE), ("usual", USUAL), ("common", COMMON)):
        report(name, timed(ways(consultation, word)))


def ways(consultation, word):
    """By name: what is timed. The yardstick reads the same texts and knows nothing of who may read them."""
    from record.actor import Actor
    from submissions import search
    from submissions.models import SearchPassage

    actor = Actor(at=AT)

    def page():
        found = search.find(word, actor, consultation)
        return search.excerpts(word, [key for key, _version in found[: search.PAGE]])

    found = search.passages(word, actor, consultation)
    # What the database does of it, without what is spent to put the question together.
    asked = found.values("pk").query.sql_with_params()
    return {
        "icontains": lambda: list(SearchPassage.objects.filter(text__icontains=word).values_list("pk", flat=True)),
        "found, in SQL": lambda: raw(*asked),
        "found": lambda: search.find(word, actor, consultation),
        "page of 20": page,
    }


def raw(sql, params):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def timed(ways):
    """The shortest time of each way in milliseconds, all in turn in every round: the one that nothing disturbed."""
    spent = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            spent[name].append((time.perf_counter() - began) * 1000)
    return {name: min(times) for name, times in spent.items()}


def report(name, spent):
    yardstick = spent["icontains"]
    for way, milliseconds in spent.items():
        sys.stdout.write(f"{name:8} {way:14} {milliseconds:8.2f} ms   1/{yardstick / milliseconds:.1f}\n")


def fill():
    """A consultation with as many answers, four to an input, and its passages."""
    from accounts.models import Delegation, Party, User
    from consultations.models import Call, Consultation
    from record.hashing import content_hash
    from submissions.actions.indexing import index
    from submissions.models import Submission, SubmittedVersion

    chance = random.Random(1)  # noqa: S311 - the same texts every time, and no secret
    consultation = Consultation.objects.create(
        slug="benchmark", title="A benchmark", short_title="Benchmark", mandate="None.", contact="a@portal.test",
        opens_on=date(2019, 2, 1), expected_end=date(2019, 7, 26),
    )  # fmt: skip
    user = User.objects.create_user("someone@portal.test", name="Someone")
    call = Call.objects.create(
        consultation=consultation, number=1, kind="opening_questions", audience=["member_state"], opens_at=AT
    )
    speaker = Delegation.objects.create(code="PRT", kind="member_state", iso3="PRT", formal_name="A mission")
    for serial in range(1, ANSWERS // 4 + 1):
        submission = Submission.objects.create(
            consultation=consultation, call=call, delegation=speaker, capacity="on_behalf", state="submitted",
            party=Party.objects.create(speaker=speaker, capacity="on_behalf", as_of=AT.date()),
            year=2019, serial=serial, began_by=user, touched_at=AT,
        )  # fmt: skip
        content = {"language": "en", "visibility": "public", "reference": submission.reference}
        content["answers"] = [{"numeral": "", "question": "", "html": "", "text": text(chance)} for _four in range(4)]
        index(
            SubmittedVersion.objects.create(
                submission=submission,
                number=1,
                content=content,
                sha256=content_hash(content),
                visibility="public",
                submitted_at=AT,
                submitted_by=user,
                late=False,
            )
        )
    return consultation


def text(chance):
    """An answer: words as unevenly frequent as those of a language, and the three that are looked for."""
    words = [f"word{int(chance.paretovariate(0.6)) % 8_000}" for _word in range(WORDS)]
    for word, share in ((COMMON, 0.5), (USUAL, 0.05), (RARE, 0.001)):
        if chance.random() < share:
            words[chance.randrange(WORDS)] = word
    return " ".join(words)


if __name__ == "__main__":
    main()
