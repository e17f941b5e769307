"""What the house style finds beside the words: rooms, symbols, hours, deadlines, silence, enclosures, the President."""

from datetime import date

import pytest

from consultations import letters
from consultations.letters import symbols
from consultations.letters.problem import Known

MEETING = {"meeting": "Wednesday, 13 February 2019, in Conference Room 3", "due": "Friday, 15 February 2019, at 6 p.m."}
ROOMS = ("Conference Room 3", "Conference Room 4", "Trusteeship Council Chamber")
KNOWN = Known(
    meeting_day=date(2019, 2, 13),
    meeting_room="Conference Room 3",
    rooms=ROOMS,
    symbols=("A/RES/73/195", "S/2019/1"),
    enclosed=0,
)


def found(body, *, kind="free", form="joint_letter", known=KNOWN, facts=MEETING, **changes):
    problems = letters.problems(body, facts, form=form, kind=kind, dated=date(2019, 2, 1), known=known, **changes)
    return [(problem.level, problem.code, problem.message) for problem in problems]


def codes(body, **changes):
    return [code for _level, code, _message in found(body, **changes)]


# Rooms


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("conference room 3", "Conference Room 3"),
        ("Conf. Room 3", "Conference Room 3"),
        ("Conference Room-3", "Conference Room 3"),
        ("Conference Room No. 3", "Conference Room 3"),
        ("Conf. Rm. 3", "Conference Room 3"),
        ("Trusteeship council chamber", "Trusteeship Council Chamber"),
        ("Trusteeship-Council Chamber", "Trusteeship Council Chamber"),
    ],
)
def test_room_spelled_otherwise_is_found_once(said, wanted):
    assert found(f"We meet in {said}.", known=Known(rooms=ROOMS)) == [
        ("warning", "room", f"Write “{wanted}” for “{said}”."),
    ]


@pytest.mark.parametrize("said", ["Conference Room 3", "Trusteeship Council Chamber", "Conference Room 31", "room 3"])
def test_room_spelled_as_the_house_does_is_let_pass(said):
    assert codes(f"We meet in {said}.", known=Known(rooms=ROOMS)) == []


@pytest.mark.parametrize("room", ["Conference Room 4", "Conference Room B", "Trusteeship Council Chamber"])
def test_room_that_is_not_the_meetings_is_found(room):
    why = f"The calendar puts the meeting in Conference Room 3, not in {room}. Check it, or write {{meeting}}."

    assert found(f"We meet in the {room}.") == [("warning", "other_room", why)]
    assert "other_room" not in codes(f"It was announced for the {room}.", kind="change")
    assert codes(f"We meet in the {room}.", known=Known(rooms=ROOMS)) == []


def test_room_of_the_meeting_is_let_pass():
    assert codes("We meet in Conference Room 3.") == []


# Symbols


@pytest.mark.parametrize(
    "symbol",
    [
        "A/RES/73/195",
        "A/73/L.99",
        "A/CONF.231/3",
        "A/C.3/73/L.49/Rev.1",
        "A/RES/217(III)",
        "A/RES/3201(S-VI)",
        "A/RES/ES-10/20",
        "A/DEC/74/544",
        "A/73/PV.61",
        "A/HRC/RES/7/1",
        "A/520/Rev.19",
        "A/AC.105/1",
        "A/S-20/14",
        "S/RES/1325(2000)",
        "S/PV.8460",
        "S/2019/123",
        "E/CN.4/Sub.2/1998/6",
        "E/2019/INF/1",
        "ST/DCS/4/Rev.1",
        "CEDAW/C/1",
    ],
)
def test_symbol_is_well_formed(symbol):
    assert symbols.is_well_formed(symbol)
    assert symbols.symbols_in(f"As in ({symbol}), it stands.") == [symbol]
    assert codes(f"As in {symbol}.", known=Known()) == []


@pytest.mark.parametrize(
    ("symbol", "wanted"),
    [
        ("a/res/73/195", "A/RES/73/195"),
        ("A/RES 73/195", "A/RES/73/195"),
        ("A/RES/73-195", "A/RES/73/195"),
        ("A/RES-73-195", "A/RES/73/195"),
        ("A/73/L99", "A/73/L.99"),
        ("A/73/L-99", "A/73/L.99"),
        ("A/73/l.99/rev.1", "A/73/L.99/Rev.1"),
        ("A/Conf.231/3", "A/CONF.231/3"),
        ("a/s-20/14", "A/S-20/14"),
    ],
)
def test_symbol_that_is_built_wrongly_is_mended(symbol, wanted):
    assert found(f"See {symbol}.", known=Known()) == [("warning", "symbol", f"Write “{wanted}” for “{symbol}”.")]


@pytest.mark.parametrize("symbol", ["A/RES/73", "A/73", "A/73/", "A/RES/73/195/x_y"])
def test_symbol_that_nobody_can_mend_is_told(symbol):
    told = found(f"See {symbol} now.", known=Known())

    shown = symbol.rstrip("/")
    assert told == [
        (
            "warning",
            "symbol",
            f"“{shown}” is not the symbol of a document. Write it as it stands on its first page, as A/73/L.99.",
        )
    ]


@pytest.mark.parametrize(
    "text", ["and/or", "s/he", "A/B testing", "3/4", "24/7", "https://undocs.org/A/73/L99", "km/h", "A/B/C"]
)
def test_what_is_no_symbol_is_let_pass(text):
    assert symbols.symbols_in(text) == []


def test_symbol_that_the_documents_do_not_know_is_advice():
    why = "A/73/L.99 is not among the documents of the consultation. Check it, or add the document."

    assert found("See A/73/L.99 and A/RES/73/195, and A/73/L.99 again.") == [("warning", "unknown_symbol", why)]
    assert codes("See A/73/L.99.", known=Known()) == []


def test_symbols_of_the_subject_are_read_in_every_language():
    assert codes("Texte.", subject="A/73/L99", language="fr", known=Known()) == ["symbol"]


# Hours


@pytest.mark.parametrize("hour", ["6 p.m.", "10.30 a.m.", "noon", "15:30", "midnight"])
def test_hour_without_a_place_is_found(hour):
    why = f"“{hour}” does not say whose time it is. Add the place, such as “(New York time)”."
    texts = [f"Send it by {hour} on Monday.", f"In New York time.\n\nBy {hour} then.", f"By {hour} then.\n\nUTC."]

    assert [[message for _l, code, message in found(text) if code == "no_zone"] for text in texts] == [[why]] * 3


@pytest.mark.parametrize(
    "text",
    [
        "by 6 p.m. (New York time)",
        "by noon, Geneva time",
        "at 9 a.m. local time",
        "by 6 p.m. EST",
        "from 3 p.m. to 6 p.m. in Conference Room 3",
        "at Headquarters, at 3 p.m.",
        "on {meeting}",
        "no hour at all, 13 February 2019",
    ],
)
def test_hour_that_has_its_place_is_let_pass(text):
    assert "no_zone" not in codes(text)


# Deadlines


@pytest.mark.parametrize("words", ["by", "until", "before", "no later than"])
def test_deadline_after_the_meeting_is_found(words):
    body = f"We meet on {{meeting}}. Send it {words} Friday, 15 February 2019."
    why = "15 February 2019 is after the meeting of 13 February 2019. Check which of the two this deadline prepares."

    assert found(body) == [("warning", "late_deadline", why)]


@pytest.mark.parametrize(
    "body",
    [
        "We meet on {meeting}. Send it by Tuesday, 12 February 2019.",
        "We meet on {meeting}. Send it by Wednesday, 13 February 2019.",
        "We meet on {meeting}. The next is on Friday, 15 February 2019.",
        "Send it by Friday, 15 February 2019.",
    ],
)
def test_deadline_that_prepares_the_meeting_is_let_pass(body):
    assert codes(body) == []


def test_due_date_of_the_call_after_the_meeting_is_found():
    late, early = (Known(meeting_day=date(2019, 2, 13), due_day=date(2019, 2, day)) for day in (15, 12))

    assert codes("On {meeting}, by {due}.", known=late) == ["late_deadline"]
    assert codes("On {meeting}, by {due}.", known=early) == []
    assert codes("On {meeting}.", known=late) == []


# Silence


@pytest.mark.parametrize("kind", ["silence", "silence_extended"])
def test_silence_says_at_what_hour_it_ends(kind):
    cited = "Further to our letter of 5 July 2019, silence ends on Tuesday, 9 July 2019"
    why = "The letter does not say at what hour silence ends. Write day and hour, and whose time it is."

    assert found(f"{cited}.", kind=kind) == [("warning", "missing_hour", why)]
    assert codes(f"{cited}, at 6 p.m. (New York time).", kind=kind) == []
    assert codes(f"{cited}, by {{due}}.", kind=kind) == []


@pytest.mark.parametrize("kind", ["silence_extended", "silence_broken", "silence_concluded"])
def test_what_follows_silence_names_the_letter_that_opened_it(kind):
    until = "It stands until noon (New York time)."
    why = "The letter does not name the one by which silence was opened. Write “our letter of” and its date."

    assert found(until, kind=kind) == [("warning", "missing_letter", why)]
    assert codes(f"{until} See our letter of 5 July 2019.", kind=kind) == []
    assert codes(f"{until} See {{replaced}}.", kind=kind, facts=MEETING | {"replaced": "circular 2019-001"}) == []


def test_what_a_placeholder_will_say_is_not_missed_yet():
    assert codes("On [… the text] until [… the hour].", kind="silence_extended") == ["placeholder", "placeholder"]


def test_silence_that_looks_back_has_a_wrong_year():
    assert codes("Until Monday, 9 July 2018, at 6 p.m. (New York time).", kind="silence") == ["past_date"]


# Enclosures, and the President's letter


@pytest.mark.parametrize("word", ["enclosed", "herewith"])
def test_letter_that_encloses_nothing_is_told(word):
    why = f"The letter says “{word}”, but nothing is enclosed. Enclose the file, or take the word out."

    assert found(f"Please find {word} the draft.") == [("warning", "not_enclosed", why)]
    assert codes(f"Please find {word} the draft.", known=Known(enclosed=1)) == []
    assert codes(f"Please find {word} the draft.", known=Known()) == []


@pytest.mark.parametrize("word", ["We", "our", "us"])
def test_president_writes_in_the_singular(word):
    why = f"The President signs alone and writes in the singular. Write “I” or “my” for “{word}”."

    assert found(f"{word} said so.", form="president_letter") == [("warning", "singular", why)]
    assert codes(f"{word} said so.") == []
    assert codes("I said so in the US, by my letter.", form="president_letter") == []


def test_cover_letter_leaves_the_questions_to_what_it_covers():
    facts = {"questions": [["(I)", "Is this a sample?"]]}

    assert codes("A letter.", kind="call", form="president_letter", facts=facts) == []
    assert codes("A letter.", kind="call", facts=facts) == ["missing_questions"]


@pytest.mark.parametrize("form", ["joint_letter", "note_verbale", "plain_letter", "president_letter"])
@pytest.mark.parametrize("what", ["moved", "postponed", "cancelled"])
def test_letter_of_a_change_is_written_as_its_form_is(form, what):
    subject, body = letters.change_text(what, form, "Monday, 4 February 2019")
    facts = MEETING | dict.fromkeys(("consultation", "cofacilitators", "title_of_meeting"), "a fact")

    assert subject.endswith("of a meeting")
    assert codes(body, kind="change", form=form, facts=facts, known=Known(enclosed=1)) in ([], ["missing_meeting"])
