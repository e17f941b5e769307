"""Where passages belong: suggested by headings, numbers and words in six languages, and by the marks of the form."""

import pytest

from submissions import assigning
from submissions.assigning import MORE, OUT

from .factories import QUESTIONS

FORM = [
    "A sample consultation",
    "[form sample 1]",
    "(I) What shall it be?",
    "[answer 1]",
    "First.",
    "More of it: what shall it be?",
    "[/answer 1]",
    "(II) How long shall it last?",
    "[answer 2]",
    "[/answer 2]",
    "Between the boxes.",
    "[answer more]",
    "Last.",
    "[/answer more]",
]


def suggested(*passages, **options):
    return assigning.suggest(list(passages), QUESTIONS, **options)


@pytest.mark.parametrize(
    "headings",
    [
        ["Question 1", "Question 2", "Question 3"],
        ["QUESTION I:", "QUESTION II:", "QUESTION III:"],
        ["Q1", "Q2.", "Q 3"],
        ["Answer to question 1", "Answer to question no. 2", "Answer to question (3)"],
        ["First question", "The second question", "Third question"],
        ["Question 1 – Première question", "Réponse à la question 2", "Troisième question"],
        ["Pregunta 1", "Segunda pregunta", "Respuesta a la pregunta n.º 3".replace("n.º", "nº")],
        ["Вопрос 1", "Ответ на вопрос № 2", "Третий вопрос"],
        ["السؤال 1", "السؤال الثاني", "السؤال :3"],
        ["问题一：", "第二个问题", "问题3"],
        ["1.", "2.", "3."],
        ["I.", "II.", "III."],
        ["(i)", "(ii)", "(iii)"],
        QUESTIONS,
        [f"{numeral} {text}" for numeral, text in zip("abc", QUESTIONS, strict=True)],
    ],
)
def test_headings_part_the_answers_and_the_salutation_is_left_out(headings):
    one, two, three = headings

    places = suggested("Excellency,", one, "First.", "More of it.", two, "Second.", three, "Third.")

    assert places == [OUT, OUT, 1, 1, OUT, 2, OUT, 3]


def test_without_a_heading_all_is_an_additional_element():
    assert suggested("A sample.", "[answer 1]", "More.") == [MORE, OUT, MORE]


def test_an_opening_that_says_the_answer_too_stays_in_it():
    places = suggested("1. It shall be short.", "2. It shall last long.", "3. Nothing shall precede it.")

    assert places == [1, 2, 3]
    assert suggested("Question 2: it shall last long.") == [2]


def test_one_number_more_than_questions_is_the_additional_elements():
    assert suggested("1. a sample", "2. b", "3. c", "4. d") == [1, 2, 3, MORE]


@pytest.mark.parametrize("numbers", [["1. a", "2. b"], ["1. a", "3. b", "2. c"], ["1.5 a", "2.5 b", "3.5 c"]])
def test_other_numbers_are_only_lists(numbers):
    assert suggested(*numbers) == [MORE] * len(numbers)


def test_a_question_that_is_not_asked_and_a_heading_for_the_rest_are_additional():
    assert suggested("Question 1", "a", "Question 9", "b") == [OUT, 1, OUT, MORE]
    assert suggested("Question 1", "a", "Additional elements", "b") == [OUT, 1, OUT, MORE]
    assert suggested("Additional elements", "b") == [MORE, MORE]


def test_a_passage_that_quotes_all_questions_opens_none():
    assert suggested(" ".join(QUESTIONS), "Question 2", "a") == [OUT, OUT, 2]


def test_marks_of_the_form_rule_and_what_stands_outside_is_left_out():
    places = assigning.suggest(FORM, QUESTIONS, form=True)

    assert places == [OUT] * 4 + [1, 1] + [OUT] * 6 + [MORE, OUT]


def test_a_box_whose_end_was_deleted_ends_before_the_next_question():
    passages = [text for text in FORM if text != "[/answer 1]"]

    assert assigning.suggest(passages, QUESTIONS, form=True)[4:8] == [1, OUT, OUT, OUT]


def test_a_form_without_its_marks_is_read_as_any_text():
    assert assigning.suggest(["Question 1", "a"], QUESTIONS, form=True) == [OUT, 1]


def test_a_box_that_no_question_has_is_additional():
    assert assigning.suggest(["[answer 7]", "a"], QUESTIONS, form=True) == [OUT, MORE]


def test_passages_of_a_text_have_the_marks_by_themselves():
    assert assigning.passages_of("A\nB\n\n[answer 1] C [/answer 1]\n\n\n") == ["A\nB", "[answer 1]", "C", "[/answer 1]"]


@pytest.mark.parametrize(
    ("text", "told"), [("a [form imrf-2019 12] b", ("imrf-2019", 12)), ("[form ]", None), ("[answer 1]", None)]
)
def test_form_of_tells_its_call(text, told):
    assert assigning.form_of(text) == told


def test_rows_are_one_for_each_passage():
    assert assigning.rows(["a", "b"], [1, OUT]) == [(["a"], 1), (["b"], OUT)]


@pytest.mark.parametrize(
    "places", [[1] * 600 + [2] * 601, [1, 2] * 700, [OUT] + [MORE] * 5000], ids=["blocks", "in turn", "long"]
)
def test_rows_of_a_long_file_are_no_more_than_a_page_takes_and_lose_nothing(places):
    passages = [str(number) for number in range(len(places))]

    rows = assigning.rows(passages, places)

    assert len(rows) <= assigning.MOST
    assert [text for row in rows for text in row.texts] == passages


@pytest.mark.parametrize(
    ("passages", "html"),
    [
        (["A <b>sample</b>", "of\ntwo lines"], "<p>A &lt;b&gt;sample&lt;/b&gt;</p><p>of<br>two lines</p>"),
        (["– a", "• b"], "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        (["1. a", "2. b", "c"], "<ol><li><p>a</p></li><li><p>b</p></li></ol><p>c</p>"),
        (["3. a", "4. b"], "<p>3. a</p><p>4. b</p>"),
        (["1. a"], "<p>1. a</p>"),
        (["<p>a</p>", "a\u202eb"], "<p>&lt;p&gt;a&lt;/p&gt;</p><p>ab</p>"),
        ([], ""),
    ],
)
def test_html_of_passages(passages, html):
    assert assigning.html_of(passages) == html
