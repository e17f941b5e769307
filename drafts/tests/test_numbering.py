from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts import numbering

P, D, A, R, S = ("preambular", 0), ("operative", 0), ("subparagraph", 1), ("subparagraph", 2), ("subparagraph", 3)
TITLE, HEADING, ANNEX = ("title", 0), ("heading", 0), ("annex", 0)


@dataclass
class Para:
    key: str
    kind: str
    level: int


def line(*steps):
    """Paragraphs from (key, (kind, level)); a step without a key is named by its place."""
    named = [step if len(step) == 2 and isinstance(step[1], tuple) else (f"#{n}", step) for n, step in enumerate(steps)]
    return [Para(key, *form) for key, form in named]


@pytest.mark.parametrize(
    ("steps", "numbers"),
    [
        ([], []),
        ([TITLE, P, P, D, D], ["", "PP1", "PP2", "OP1", "OP2"]),
        ([D, A, A, R, R, A, D, A], ["OP1", "(a)", "(b)", "(i)", "(ii)", "(c)", "OP2", "(a)"]),
        ([D, A, R, S, S, R, S], ["OP1", "(a)", "(i)", "a.", "b.", "(ii)", "a."]),
        ([D, HEADING, D], ["OP1", "", "OP2"]),
        ([P, D, ANNEX, D, D, A, ANNEX, D], ["PP1", "OP1", "", "A1.1", "A1.2", "(a)", "", "A2.1"]),
        ([D, R, R, A, R], ["OP1", "(i)", "(ii)", "(a)", "(i)"]),
        ([A, A], ["(a)", "(b)"]),
    ],
)
def test_plain_numbers(steps, numbers):
    assert numbering.plain(line(*steps)) == numbers


def test_letters_and_numerals_go_on():
    many = numbering.plain(line(D, *[A] * 28))
    roman = numbering.plain(line(D, A, *[R] * 49))

    assert many[26:29] == ["(z)", "(aa)", "(ab)"]
    assert [roman[place] for place in (5, 10, 15, 41, 50)] == ["(iv)", "(ix)", "(xiv)", "(xl)", "(xlix)"]


BASE = line(("p", P), ("a", D), ("a1", A), ("a2", A), ("b", D), ("c", D))


@pytest.mark.parametrize(
    ("steps", "numbers"),
    [
        ([("p", P), ("a", D), ("b", D), ("c", D)], ["PP1", "OP1", "OP2", "OP3"]),
        ([("a", D), ("x", D), ("y", D), ("b", D)], ["OP1", "OP1 bis", "OP1 ter", "OP2"]),
        ([("a", D), ("c", D), ("z", D)], ["OP1", "OP3", "OP3 bis"]),
        ([("x", D), ("y", D), ("a", D)], ["OP1 supra", "OP1 supra bis", "OP1"]),
        ([("a", D), ("x", A), ("a1", A), ("y", A), ("a2", A)], ["OP1", "(a) supra", "(a)", "(a) bis", "(b)"]),
        ([("a", D), ("x", D), ("x1", A), ("x2", A)], ["OP1", "OP1 bis", "(a)", "(b)"]),
        ([("c", D), ("a", D), ("b", D)], ["OP3", "OP1", "OP2"]),
        ([("p", D), ("a", D)], ["OP1 supra", "OP1"]),
        ([("q", P), ("r", P)], ["PP1", "PP2"]),
        ([("a", D), ("b", D), ("a1", A)], ["OP1", "OP2", "(a)"]),
        ([("t", TITLE), ("p", P)], ["", "PP1"]),
    ],
)
def test_working_copy_keeps_the_numbers_of_its_base(steps, numbers):
    assert numbering.over(line(*steps), BASE) == numbers


def test_more_insertions_than_latin_has_words_for():
    steps = [("a", D), *[(f"x{n}", D) for n in range(21)]]
    numbers = numbering.over(line(*steps), BASE)

    assert (numbers[1], numbers[19], numbers[20], numbers[21]) == ("OP1 bis", "OP1 vicies", "OP1 (21)", "OP1 (22)")


FORMS = st.lists(st.sampled_from([TITLE, P, D, A, R, S, ANNEX]), max_size=20)


@given(FORMS)
def test_a_copy_of_the_base_has_its_numbers(forms):
    paragraphs = line(*forms)

    assert numbering.over(paragraphs, paragraphs) == numbering.plain(paragraphs)


@given(st.permutations([*"pabcxyz"]).flatmap(lambda keys: st.integers(0, 7).map(lambda many: keys[:many])))
def test_numbers_of_a_working_copy_are_never_the_same(keys):
    numbers = numbering.over([Para(key, "operative", 0) for key in keys], BASE)

    assert len(set(numbers)) == len(keys)


@pytest.mark.parametrize(
    ("number", "printed"),
    [("", ""), ("PP1", ""), ("OP3", "3."), ("OP3 bis", "3 bis."), ("(a)", "(a)"), ("A1.2", "2."), ("a.", "a.")],
)
def test_printed_number(number, printed):
    assert numbering.printed(number) == printed


# Alternatives


class Alt(Para):
    alternative = True


def numbered(*steps):
    """Paragraphs from keys: operative ones; alternatives where a key ends with ``*``, (a) where with ``-``."""
    kinds = {"-": A}
    return [
        (Alt if key.endswith("*") else Para)(key.strip("*"), *kinds.get(key[0], P if key[0] == "p" else D))
        for key in steps
    ]


@pytest.mark.parametrize(
    ("keys", "numbers"),
    [
        (["a", "b", "b1*", "b2*", "c"], ["OP1", "OP2", "OP2 alt", "OP2 alt 2", "OP3"]),
        (["a", "-x", "-y*", "b*", "-z", "c", "d*"], ["OP1", "(a)", "(a) alt", "OP1 alt", "(a)", "OP2", "OP2 alt"]),
        (["p", "q"], ["PP1", "OP1"]),
        (["p", "p1*", "p2"], ["PP1", "PP1 alt", "PP2"]),
        (["a*", "b*"], ["OP1", "OP1 alt"]),
    ],
)
def test_an_alternative_has_the_number_of_the_one_before_and_does_not_count(keys, numbers):
    assert numbering.plain(numbered(*keys)) == numbers
    assert numbering.over(numbered(*keys), []) == numbers


def test_an_alternative_in_an_annex():
    text = [Para("t", *ANNEX), *numbered("a", "b*", "c")]

    assert numbering.plain(text) == ["", "A1.1", "A1.1 alt", "A1.2"]


ALTERNATIVES = numbered("a", "a1*", "b", "c")


@pytest.mark.parametrize(
    ("keys", "numbers"),
    [
        (["a", "a1*", "x*", "b", "c"], ["OP1", "OP1 alt", "OP1 alt 2", "OP2", "OP3"]),
        (["a", "x", "b", "y*", "c"], ["OP1", "OP1 bis", "OP2", "OP2 alt", "OP3"]),
        (["a", "x", "y*", "b"], ["OP1", "OP1 bis", "OP1 bis alt", "OP2"]),
        (["a", "x*", "b"], ["OP1", "OP1 alt 2", "OP2"]),  # the number of one that is gone is given to no other
        (["a", "b", "a1*", "c"], ["OP1", "OP2", "OP2 alt", "OP3"]),
        (["a", "a1", "b"], ["OP1", "OP1 bis", "OP2"]),
        (["a", "b*", "c"], ["OP1", "OP1 alt 2", "OP3"]),
    ],
)
def test_alternatives_of_a_working_copy(keys, numbers):
    assert numbering.over(numbered(*keys), ALTERNATIVES) == numbers


@pytest.mark.parametrize(
    ("keys", "numbers"),
    [
        (["a", "x", "b"], ["OP1", "OP1 bis", "OP2"]),
        (["a", "x", "y", "b"], ["OP1", "OP1 bis", "OP1 ter", "OP2"]),
        (["a", "z", "x", "b"], ["OP1", "OP1 ter", "OP1 bis", "OP2"]),
        (["a", "z", "b"], ["OP1", "OP1 ter", "OP2"]),
    ],
)
def test_numbers_over_a_base_that_has_kept_its_own(keys, numbers):
    base = numbered("a", "x", "b")

    assert numbering.over(numbered(*keys), base, ["OP1", "OP1 bis", "OP2"]) == numbers


@given(st.lists(st.sampled_from([*"abcxyz"]), unique=True), st.lists(st.booleans(), min_size=6, max_size=6))
def test_numbers_with_alternatives_are_never_the_same(keys, flags):
    text = [(Alt if flag else Para)(key, *D) for key, flag in zip(keys, flags, strict=False)]

    assert len(set(numbering.over(text, ALTERNATIVES))) == len(set(numbering.plain(text))) == len(text)


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("OP3 alt", "3 alt."),
        ("OP3 alt 2", "3 alt 2."),
        ("A1.2 alt", "2 alt."),
        ("(a) alt", "(a) alt"),
        ("PP2 alt", "alt."),
    ],
)
def test_printed_number_of_an_alternative(number, printed):
    assert numbering.printed(number) == printed


def test_how_paragraphs_are_cited():
    text = line(TITLE, P, D, A, R, S, D)

    assert numbering.cited(text, numbering.plain(text)) == [
        (),
        ("PP1",),
        ("OP1",),
        ("OP1", "(a)"),
        ("OP1", "(a)", "(i)"),
        ("OP1", "(a)", "(i)", "a."),
        ("OP2",),
    ]
