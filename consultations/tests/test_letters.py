import json
import string
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations import letters
from consultations.letters.phrases import CALENDARS
from consultations.letters.text import TOKENS, clean
from consultations.letters.wording import WORDS
from record.hashing import canonical

from .letter_samples import FACTS, LETTERHEADS, NEW_YORK, QUESTIONS, SIGNATORIES, at, compose

ZURICH = ZoneInfo("Europe/Zurich")


# Dates and hours


@pytest.mark.parametrize(
    ("hour", "minute", "phrase"),
    [
        (15, 30, "3.30 p.m."),
        (18, 0, "6 p.m."),
        (10, 0, "10 a.m."),
        (12, 0, "noon"),
        (0, 0, "midnight"),
        (12, 15, "12.15 p.m."),
        (0, 5, "12.05 a.m."),
        (23, 59, "11.59 p.m."),
    ],
)
def test_time_has_points_and_no_zeros(hour, minute, phrase):
    assert letters.time_phrase(at(2019, 2, 13, hour, minute), NEW_YORK) == phrase


def test_date_has_no_leading_zero():
    assert letters.letter_date(date(2019, 2, 1)) == "1 February 2019"


def test_day_is_that_of_the_zone():
    late = datetime(2019, 2, 14, 3, 0, tzinfo=UTC)

    assert letters.day_phrase(late, NEW_YORK) == "Wednesday, 13 February 2019"


@pytest.mark.parametrize(
    ("end", "room", "place", "phrase"),
    [
        (
            at(2019, 2, 13, 18),
            "Conference Room 3",
            "",
            "Wednesday, 13 February 2019, from 3.30 p.m. to 6 p.m., in Conference Room 3",
        ),
        (
            None,
            "Trusteeship Council Chamber",
            "",
            "Wednesday, 13 February 2019, at 3.30 p.m., in the Trusteeship Council Chamber",
        ),
        (at(2019, 2, 14), "", "", "Wednesday, 13 February 2019, from 3.30 p.m. to midnight"),
        (
            at(2019, 2, 14, 12),
            "",
            "Palais des Nations, Geneva",
            "from Wednesday, 13 February 2019, at 3.30 p.m., to Thursday, 14 February 2019, at noon, "
            "Palais des Nations, Geneva",
        ),
    ],
)
def test_meeting_says_day_hours_and_room(end, room, place, phrase):
    assert letters.meeting_phrase(at(2019, 2, 13, 15, 30), end, NEW_YORK, room=room, place=place) == phrase


@pytest.mark.parametrize(
    ("instant", "zone", "phrase"),
    [
        (at(2019, 3, 15, 18), NEW_YORK, "Friday, 15 March 2019, at 6 p.m. (New York time)"),
        (at(2019, 3, 15, 18), ZURICH, "Friday, 15 March 2019, at 11 p.m. (Geneva time)"),
        (at(2019, 3, 16), NEW_YORK, "Friday, 15 March 2019, at midnight (the end of that day, New York time)"),
    ],
)
def test_due_says_whose_time_it_is_and_which_midnight(instant, zone, phrase):
    assert letters.due_phrase(instant, zone) == phrase


@pytest.mark.parametrize(
    ("language", "dated", "meeting", "due"),
    [
        (
            "fr",
            "1er février 2019",
            "mercredi 13 février 2019, de 15 h 30 à 18 heures, salle 3",
            "vendredi 15 mars 2019, à 18 heures (heure de New York)",
        ),
        (
            "es",
            "1 de febrero de 2019",
            "miércoles 13 de febrero de 2019, de las 15.30 a las 18.00 horas, salle 3",
            "viernes 15 de marzo de 2019, a las 18.00 horas (hora de New York)",
        ),
        (
            "ru",
            "1 февраля 2019 года",
            "среда, 13 февраля 2019 года, 15 ч. 30 м. — 18 ч. 00 м., salle 3",
            "пятница, 15 марта 2019 года, 18 ч. 00 м. (по времени: New York)",
        ),
        (
            "ar",
            "1 شباط/فبراير 2019",
            "الأربعاء 13 شباط/فبراير 2019، من الساعة 15:30 إلى الساعة 18:00، salle 3",
            "الجمعة 15 آذار/مارس 2019، الساعة 18:00 (بتوقيت New York)",
        ),
        (
            "zh",
            "2019年2月1日",
            "2019年2月13日星期三15时30分至18时，salle 3",
            "2019年3月15日星期五18时（New York时间）",
        ),
    ],
)
def test_dates_follow_the_language_of_the_letter(language, dated, meeting, due):
    start, end = at(2019, 2, 13, 15, 30), at(2019, 2, 13, 18)
    written = [
        letters.letter_date(date(2019, 2, 1), language),
        letters.meeting_phrase(start, end, NEW_YORK, room="salle 3", language=language),
        letters.due_phrase(at(2019, 3, 15, 18), NEW_YORK, language),
    ]

    assert [phrase.replace("\u00a0", " ") for phrase in written] == [dated, meeting, due]


def test_a_language_we_do_not_know_is_dated_in_english():
    assert letters.letter_date(date(2019, 2, 1), "pt") == "1 February 2019"


# The text


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("One\nline.\r\n\r\nTwo.", [[["One line.", False]], [["Two.", False]]]),
        ("A *few words* here", [[["A ", False], ["few words", True], [" here", False]]]),
        ("*All*", [[["All", True]]]),
        ("这是*样本*文本", [[["这是", False], ["样本", True], ["文本", False]]]),
        ("2*3*4 and * alone and *open", [[["2*3*4 and * alone and *open", False]]]),
        ("On {meeting}.", [[["On *noon* {due}.", False]]]),
        ("*On {meeting}*", [[["On *noon* {due}", True]]]),
        ("{nothing} {{7*7}} {due}", [[["{nothing} {{7*7}} {due}", False]]]),
        ("a\x00b\ud800c", [[["a b c", False]]]),
        (" \n\n\t\n\n", []),
    ],
)
def test_parse_makes_paragraphs(body, blocks):
    expected = [{"type": "paragraph", "runs": runs} for runs in blocks]

    assert letters.parse(body, {"meeting": "*noon* {due}"}) == expected


@pytest.mark.parametrize("numerals", [("(I)", "(II)", "(III)"), ("1.", "2.", "10."), ("(a)", "(b)", "(c)")])
def test_parse_makes_numbered_lists(numerals):
    lines = [f"{numeral} Point *{numeral}*" for numeral in numerals]
    body = "We ask:\n" + "\n".join([*lines, "which goes on"])

    opening, points = letters.parse(body, {})

    assert opening == {"type": "paragraph", "runs": [["We ask:", False]]}
    assert [item["numeral"] for item in points["items"]] == list(numerals)
    assert points["items"][0]["runs"] == [["Point ", False], [numerals[0], True]]
    assert points["items"][-1]["runs"][-1] == [" which goes on", False]


def test_parse_prints_the_questions_as_a_list_and_their_signs_as_they_are():
    facts = {"questions": [["(I)", "Is *this* {due}?"]]}

    assert letters.parse("{questions}", facts) == [
        {"type": "list", "items": [{"numeral": "(I)", "runs": [["Is *this* {due}?", False]]}]}
    ]


SIGNS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("*{}()I1.\n ab\r\x00")), max_size=300)
BODIES = st.one_of(
    SIGNS,
    st.lists(st.sampled_from([*(f"{{{token}}}" for token in TOKENS), "*", "(I) a", "\n\n", " ", "b"])).map("".join),
)


@settings(deadline=None)  # the machine may be busy
@given(BODIES)
def test_parse_never_raises_and_loses_no_word(body):
    blocks = letters.parse(body, {})

    assert canonical(blocks)
    assert words_of(blocks) == clean(body).replace("*", " ").split()


def words_of(blocks):
    """Every word, in order. Asterisks part words here: some of them were emphasis."""
    text = ""
    for block in blocks:
        for item in block.get("items", [block]):
            text += f" {item.get('numeral', '')} " + " ".join(part.replace("*", " ") for part, _ in item["runs"])
    return text.split()


# The content


def test_compose_gives_all_that_is_printed_and_nothing_else():
    content = compose(
        subject="  A\nsubject ",
        body="One *word*.",
        enclosures=[{"title": "Calendar", "sha256": "0" * 64}],
        correction={"label": "Corrigendum", "reference": "2019-001"},
    )

    assert json.loads(canonical(content)) == {
        "form": "joint_letter",
        "kind": "convening",
        "language": "en",
        "subject": "A subject",
        "letterheads": LETTERHEADS,
        "correction": {"label": "Corrigendum", "reference": "2019-001", "names": "to circular 2019-001"},
        "place_and_date": "New York, 1 February 2019",
        "salutation": "Excellency,",
        "blocks": [{"type": "paragraph", "runs": [["One ", False], ["word", True], [".", False]]}],
        "close": "Please accept, Excellency, the assurances of our highest consideration.",
        "signatories": SIGNATORIES,
        "addressee": [
            "All Permanent Representatives and",
            "Permanent Observers to the United Nations",
            "New York",
        ],
        "enclosures": [{"title": "Calendar", "sha256": "0" * 64}],
    }


@pytest.mark.parametrize(
    ("form", "signing", "salutation", "close"),
    [
        ("joint_letter", 2, "Excellency,", "Please accept, Excellency, the assurances of our highest consideration."),
        ("joint_letter", 1, "Excellency,", "Please accept, Excellency, the assurances of my highest consideration."),
        (
            "note_verbale",
            0,
            "",
            "The secretariat avails itself of this opportunity to renew to the Permanent Missions and Permanent "
            "Observer Missions to the United Nations the assurances of its highest consideration.",
        ),
        ("plain_letter", 2, "Dear colleagues,", "Yours sincerely,"),
    ],
)
def test_the_formulas_follow_the_form(form, signing, salutation, close):
    content = compose(form=form, signatories=SIGNATORIES[:signing])

    assert (content["salutation"], content["close"]) == (salutation, close)


def test_a_note_verbale_stands_under_the_name_of_the_consultation():
    facts = {"consultation": "Consultations on the modalities"}
    content = compose(form="note_verbale", letterheads=[], signatories=[], facts=facts)

    assert content["letterheads"] == ["Consultations on the modalities"]


def test_the_plain_text_has_everything_in_the_order_of_the_page():
    content = compose(
        body="One.\n\n1. Two",
        correction={"label": "Addendum", "reference": "2019-001"},
        signatories=SIGNATORIES[:1],
        letterheads=LETTERHEADS[:1],
        enclosures=[{"title": "Annex", "sha256": "0" * 64}],
    )

    assert letters.plain_text(content).split("\n\n") == [
        LETTERHEADS[0],
        "Addendum to circular 2019-001",
        "New York, 1 February 2019",
        "Excellency,",
        "One.",
        "1. Two",
        "Please accept, Excellency, the assurances of my highest consideration.",
        "A delegate",
        "Of Portugal",
        "All Permanent Representatives and",
        "Permanent Observers to the United Nations",
        "New York",
        "Annex",
    ]


def test_every_language_has_every_word_and_every_calendar():
    assert [set(words) for words in WORDS.values()] == [set(WORDS["en"])] * 6
    assert set(CALENDARS) == set(WORDS)
    assert [language for language in WORDS if letters.words(language)["dir"] == "rtl"] == ["ar"]


def test_the_content_does_not_change_with_the_language_of_the_reader():
    with translation.override("fr"):
        assert compose() == compose(language="en")
    assert compose(language="fr")["place_and_date"] == "New York, le 1er février 2019"


# Faults and advice

LINT = [
    ("ordinal_date", "on 13th February 2019", "on 13 February 2019", "Write “13 February” for “13th February”."),
    ("ordinal_date", "the 1st of March", "the 1 March", "Write “1 March” for “1st of March”."),
    ("leading_zero", "of 01 February 2019", "of 1 February 2019", "Write “1 February” for “01 February”."),
    (
        "month_first",
        "on February 13, 2019",
        "on 13 February 2019",
        "Write “13 February 2019” for “February 13, 2019”.",
    ),
    ("month_year", "end of June’ 2019", "end of June 2019", "Write “June 2019” for “June’ 2019”."),
    ("month_year", "end of June, 2019", "end of June 2019", "Write “June 2019” for “June, 2019”."),
    ("time_span", "3 p.m. – 6 p.m.", "from 3 p.m. to 6 p.m.", "Write “from 3 p.m. to 6 p.m.” for “3 p.m. – 6 p.m.”."),
    ("time", "at 3:30 pm today", "at 3.30 p.m. today", "Write “3.30 p.m.” for “3:30 pm”."),
    ("time", "at 6.00 p.m. today", "at 6 p.m. today", "Write “6 p.m.” for “6.00 p.m.”."),
    ("time", "at 12 p.m. today", "at noon today", "Write “noon” for “12 p.m.”."),
    ("time_24", "at 15:00 today", "at 3 p.m. today", "Write “3 p.m.” for “15:00”."),
    ("time_24", "at 0:00 or 12:00", "at midnight or noon", "Write “midnight” for “0:00”."),
    ("time_24", "at 09:45 today", "at 9.45 a.m. today", "Write “9.45 a.m.” for “09:45”."),
    ("room", "in Conference Room-3", "in Conference Room 3", "Write “Conference Room 3” for “Conference Room-3”."),
    ("room", "in conference room 3", "in Conference Room 3", "Write “Conference Room 3” for “conference room 3”."),
    ("hyphen_number", "Paragraph-49 says", "Paragraph 49 says", "Write “Paragraph 49” for “Paragraph-49”."),
    (
        "possessive",
        "the United Nation’s work",
        "the United Nations’ work",
        "Write “United Nations’” for “United Nation’s”.",
    ),
    ("spelling", "Fulfill this", "Fulfil this", "Write “Fulfil” for “Fulfill”."),
    ("double_space", "two  spaces", "two spaces", "Write one space for several."),
    (
        "straight_quotes",
        "this year's",
        "this year’s",
        "Write the printer’s quotation mark “’” for “'”.",
    ),
    ("straight_quotes", 'say "so', "say “so", 'Write the printer’s quotation mark ““” for “"”.'),
    (
        "weekday",
        "Tuesday, 13 February 2019",
        "Wednesday, 13 February 2019",
        "13 February 2019 is a Wednesday, not a Tuesday. Correct the day or the date.",
    ),
    ("no_such_date", "on 31 June 2019", "on 30 June 2019", "There is no 31 June 2019. Correct the date."),
    (
        "past_date",
        "on 13 February 2018",
        "on 13 February 2019",
        "13 February 2018 is before the date of the letter. Check the year.",
    ),
    (
        "markup",
        "a <b>bold word",
        "a *bold* word, 3 < 4 > 2",
        "“<b>” would be printed as it stands. Take it out; *asterisks* emphasise.",
    ),
    ("markup", "Q&amp;A", "Q&A", "“&amp;” would be printed as it stands. Take it out; *asterisks* emphasise."),
    (
        "placeholder",
        "until [… the hour]",
        "until [the hour]",
        "“[… the hour]” still waits for its words. Write them in its place.",
    ),
    (
        "control",
        "a\x00b",
        "a\tb",
        "The text contains invisible control characters. Type the passage again, or paste it as plain text.",
    ),
    (
        "control",
        "a \u202eb",
        "a \u2067b\u2069",
        "The text contains invisible control characters. Type the passage again, or paste it as plain text.",
    ),
    ("empty", " \n ", "A text.", "The letter has no text yet. Write it, or begin from a template."),
    (
        "unknown_token",
        "on {day}",
        "on {meeting}",
        "{day} stands for nothing. Use one of the listed names in braces, or write the words.",
    ),
    (
        "missing_fact",
        "on {due}",
        "on {meeting}",
        "{due} is not known: no call is chosen, or it has no due date. Choose one, or take the sentence out.",
    ),
    ("missing_fact", "under {mandate}", "on {meeting}", "{mandate} is not known. Write the words."),
    (
        "questions_inline",
        "We ask: {questions}",
        "We ask:\n\n{questions}",
        "{questions} is printed as a numbered list. Put it in a paragraph of its own.",
    ),
    (
        "missing_meeting",
        "on a day",
        "on {meeting}",
        "The letter does not say {meeting}. Write it where day, time and room belong, and they follow the calendar.",
    ),
    (
        "salutation_twice",
        "Excellency,\n\nWe write",
        "We write, Excellency, again",
        "The portal prints the salutation. Take it out of the text.",
    ),
    (
        "close_twice",
        "Please accept, Excellency, our thanks",
        "Please accept our thanks",
        "The portal prints the closing formula. Take it out of the text.",
    ),
]
ERRORS = {
    "weekday",
    "no_such_date",
    "markup",
    "placeholder",
    "control",
    "empty",
    "unknown_token",
    "missing_fact",
    "questions_inline",
}


def lint(body, facts=FACTS, **changes):
    fields = {"form": "joint_letter", "kind": "convening", "dated": date(2019, 2, 1)}
    return letters.problems(body, facts, **fields | changes)


@pytest.mark.parametrize(("code", "bad", "good", "message"), LINT)
def test_lint_fires_on_what_is_wrong_and_says_what_is_right(code, bad, good, message):
    found = [problem for problem in lint(bad) if problem.code == code]

    assert (found[0].message, found[0].level) == (message, "error" if code in ERRORS else "warning")
    assert [problem for problem in lint(good) if problem.code == code] == []


@pytest.mark.parametrize(
    ("facts", "body", "code"),
    [
        ({"questions": QUESTIONS}, "We ask.", "missing_questions"),
        ({"due": "Friday"}, "We ask.", "missing_due"),
        ({"replaced": "circular 2019-001"}, "We correct.", "missing_replaced"),
    ],
)
def test_lint_misses_the_facts_that_a_call_or_a_correction_has(facts, body, code):
    token = code.replace("missing_", "")

    assert [(problem.code, problem.level) for problem in lint(body, facts, kind="call")] == [(code, "warning")]
    assert lint(f"{body}\n\n{{{token}}}", facts, kind="call") == []


def test_lint_wants_the_third_person_in_a_note_verbale_only():
    body = "We meet on {meeting}."

    assert [problem.code for problem in lint(body, form="note_verbale")] == ["third_person"]
    assert lint(body) == []


def test_lint_reads_the_subject_too():
    assert [(problem.field, problem.code) for problem in lint("On {meeting}.", subject="On 1st May <i>")] == [
        ("subject", "markup"),
        ("subject", "ordinal_date"),
    ]


def test_lint_warns_of_a_meeting_before_the_letter():
    found = lint("On {meeting}.", known=letters.Known(meeting_day=date(2019, 1, 31)))

    assert [(problem.field, problem.code) for problem in found] == [("dated", "meeting_past")]
    assert lint("On {meeting}.", known=letters.Known(meeting_day=date(2019, 2, 1))) == []


def test_lint_does_not_judge_the_style_of_other_languages():
    assert lint("Le {meeting}, à 15:30, l'Assemblée.", language="fr") == []


def test_lint_of_a_bad_text_stays_short_with_errors_first():
    found = lint(" ".join(f'"word{number}" at 3:{number} pm' for number in range(10, 60)) + " <b>")

    assert len(found) == 20
    assert [problem.level for problem in found] == ["error"] + ["warning"] * 19


@pytest.mark.parametrize("impossible", ["at 13:00 pm", "at 99 pm", "in 3:75 parts"])
def test_lint_says_nothing_of_hours_that_are_none(impossible):
    assert [problem.code for problem in lint(f"{{meeting}} {impossible}") if problem.code == "time"] == []


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "[…", "*", "*a ", "1", " ", "\t", "{", "(I) ", "\n \n", "Conference Room ", "3 p.m. - ", "'", "&a"],
)
@pytest.mark.usefixtures("never_endless")
def test_no_text_makes_them_slow(piece):
    text = (piece * 200_000)[:200_000]  # ten times what a letter can hold

    found = letters.problems(text, {}, form="note_verbale", kind="convening", dated=date(2019, 2, 1))

    assert len(found) <= 20
    assert isinstance(letters.parse(text, {}), list)


@settings(deadline=None)  # the machine may be busy
@given(BODIES)
def test_lint_never_raises(body):
    for language in ("en", "ar"):
        assert len(lint(body, language=language, subject=body)) <= 20


# What a new circular begins with

KINDS = [
    "convening",
    "change",
    "call",
    "transmittal",
    "silence",
    "silence_extended",
    "silence_broken",
    "silence_concluded",
    "free",
]
FORMS = ["joint_letter", "note_verbale", "plain_letter", "president_letter"]
ALL_FACTS = {
    **dict.fromkeys(TOKENS, "a fact"),
    "questions": QUESTIONS,
}


def test_every_kind_and_form_has_a_template():
    assert set(letters.TEMPLATES) == {(kind, form) for kind in KINDS for form in FORMS}


@pytest.mark.parametrize("correction", ["", "corr", "rev", "add"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_needs_nothing_but_its_words_filled_in(kind, form, correction):
    subject, body = letters.starting_text(kind, form, correction)
    facts = ALL_FACTS if correction else {name: fact for name, fact in ALL_FACTS.items() if name != "replaced"}
    kind = kind if not correction or correction == "rev" else "free"
    found = letters.problems(body, facts, form=form, kind=kind, subject=subject, dated=date(2019, 2, 1))

    assert {problem.code for problem in found} <= {"placeholder"}
    assert set(subject) <= set(string.ascii_letters + ": ")
