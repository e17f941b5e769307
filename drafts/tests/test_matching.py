"""Rows are taken for the paragraphs that they are: the same text again, in another order, with some changed."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from drafts.importing import matching

TEXTS = [
    "*Recalling* its sample resolution of the seventy-third session,",
    "*Decides* that the forum of this sample meets in the first semester of the year, for three days;",
    "*Decides* that the forum of this sample hears a general debate and closes with a declaration;",
    "In the light of the regional reviews;",
    "*Requests* the Secretary-General to report on this sample at the next session;",
    "*Invites* all who work on the sample to take part in the round tables;",
]


@dataclass
class Standing:
    key: str
    text: str
    kind: str = "operative"
    level: int = 0
    number: str = ""
    footnotes: list = field(default_factory=list)
    alternative: bool = False


def row(text, **fields):
    return {"kind": "operative", "level": 0, "text": text, "footnotes": [], "plain": False, "notes": [], **fields}


def standing(texts=TEXTS):
    return [Standing(f"k{place}", text) for place, text in enumerate(texts)]


def states(rows, paragraphs):
    """By key or place: the state, and whether it has moved."""
    compared = matching.compared(matching.matched(rows, paragraphs), paragraphs)
    return {each.key: (each.state, each.moved) for each in compared}


texts = st.lists(st.sampled_from([*TEXTS, "In the light of it;", "Sample"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(texts, st.data())
def test_text_of_the_draft_is_unchanged_and_what_is_taken_out_is_gone(chosen, data):
    paragraphs, rows = standing(chosen), [row(text) for text in chosen]
    out = data.draw(st.integers(0, len(rows) - 1))

    assert set(states(rows, paragraphs).values()) == {("unchanged", False)}
    without = states(rows[:out] + rows[out + 1 :], paragraphs)
    assert sorted(without.values()) == [("deleted", False)] + [("unchanged", False)] * (len(rows) - 1)


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(len(TEXTS))))
def test_another_order_is_moved(order):
    rows = [row(TEXTS[place]) for place in order]

    matched = matching.matched(rows, standing())

    assert [each["key"] for each in matched] == [f"k{place}" for place in order]
    moved = sum(is_moved for _state, is_moved in states(rows, standing()).values())
    assert moved == len(order) - len(matching.rising(order))


def test_changed_new_and_gone_are_told_apart():
    rows = [row(text) for text in TEXTS]
    rows[1] = row(TEXTS[1].replace("three days", "four days, within what there is"))
    rows[3] = row("*Welcomes* something of which the draft has not spoken at all.")

    assert states(rows, standing()) == {
        **{f"k{place}": ("unchanged", False) for place in (0, 2, 4, 5)},
        "k1": ("changed", False),
        "k3": ("deleted", False),
        "row-3": ("inserted", False),
    }


def test_of_two_that_are_alike_the_one_between_the_same_neighbours_is_meant():
    paragraphs = standing(["Sample first of the list here;", TEXTS[0], "Sample first of the list there;"])

    matched = matching.matched([row(TEXTS[0]), row("Sample first of the list where;")], paragraphs)

    assert [each["key"] for each in matched] == ["k1", "k2"]


def test_only_title_is_the_title_whatever_it_says():
    paragraphs = [Standing("t", "Sample of a title", kind="title"), Standing("e", "")]

    matched = matching.matched([row("Quite other words", kind="title")], paragraphs)

    assert matched[0]["key"] == "t"


def test_what_was_chosen_stays_and_the_rest_is_matched_anew():
    paragraphs = standing(TEXTS[:2])
    rows = [row(TEXTS[0], key=None, chosen=True), row("Other", key="k0", chosen=True), row(TEXTS[1]), row("x", kind="")]
    rows.append(row("Gone since", key="nowhere", chosen=True))

    assert [each["key"] for each in matching.matched(rows, paragraphs)] == [None, "k0", "k1", None, None]


def test_pasting_loses_emphasis_and_footnotes_but_changes_neither():
    paragraphs = [Standing("k", "*Recalling*, *inter alia*, the sample,[^1]", footnotes=["A note."])]
    rows = [row("Recalling, inter alia, the sample,", plain=True)]

    assert states(rows, paragraphs) == {"k": ("unchanged", False)}
    assert states([row("Recalling, inter alia, the sample,")], paragraphs) == {"k": ("changed", False)}
