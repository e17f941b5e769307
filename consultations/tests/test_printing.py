"""Personal copies and labels, as those who fold them into envelopes see them."""

import io
import re
import subprocess
from datetime import date

import pikepdf
import pytest

from accounts.models import DelegationKind
from accounts.tests.factories import DelegationFactory, DelegationNameFactory
from consultations import documents, printing
from consultations.documents import RenderError
from consultations.models import PrintRun
from consultations.printing.joining import Joined
from record.hashing import content_hash, file_hash
from record.tests.sample_files import pdf as sample_pdf

from .letter_samples import ADDRESS, BODY, ISSUED_AT, SIGNATORIES, compose, printed, text_of, words

PORTUGAL = ["Permanent Mission of Portugal to the United Nations", "New York"]
MALI = ["Permanent Mission of Mali to the United Nations", "New York"]
LONG = ["An organization whose name is " + "very " * 60 + "long", "New York"]
A4, LETTER = (595.3, 841.9), (612, 792)


@pytest.fixture(autouse=True)
def _here():
    """In this process: starting another takes a second and has its own tests."""
    with documents.printing_here():
        yield


def letter(paper="a4", **changes):
    content = compose(**changes)
    return printing.Letter(content, content_hash(content), "2019-001", ADDRESS, ISSUED_AT, paper)


def copies(blocks, letter=None, **options):
    return printing.personal_copies(letter or _letter(), blocks, **options)


_letter = letter


def sizes(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [tuple(round(float(side), 1) for side in page.mediabox[2:]) for page in opened.pages]


def boxes(pdf, page=1):
    """The words of a page with their edges: (word, left, top, right, bottom), from the top left."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', done)
    return [(word, *map(float, edges)) for *edges, word in found]


def a_pdf(*, size=(595, 842), text="", pages=1, change=None):
    """An enclosure with ``text`` on each of its pages."""

    def write(document):
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for page in document.pages:
            page.mediabox = [0, 0, *size]
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.Contents = document.make_stream(f"BT /F 12 Tf 20 20 Td ({text}) Tj ET".encode())
        if change:
            change(document)

    return sample_pdf(write, pages=pages)


# Personal copies


def test_each_copy_is_the_letter_with_one_addressee_in_the_place_of_all():
    frozen = words(text_of(printed(compose()), "-layout")[0])
    general = words(" ".join(compose()["addressee"]))

    pages = text_of(copies([MALI, PORTUGAL]), "-layout")

    at = next(place for place in range(len(frozen)) if frozen[place : place + len(general)] == general)
    for page, block in zip(pages, [MALI, PORTUGAL], strict=True):
        assert words(page) == frozen[:at] + words(" ".join(block)) + frozen[at + len(general) :]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_text_of_a_copy_stands_where_it_stood_when_the_letter_was_issued(paper):
    sample = letter(paper)
    issued = boxes(printed(sample.content, paper=paper))

    copy = boxes(copies([MALI], sample))

    general = set(words(" ".join(sample.content["addressee"])))
    mine = set(words(" ".join(MALI)))
    body = [box for box in issued if box[0].upper() not in general | mine]
    assert body == [box for box in copy if box[0].upper() not in general | mine]
    first_of_general = next(box for box in issued if box[0] == "All")
    first_of_mine = [box for box in copy if box[0] == "Permanent"][-1]
    assert first_of_mine[1:3] == pytest.approx(first_of_general[1:3], abs=0.05)


def addressee_lies_free(pdf, sample, block):
    """Whether the addressee stands below the signatures, above the foot and within the margins."""
    found = boxes(pdf)
    names = [one["function"].split()[-1] for one in sample.content["signatories"]]
    above = max(bottom for word, _l, _t, _r, bottom in found if word in names)
    foot = min(top for word, _left, top, _r, _b in found if word == "Reference")
    lines = [box for box in found if above - 1 < box[2] and box[4] < foot + 1]
    assert words(" ".join(box[0] for box in lines)) == words(" ".join(block))
    return all(box[1] > 60 and box[3] < 551 for box in lines)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("block", [MALI, LONG], ids=["two lines", "four lines"])
def test_addressee_overlaps_neither_the_text_nor_the_foot(paper, block):
    sample = letter(paper, body="\n\n".join([BODY, *["A line of text."] * 6]))

    assert addressee_lies_free(copies([MALI, block], sample)[:], sample, MALI)
    assert addressee_lies_free(copies([block], sample), sample, block)


def test_letter_is_laid_out_once_and_once_more_for_addressees_that_need_more_room(monkeypatch):
    laid = []
    monkeypatch.setattr(
        documents, "print_page", lambda html, css: laid.append(html) or documents.render_here(html, css)
    )

    copies([MALI, PORTUGAL, MALI])
    assert len(laid) == 2

    pages = text_of(copies([MALI, LONG, PORTUGAL, LONG]))
    assert len(laid) == 2 + 3
    assert ["whose name is" in page for page in pages] == [False, True, False, True]


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("letter", LETTER)])
def test_copies_are_of_the_paper_asked_for(paper, size):
    assert sizes(copies([MALI, PORTUGAL], letter(paper))) == [pytest.approx(size, abs=0.1)] * 2


def long_letter():
    return letter(body="\n\n".join([BODY] * 12))


def test_a_long_letter_has_its_addressee_on_the_first_page():
    pages = text_of(copies([MALI, PORTUGAL], long_letter()))

    assert ["Mali" in page for page in pages] == [True, False, False, False, False, False]
    assert [bool(re.search("of Portugal to", page)) for page in pages[3:]] == [True, False, False]
    assert ["Page 2 of 3" in page for page in pages] == [False, True, False] * 2
    assert [page.count(ADDRESS) for page in pages] == [1] * 6


def test_every_copy_begins_on_a_fresh_sheet_where_both_sides_are_printed():
    pdf = copies([MALI, PORTUGAL], double_sided=True)

    pages = text_of(pdf)
    assert [bool(page.strip()) for page in pages] == [True, False, True, False]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"


def test_a_letter_of_an_even_number_of_pages_gets_no_blank_one():
    two_pages = letter(body="\n\n".join([BODY] * 6))

    assert all(page.strip() for page in text_of(copies([MALI, PORTUGAL], two_pages, double_sided=True)))


def test_enclosures_follow_each_copy_in_their_order():
    enclosures = [("First", a_pdf(text="Annex one", pages=2)), ("Second", a_pdf(text="Annex two"))]

    pages = text_of(copies([MALI, PORTUGAL], enclosures=enclosures))

    said = [re.sub(r"(?s).*of (Mali|Portugal) to the.*", r"\1", page).strip() for page in pages]
    assert said == ["Mali", "Annex one", "Annex one", "Annex two", "Portugal", "Annex one", "Annex one", "Annex two"]


def test_each_enclosure_begins_on_a_fresh_sheet_where_both_sides_are_printed():
    enclosures = [("First", a_pdf(text="one")), ("Second", a_pdf(text="two", pages=2))]

    pages = text_of(copies([MALI], enclosures=enclosures, double_sided=True))

    assert [page.strip() for page in pages[1:]] == ["", "one", "", "two", "two"]


def test_enclosures_are_held_once_however_many_copies_there_are():
    annex = a_pdf(text="".join(file_hash(b"%d" % number) for number in range(2000)))  # nothing makes it smaller

    pdf = copies([MALI] * 10, enclosures=[("Annex", annex)])

    assert len(sizes(pdf)) == 20
    assert len(pdf) < len(copies([MALI] * 10)) + 90_000 < 2 * len(annex)


@pytest.mark.parametrize("wish", ["landscape", "small", "large", "turned"])
def test_an_enclosure_of_another_size_is_printed_whole_on_the_paper_of_the_letter(wish):
    size = {"landscape": (842, 595), "small": (300, 400), "large": (1191, 1684), "turned": (595, 842)}[wish]

    def turn(document):
        document.pages[0].Rotate = 90

    annex = a_pdf(size=size, text="Whole", change=turn if wish == "turned" else None)

    pdf = copies([MALI], letter("letter"), enclosures=[("Annex", annex)])

    wide = wish in {"landscape", "turned"}
    assert sizes(pdf)[1] == ((792.0, 612.0) if wide else (612.0, 792.0))
    [(word, left, top, right, bottom)] = boxes(pdf, 2)
    assert word == "Whole"
    assert min(left, top) >= 0
    assert (right <= 792, bottom <= 792) == (True, True)
    if wish == "small":  # in its own size, in the middle
        assert (left, right - left) == (pytest.approx((612 - 300) / 2 + 20), pytest.approx(34.7, abs=1))


def test_what_is_filled_into_an_enclosure_is_printed():
    def fill(document):
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("field"),
            V=pikepdf.String("Filled"),
            DA=pikepdf.String("/F 12 Tf 0 g"),
            Rect=[50, 50, 200, 80],
            F=4,
        )
        field = document.make_indirect(field)
        document.pages[0].Annots = pikepdf.Array([field])
        fonts = document.pages[0].Resources.Font
        document.Root.AcroForm = pikepdf.Dictionary(
            Fields=[field], DR=pikepdf.Dictionary(Font=fonts), DA=pikepdf.String("/F 12 Tf 0 g"), NeedAppearances=True
        )

    pdf = copies([MALI], enclosures=[("Annex", a_pdf(text="Form", change=fill))])

    assert sorted(text_of(pdf)[1].split()) == ["Filled", "Form"]


def test_an_enclosure_that_cannot_be_read_is_named():
    with pytest.raises(RenderError, match="The enclosure “Annex I” cannot be printed with the letter"):
        copies([MALI], enclosures=[("Annex I", b"%PDF-1.7 nothing")])


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr("consultations.printing.copies.MOST_PAGES", 7)

    with pytest.raises(RenderError, match="The copies would have 8 pages together"):
        copies([MALI, PORTUGAL], enclosures=[("Annex", a_pdf(pages=3))])


def test_an_addressee_that_fills_a_page_is_refused():
    with pytest.raises(RenderError, match="An addressee is too long for a letter"):
        copies([["word"] * 40])


def test_copies_are_named_have_a_language_and_share_their_fonts():
    pdf = copies([MALI] * 20)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == "2019-001: First informal consultation"
        assert str(opened.Root.Lang) == "en"
        fonts = [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing]
        names = [str(font.FontName).partition("+") for font in fonts]
    assert [name for _tag, _plus, name in names].count("Source-Serif-4,") == 2  # of the letters, of the addressees
    assert len({tag for tag, _plus, _name in names}) == len(names) < 8
    assert len(pdf) < 300_000
    assert copies([MALI] * 20) == pdf  # the same run is the same file


def test_steps_are_told_as_they_are_done():
    told = []

    copies([MALI], step=told.append)
    printing.labels([MALI], sheet=printing.SHEETS["a4-24"], language="en", title="Labels", step=told.append)

    assert told == [1, 2, 3, 1, 2]


@pytest.mark.parametrize(
    ("language", "block", "font"),
    [
        ("ar", ["البرتغال", "البعثة الدائمة لدى الأمم المتحدة", "New York"], "Amiri"),
        ("zh", ["葡萄牙", "常驻联合国代表团", "New York"], "NotoSerifSC"),
        ("ru", ["Португалия", "Постоянное представительство", "New York"], "SourceSerif4"),
    ],
)
def test_addressee_is_set_in_the_language_of_the_letter(language, block, font):
    sample = letter(language=language, body="–", facts={}, signatories=SIGNATORIES)

    pdf = copies([block], sample)

    [page] = text_of(pdf)
    said = re.sub("[\u200e\u200f\u202a-\u202e]", "", page)
    assert [line in said for line in block] == [True, True, True]
    edges = [(left, right) for word, left, _t, right, _b in boxes(pdf) if word in " ".join(block).split()]
    if language == "ar":  # flush right
        assert max(right for _left, right in edges) == pytest.approx(595.3 - 62.4, abs=1)
    assert font in subprocess.run(
        ["pdffonts", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode().replace("-", "")


# Labels

NAMES = [[f"Permanent Mission of State {number} to the United Nations", "New York"] for number in range(1, 41)]


def labels(blocks, key="a4-24", language="en", **options):
    return printing.labels(blocks, sheet=printing.SHEETS[key], language=language, title="Labels", **options)


def label_of(sheet, x, y):
    """Row and column of the label in which a point lies, in points from the top left."""
    mm = 72 / 25.4
    return int((y / mm - sheet.top) // sheet.height), int((x / mm - sheet.left) // (sheet.width + sheet.gap))


@pytest.mark.parametrize(("key", "pages"), [("a4-24", 2), ("a4-14", 3), ("letter-30", 2)])
def test_every_label_lies_within_its_place_in_order(key, pages):
    sheet = printing.SHEETS[key]

    pdf = labels(NAMES, key)

    assert sizes(pdf) == [pytest.approx(LETTER if sheet.paper == "letter" else A4, abs=0.1)] * pages
    found = []
    for page in range(1, pages + 1):
        by_label = {}
        for word, left, top, right, bottom in boxes(pdf, page):
            place = label_of(sheet, left, top)
            assert label_of(sheet, right, bottom) == place
            by_label.setdefault(place, []).append(word)
        found += [by_label[place] for place in sorted(by_label)]
    assert found == [" ".join(block).split() for block in NAMES]


def test_labels_begin_where_the_sheet_was_begun():
    pdf = labels(NAMES[:2], first=24)

    [(_w, left, top, *_rest)] = [box for box in boxes(pdf, 1) if box[0] == "1"]
    assert label_of(printing.SHEETS["a4-24"], left, top) == (7, 2)
    [(_w, left, top, *_rest)] = [box for box in boxes(pdf, 2) if box[0] == "2"]
    assert label_of(printing.SHEETS["a4-24"], left, top) == (0, 0)


def test_labels_keep_their_true_size():
    with pikepdf.open(io.BytesIO(labels(NAMES[:1]))) as opened:
        assert opened.Root.ViewerPreferences.PrintScaling == "/None"
        assert str(opened.docinfo["/Title"]) == "Labels"


@pytest.mark.parametrize("key", printing.SHEETS)
def test_a_long_name_is_set_smaller_and_never_cut(key):
    longest = ["A name " + "of many words " * 13, "New York"]
    unbroken = ["W" * 200, "New York"]
    sheet = printing.SHEETS[key]

    pdf = labels([longest, unbroken, MALI], key)

    found = {}
    for word, left, top, right, bottom in boxes(pdf):
        place = label_of(sheet, left, top)
        assert label_of(sheet, right, bottom) == place
        found.setdefault(place[1] + place[0] * sheet.across, []).append(word)
    assert " ".join(found[0]) == " ".join(" ".join(longest).split())
    assert "".join(found[1]) == "W" * 200 + "NewYork"
    assert " ".join(found[2]) == " ".join(MALI)


def test_a_name_that_fits_in_no_size_is_named():
    with pytest.raises(RenderError, match="“line 0” fits on no label of this sheet"):
        labels([[f"line {number}" for number in range(12)]], "letter-30")


@pytest.mark.parametrize(("language", "name"), [("ar", "البعثة الدائمة لدى الأمم المتحدة"), ("zh", "常驻联合国代表团")])
def test_labels_are_set_in_the_language_of_the_letter(language, name):
    pdf = labels([[name, "New York"]], language=language)

    said = re.sub("[\u200e\u200f\u202a-\u202e]", "", text_of(pdf)[0])
    assert name in said
    if language == "ar":
        assert max(right for _word, _l, _t, right, _b in boxes(pdf)) == pytest.approx((70 - 5) * 72 / 25.4, abs=1)


# The names


@pytest.fixture
def turkey(db):
    """A State that has another name today, with both in its formal name's language."""
    found = DelegationFactory(formal_name="Permanent Mission of Türkiye to the United Nations")
    DelegationNameFactory(delegation=found, name="Turkey", valid_to="2022-06-01")
    DelegationNameFactory(delegation=found, name="Türkiye", valid_from="2022-06-01")
    DelegationNameFactory(delegation=found, name="Turquie", language="fr", valid_to="2022-06-01")
    return type(found).objects.with_names("fr").get(pk=found.pk)


@pytest.mark.parametrize(
    ("day", "language", "lines"),
    [
        ("2019-02-01", "en", ["Permanent Mission of Turkey to the United Nations", "New York"]),
        ("2023-02-01", "en", ["Permanent Mission of Türkiye to the United Nations", "New York"]),
        (
            "2019-02-01",
            "fr",
            ["Turquie", "Mission permanente auprès de l’Organisation des Nations Unies", "New York"],
        ),
    ],
)
def test_a_state_is_called_as_on_the_day_of_the_letter(turkey, day, language, lines):
    assert printing.lines_of(turkey, date.fromisoformat(day), language, "New York") == lines


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "language", "lines"),
    [
        (
            DelegationKind.OBSERVER_STATE,
            "es",
            ["A name", "Misión Permanente de Observación ante las Naciones Unidas", "X"],
        ),
        (DelegationKind.OBSERVER_STATE, "en", ["The formal name", "X"]),
        (DelegationKind.INTERGOVERNMENTAL, "en", ["The formal name"]),
        (DelegationKind.STAKEHOLDER, "ru", ["A name"]),
    ],
)
def test_others_are_called_by_their_names(kind, language, lines):
    found = DelegationFactory(kind=kind, formal_name="The formal name")
    DelegationNameFactory(delegation=found, name="A name")

    assert printing.lines_of(found, date(2019, 2, 1), language, "X") == lines


@pytest.mark.django_db
def test_an_article_within_a_mission_s_name_is_small():
    found = DelegationFactory(formal_name="Permanent Mission of North Macedonia to the United Nations")
    name = "The former Yugoslav Republic of Macedonia"
    DelegationNameFactory(delegation=found, name=name, valid_to="2019-02-14")
    DelegationNameFactory(delegation=found, name="North Macedonia", valid_from="2019-02-14")

    lines = printing.lines_of(found, date(2019, 2, 1), "en", "New York")

    assert lines[0] == "Permanent Mission of the former Yugoslav Republic of Macedonia to the United Nations"


# What is kept of a choice


@pytest.mark.parametrize(
    ("choices", "kept"),
    [
        (printing.Choices(), {}),
        (printing.Choices(double_sided=True, enclosures=True), {"double_sided": True, "enclosures": True}),
        (printing.Choices(sheet="a4-14", first=7), {"sheet": "a4-14", "first": 7}),
    ],
)
def test_what_is_not_as_usual_is_kept_with_the_run(choices, kept):
    assert choices.kept() == kept
    assert printing.Choices.of(PrintRun(options=kept)) == choices


def test_an_unknown_paper_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        Joined("a5")
