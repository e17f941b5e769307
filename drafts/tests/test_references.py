from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts import numbering, references


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        ("as referred to in paragraph 8 above;", [("OP8",)]),
        ("paragraphs 3 and 5 (a) above", [("OP3",), ("OP5", "(a)")]),
        ("paragraphs 3, 4 bis and 5 alt 2 below", [("OP3",), ("OP4 bis",), ("OP5 alt 2",)]),
        ("paragraphs 3 to 5", [("OP3",), ("OP5",)]),
        ("operative paragraph 4, OP 4 and OP4 bis", [("OP4",), ("OP4",), ("OP4 bis",)]),
        ("preambular paragraph 2 and PP3", [("PP2",), ("PP3",)]),
        ("paragraph 12 of the present resolution", [("OP12",)]),
        ("paragraph 5 (a) (i)", [("OP5", "(a)", "(i)")]),
        ("Paragraph\u00a04 above", [("OP4",)]),
        ("in paragraph 3 above of the text", [("OP3",)]),
        ("the Forum decided in paragraph 3 to meet in 2022", [("OP3",)]),
        ("paragraph 12 of resolution 71/1", []),
        ("paragraphs 48 to 54 of the Global Compact", []),
        ("paragraph 8 in its resolution 71/1", []),
        ("OP4 of resolution 71/1", []),
        ("resolution 73/195, paragraph 49 (b), and", []),
        ("A/RES/73/195, annex, para. 54", []),
        ("paragraph 8 thereof", []),
        ("paragraph 49 (b) of the Compact and paragraph 3 above", [("OP3",)]),
        ("paragraph 71/1 and subparagraph 3", []),
    ],
)
def test_references_to_this_text_are_found_and_no_others(text, chains):
    found = references.find("k", text)

    assert [each.chain for each in found] == chains
    assert [text[each.start : each.end].replace("\u00a0", " ") for each in found] == [each.printed for each in found]


def test_a_reference_in_an_annex_is_to_the_annex_unless_it_says_otherwise():
    found = references.find("k", "paragraph 3 above, paragraph 3 of the present resolution, OP3", annex=1)

    assert [each.chain for each in found] == [("A1.3",), ("OP3",), ("OP3",)]


@dataclass
class Para:
    key: int
    text: str
    kind: str = "operative"
    level: int = 0
    footnotes: list = field(default_factory=list)


def called(paragraphs):
    return {
        chain: each.key
        for each, chain in zip(paragraphs, numbering.cited(paragraphs, numbering.plain(paragraphs)), strict=True)
    }


@given(st.permutations(range(1, 13)), st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=12))
def test_what_has_followed_means_the_same_paragraphs_as_before(order, pairs):
    """Paragraphs with a few references each, in whatever new order: once they followed, each means the same key."""
    base = [Para(number, "") for number in range(1, 13)]
    for within, to in pairs:
        base[within - 1].text += f"See paragraph {to} above and resolution 71/1, paragraph 3. "
    then, new = called(base), [base[number - 1] for number in order]
    now = {key: chain for chain, key in called(new).items()}

    found = list(references.resolve(new, lambda _reference: then, now))
    for paragraph in new:
        paragraph.text = references.followed(
            paragraph.text, [each for each in found if each.reference.within == paragraph.key]
        )

    after = list(references.resolve(new, lambda _reference: called(new), now))
    assert [(each.reference.within, each.key) for each in after] == [
        (each.reference.within, each.key) for each in found
    ]
    assert all(each.is_right for each in after)
    assert all(each.key == to for each, (_within, to) in zip(after, _in(new, pairs), strict=True))


def _in(new, pairs):
    return [pair for paragraph in new for pair in pairs if pair[0] == paragraph.key]


def test_what_is_gone_leads_nowhere_and_what_was_merged_leads_to_its_heir():
    text = [Para("a", "See paragraph 2 and paragraph 3 above.")]
    then = {("OP1",): "a", ("OP2",): "b", ("OP3",): "c"}

    found = list(references.resolve(text, lambda _reference: then, {"a": ("OP1",)}, {"c": "a"}))

    assert [(each.key, each.now, each.can_follow) for each in found] == [(None, None, False), ("a", ("OP1",), True)]
    assert references.followed(text[0].text, found) == "See paragraph 2 and paragraph 1 above."


def test_a_reference_to_what_has_become_preambular_is_left_to_people():
    text = [Para("a", "See paragraph 2 above.")]

    found = list(references.resolve(text, lambda _reference: {("OP2",): "b"}, {"b": ("PP1",)}))

    assert [(each.is_right, each.can_follow) for each in found] == [(False, False)]
    assert references.followed(text[0].text, found) == text[0].text
