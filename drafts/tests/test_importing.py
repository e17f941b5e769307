"""A text brought in, corrected and taken over: keys stay, what is gone goes unless it is kept, one step is kept."""

import pytest
from django.core.exceptions import ValidationError

from drafts import actions, composition
from drafts.importing import pasted, planning
from drafts.models import Import, ParagraphEdition
from record.models import Event, Verb
from record.waking import quiet

from .factories import PARAGRAPHS, House

pytestmark = pytest.mark.django_db
TEXT = """A sample of a draft

The General Assembly,

Welcoming what is new in this sample,

Recalling its resolution 73/195,

1. Decides to meet in 2023; and to hold four round tables;

(a) In New York;
"""


@pytest.fixture
def house(db):
    with quiet():
        yield House()


@pytest.fixture
def version(house):
    return house.begin()


def bring(version, house, text=TEXT):
    return actions.bring_in(version, by=house.staff, **pasted.read(text))


def seen(found):
    found.version.refresh_from_db()
    rows = planning.rows_over(found, found.version, composition.paragraphs_of(found.version))
    return planning.seen(found.version.revision, rows)


def take_over(found, house):
    return actions.take_over(found, by=house.staff, seen=seen(found))


def text_of(version):
    return [(each.number, each.text) for each in composition.paragraphs_of(version)]


def keys(version):
    return {each.text: each.key for each in version.paragraphs.all()}


def test_bringing_in_changes_nothing_and_records_nothing(house, version):
    before, events = text_of(version), Event.objects.count()

    found = bring(version, house)

    assert text_of(version) == before
    assert (found.revision, found.by, found.taken_over_at) == (version.revision, house.staff.user, None)
    assert Event.objects.count() == events


def test_taking_over_changes_inserts_and_deletes_and_keeps_the_keys(house, version):
    before = keys(version)
    found = bring(version, house)

    take_over(found, house)

    after = keys(version)
    assert text_of(version) == [
        ("", "A sample of a draft"),
        ("", "*The General Assembly*,"),
        ("PP1", "*Welcoming* what is new in this sample,"),
        ("PP2", "*Recalling* its resolution 73/195,[^1]"),
        ("OP1", "*Decides* to meet in 2023; and to hold four round tables;"),
        ("(a)", "In New York;"),
    ]
    assert after["In New York;"] == before["In New York;"]
    assert after[text_of(version)[3][1]] == before["*Recalling* its resolution 73/195,[^1]"]
    assert after[text_of(version)[4][1]] == before["*Decides* to meet in 2022; and to hold four round tables;"]
    assert version.paragraphs.get(text__startswith="*Recalling").footnotes == ["Sample note."]


def test_taking_over_records_counts_keeps_a_step_and_voids_what_was_asked(house, version):
    house.asked(version)
    found = bring(version, house)
    version.refresh_from_db()
    revision = version.revision

    found = take_over(found, house)

    version.refresh_from_db()
    event = Event.objects.about(version).order_by("-place").first()
    assert (event.verb, event.user) == (Verb.IMPORTED, house.staff.user)
    counts = {name: event.facts[name] for name in ("changed", "new", "moved", "deleted")}
    assert counts == {"changed": 1, "new": 1, "moved": 0, "deleted": 1}
    assert (version.revision, version.asked_sha256) == (revision + 1, "")
    assert found.taken_over_at == house.staff.at
    assert sorted(ParagraphEdition.objects.values_list("deed", flat=True)) == [
        "begun",
        "deleted",
        "imported",
        "imported",
    ]


def test_taking_over_is_undone_as_one_step(house, version):
    before, revision = (text_of(version), keys(version)), version.revision
    take_over(bring(version, house), house)

    actions.undo(version, by=house.staff, step=version.steps.get().pk)

    assert (text_of(version), keys(version)) == before
    assert version.revision == revision


def test_what_is_gone_stays_where_it_stood_if_it_is_kept(house, version):
    found = bring(version, house)
    last = str(keys(version)["*Requests* a report."])

    found = actions.correct_import(found, by=house.staff, gone={last}, kept={last, "of no paragraph"})
    take_over(found, house)

    assert text_of(version)[-1] == ("OP2", "*Requests* a report.")
    assert str(keys(version)["*Requests* a report."]) == last


def test_corrections_are_kept_and_the_rest_is_matched_anew(house, version):
    found = bring(version, house)
    decides = str(keys(version)["*Decides* to meet in 2022; and to hold four round tables;"])
    same = {place: {name: row[name] for name in ("kind", "level", "key")} for place, row in enumerate(found.rows)}

    rows = same | {4: {"kind": "preambular", "level": 2, "key": None}, 2: {"kind": "", "level": 0, "key": None}}
    rows[3] = {"kind": "subparagraph", "level": 2, "key": decides}
    found = actions.correct_import(found, by=house.staff, rows=rows)

    assert [row["key"] for row in found.rows][2:5] == [None, decides, None]
    take_over(found, house)
    assert [(each.kind, each.level) for each in version.paragraphs.in_order()][2:4] == [
        ("subparagraph", 2),
        ("preambular", 0),
    ]
    assert version.paragraphs.get(key=decides).text == "*Recalling* its resolution 73/195,"
    assert not version.paragraphs.filter(text__contains="Welcoming").exists()


def test_a_paragraph_chosen_for_one_row_is_taken_from_the_other(house, version):
    found = bring(version, house)
    recalling = found.rows[3]["key"]
    chosen = {"kind": "preambular", "level": 0, "key": recalling}

    found = actions.correct_import(found, by=house.staff, rows={2: chosen, 4: chosen})

    assert [row["key"] for row in found.rows].count(recalling) == 1
    assert found.rows[2]["key"] == recalling


def test_draft_that_has_changed_is_matched_again_before_it_is_taken_over(house, version):
    found = bring(version, house)
    looked_at = seen(found)
    paragraph = version.paragraphs.get(kind="title")
    actions.edit_paragraph(paragraph, by=house.first, revision=1, text="Another title of a sample")

    with pytest.raises(ValidationError) as error:
        actions.take_over(found, by=house.staff, seen=looked_at)

    assert error.value.code == "changed"
    take_over(found, house)
    assert text_of(version)[0] == ("", "A sample of a draft")
    assert version.paragraphs.get(kind="title").key == paragraph.key


def test_first_text_takes_the_place_of_the_empty_paragraphs(house):
    version = house.begin([{"kind": "title", "text": ""}, {"kind": "organ", "text": "*The General Assembly*,"}])

    take_over(bring(version, house), house)

    assert [text for _number, text in text_of(version)][:2] == ["A sample of a draft", "*The General Assembly*,"]
    assert all(text for _number, text in text_of(version))


def test_alternative_comes_in_as_one(house, version):
    text = (
        "1. Decides to meet in 2022; and to hold four round tables;\n\n1 alt. Asks for something else.\n\nOP9. Ends it."
    )

    take_over(bring(version, house, text), house)

    assert [number for number, _text in text_of(version)] == ["OP1", "OP1 alt", "OP2"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- 3 -\n\n- 4 -", "No paragraph was found"),
        ("\n\n".join(f"{place}. Asks for {place} of it;" for place in range(1001)), "This has 1001 paragraphs"),
        ("1. Decides " + "so " * 6700, "has more than 20,000 signs"),
    ],
)
def test_what_is_no_text_of_a_draft_is_refused(house, version, text, words):
    with pytest.raises(ValidationError, match=words):
        bring(version, house, text)

    assert not Import.objects.exists()


def test_taking_over_twice_is_refused(house, version):
    found = take_over(bring(version, house), house)

    with pytest.raises(ValidationError, match="taken over already"):
        take_over(found, house)


def test_text_of_the_draft_itself_is_refused(house, version):
    plain = "\n\n".join(PARAGRAPH["text"].replace("*", "").replace("[^1]", "") for PARAGRAPH in PARAGRAPHS[:3])
    plain += (
        "\n\n1. Decides to meet in 2022; and to hold four round tables;\n\n(a) In New York;\n\n2. Requests a report."
    )

    with pytest.raises(ValidationError, match="says this already"):
        take_over(bring(version, house, plain), house)


def test_released_draft_takes_nothing_in(house, version):
    found = bring(version, house)
    house.release(version)

    for deed in (lambda: bring(version, house), lambda: take_over(found, house)):
        with pytest.raises(ValidationError, match="has been released"):
            deed()


@pytest.mark.django_db(transaction=True)
def test_taking_over_waits_for_who_is_writing_and_is_judged_by_what_they_wrote(second):
    with quiet():
        house = House()
        version = house.begin()
        found = bring(version, house)
    looked_at, paragraph = seen(found), version.paragraphs.get(kind="title")

    ended = second(
        lambda: actions.edit_paragraph(paragraph, by=house.first, revision=1, text="Written meanwhile"),
        lambda: actions.take_over(found, by=house.staff, seen=looked_at),
    )

    assert ended.code == "changed"
    assert version.paragraphs.get(kind="title").text == "Written meanwhile"
