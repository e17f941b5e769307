"""What a hash is said to belong to: each kind of thing that is issued, its content and its files, and to whom."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from consultations.models import Correction
from consultations.tests import factories as letters
from drafts import actions as drafts
from drafts.tests.factories import House
from imrf_portal import verification
from record.actor import Actor
from submissions import actions as inputs
from submissions.tests import factories as make
from submissions.tests.conftest import world  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
VISITOR = Actor(at=make.AT)
UNKNOWN = "ab" * 32


def found(hashed, actor=VISITOR):
    """Kind, state, whether it stands, and the sentence."""
    thing = verification.find(hashed, actor)
    return thing and (thing.kind, thing.state, thing.is_current, thing.sentence)


def test_an_unknown_hash_belongs_to_nothing():
    assert verification.find(UNKNOWN, VISITOR) is None


# Circulars


STANDS = "It belongs to circular 2019-001, issued on 1 February 2019, which stands."


@pytest.fixture
def team():
    return letters.team()


def annex():
    return letters.kept(b"%PDF-1.7 an annex")


def issued(circular, team):
    with letters.quiet():
        for deed in letters.TO_ISSUE:
            circular = deed(circular, team)
    return circular


def enclosing(team, file):
    """An issued circular with this one enclosure."""
    draft = letters.circular_in("draft", team)
    letters.EnclosureFactory(circular=draft, file=file)
    return issued(draft, team)


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (lambda circular: circular.content_sha256, "Circular (its content)"),
        (lambda circular: circular.pdf.sha256, "Circular (PDF)"),
        (lambda circular: circular.scan.sha256, "Scan of the signed letter"),
        (lambda circular: circular.enclosures.get().file.sha256, "Enclosure of a circular"),
    ],
    ids=["content", "pdf", "scan", "enclosure"],
)
def test_every_part_of_a_circular_is_told_apart(team, part, kind):
    circular = letters.actions.add_scan(
        enclosing(team, annex()), by=team.secretariat, content=b"%PDF-1.7 a scan", name="scan.pdf"
    )

    assert found(part(circular)) == (kind, "issued", True, STANDS)


def test_a_circular_without_a_scan_is_told_from_its_enclosure(team):
    enclosing(team, annex())

    assert found(sha256(b"%PDF-1.7 an annex").hexdigest())[0] == "Enclosure of a circular"


def test_a_superseded_circular_names_what_took_its_place_and_no_addendum(team):
    circular = letters.circular_in("issued", team)
    letters.circular_in("issued", team, corrects=circular, correction=Correction.REV)
    circular.refresh_from_db()
    letters.CircularFactory(
        consultation=team.consultation, drafted_by=team.staff.user, corrects=circular, correction=Correction.ADD
    )
    later = letters.acting(team.secretariat.user, at=letters.AT + timedelta(days=3))
    addendum = circular.corrections.get(correction=Correction.ADD)
    issued(addendum, replace(team, secretariat=later))

    assert found(circular.content_sha256) == (
        "Circular (its content)",
        "superseded",
        False,
        "It belongs to circular 2019-001, issued on 1 February 2019 and superseded since by 2019-002.",
    )


def test_a_withdrawn_circular_is_said_to_be(team):
    circular = letters.circular_in("withdrawn", team)

    assert found(circular.content_sha256)[1:] == (
        "withdrawn",
        False,
        "It belongs to circular 2019-001, issued on 1 February 2019 and withdrawn since.",
    )


def test_a_letter_in_approval_is_nothing_that_was_issued(team):
    asked = letters.circular_in("in_approval", team)

    assert verification.find(asked.asked_sha256, team.secretariat) is None


# Draft texts


@pytest.fixture
def house():
    return House()


def printed(house, version):
    return drafts.complete_print(version, f"%PDF-1.7 version {version.number}".encode(), by=house.staff)


def following(house, base, days=0):
    """The next released version, so many days later."""
    for name in ("staff", "first", "second"):
        setattr(house, name, getattr(house, name).later(timedelta(days=days)))
    return house.release(drafts.begin_next(base, by=house.staff, label=f"Rev.{base.number}"))


def test_a_released_version_by_its_content_and_by_its_file(house):
    version = printed(house, house.release(house.begin()))
    sentence = "It belongs to Zero draft, released on 7 June 2019, which is the current text."

    assert found(version.content_sha256) == ("Draft text (its content)", "released", True, sentence)
    assert found(version.pdf.sha256) == ("Draft text (PDF)", "released", True, sentence)
    assert verification.find(version.pdf.sha256, VISITOR).as_json() == {
        "sha256": version.pdf.sha256,
        "kind": "Draft text (PDF)",
        "reference": "1",
        "title": "Zero draft",
        "state": "released",
        "current": True,
        "url": "http://127.0.0.1:8000/forum/drafts/1/",
    }


def test_a_released_version_by_each_file_that_is_kept_of_it(house):
    version = house.release(house.begin())
    drafts.keep_files(version, {("word", None): b"A Word file.", ("akn", None): b"<xml/>"}, by=house.staff)

    kinds = [found(kept.file.sha256)[0] for kept in version.files.order_by("pk")]
    assert kinds == ["Draft text (Word)", "Draft text (Akoma Ntoso XML)"]


def test_a_superseded_version_names_its_successor_and_not_what_was_discarded(house):
    first = house.release(house.begin())
    drafts.discard(drafts.begin_next(first, by=house.staff, label="Rev.0"), by=house.staff, reason="A slip.")
    second = following(house, first, days=13)
    following(house, second, days=6)

    assert found(first.content_sha256)[1:] == (
        "superseded",
        False,
        "It belongs to Zero draft, released on 7 June 2019 and superseded on 20 June 2019 by Rev.1.",
    )
    assert found(second.content_sha256)[1:] == (
        "superseded",
        False,
        "It belongs to Rev.1, released on 20 June 2019 and superseded on 26 June 2019 by Rev.3.",
    )


def test_a_text_that_a_letter_encloses_is_what_it_is_by_itself(house, team):
    version = printed(house, house.release(house.begin()))
    enclosing(team, version.pdf)
    following(house, version)

    assert found(version.pdf.sha256)[:3] == ("Draft text (PDF)", "superseded", False)


def test_a_working_draft_is_nothing_that_was_released(house):
    version = house.asked(house.begin())

    assert verification.find(version.asked_sha256, house.staff) is None


# Inputs


def submitted(world, visibility="public"):  # noqa: F811
    return make.submitted(make.begun(world.call, world.head), world.head, visibility)


def revised(world, version):  # noqa: F811
    by = world.head.later(timedelta(days=5))
    return make.revised(version.submission, by, "<p>Another sample.</p>")


def test_a_public_input_by_its_content_and_by_its_receipt(world):  # noqa: F811
    version = inputs.complete_receipt(submitted(world), b"%PDF-1.7 a receipt", by=world.head)
    sentence = "It is version 1 of input PRT-2019-1, submitted on 20 February 2019, which stands."

    assert found(version.sha256) == ("Input (its content)", "submitted", True, sentence)
    assert found(version.receipt.sha256) == ("Receipt of an input (PDF)", "submitted", True, sentence)
    assert verification.find(version.sha256, VISITOR).title == "PRT-2019-1, version 1"


def test_an_input_stands_while_a_revision_of_it_is_written(world):  # noqa: F811
    version = submitted(world)
    inputs.revise(version.submission, by=world.head)

    assert found(version.sha256)[1:3] == ("submitted", True)


def test_a_revised_input_names_the_version_that_took_its_place(client, world):  # noqa: F811
    first = submitted(world)
    second = revised(world, first)

    assert found(first.sha256)[1:] == (
        "superseded",
        False,
        "It is version 1 of input PRT-2019-1, submitted on 20 February 2019; "
        "version 2 took its place on 25 February 2019.",
    )
    assert found(second.sha256)[1:3] == ("submitted", True)
    url = verification.find(first.sha256, VISITOR).url
    assert "This is version 1. Version 2 has taken its place." in client.get(url).content.decode()


def test_a_withdrawn_input_is_said_to_be(client, world):  # noqa: F811
    first = submitted(world)
    second = revised(world, first)
    inputs.withdraw(second.submission, by=world.head, reason="Given in error.")

    for version, day in ((first, 20), (second, 25)):
        assert found(version.sha256)[1:] == (
            "withdrawn",
            False,
            f"It is version {version.number} of input PRT-2019-1, "
            f"submitted on {day} February 2019 and withdrawn since.",
        )
        assert client.get(verification.find(version.sha256, VISITOR).url).status_code == 200


@pytest.mark.parametrize(
    ("visibility", "knows"),
    [
        # visitor, another State, own delegate, staff, secretariat
        ("public", [True, True, True, True, True]),
        ("participants", [False, True, True, True, True]),
        ("cofacilitators", [False, False, True, True, False]),
    ],
)
def test_an_input_that_one_may_not_read_is_answered_as_unknown(client, world, visibility, knows):  # noqa: F811
    version = inputs.complete_receipt(submitted(world, visibility), b"%PDF-1.7 a receipt", by=world.head)
    spain = make.member(make.delegation("ESP", "Spain"), "head")
    people = [VISITOR, spain, world.delegate]
    people += [make.works_for(world.consultation, kind) for kind in ("staff", "secretariat")]

    for hashed in (version.sha256, version.receipt.sha256):
        assert [verification.find(hashed, actor) is not None for actor in people] == knows
        page, unknown = client.get(f"/verify/{hashed}/"), client.get(f"/verify/{UNKNOWN}/")
        assert (page.status_code == unknown.status_code) == (not knows[0])
        assert (page.content.decode().replace(hashed, UNKNOWN) == unknown.content.decode()) == (not knows[0])


def test_a_version_for_few_is_not_named_once_a_later_one_is_for_all(world):  # noqa: F811
    first = submitted(world, "cofacilitators")
    second = revised(world, first)

    assert verification.find(first.sha256, VISITOR) is None
    assert found(second.sha256)[2] is True


def test_an_unsubmitted_input_is_nothing_that_was_submitted(world):  # noqa: F811
    begun = make.begun(world.call, world.head)
    hashed = make.composition.text_sha256(begun, world.head.at)

    assert verification.find(hashed, world.head) is None
