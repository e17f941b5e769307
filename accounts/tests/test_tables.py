"""Tables in and out: encodings, separators, formulas, and what is no table."""

import pytest
from django.core.exceptions import ValidationError

from accounts import tables

TEXT = "code,name\nCIV,Côte d'Ivoire\n"
ROWS = (["code", "name"], [(2, {"code": "CIV", "name": "Côte d'Ivoire"})])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_read_takes_what_spreadsheets_write(encoding, separator):
    content = TEXT.replace(",", separator).encode(encoding)

    assert tables.read(tables.decoded(content)) == ROWS


def test_read_takes_the_line_in_which_excel_names_the_separator():
    columns, rows = tables.read("sep=;\ncode;name\n\nCIV;Mali\n")

    assert (columns, rows) == (["code", "name"], [(4, {"code": "CIV", "name": "Mali"})])


@pytest.mark.parametrize("content", [b"\xffcode,name", b"code,\xe9", b"", b"  \n", b"code\x00,name"])
def test_decoded_refuses_what_is_no_text(content):
    with pytest.raises(ValidationError) as refused:
        tables.decoded(content)

    assert refused.value.code == "encoding"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name\nMali\n", "These columns are missing: code. The first line names the columns."),
        ("code,name,name\nMLI,a,b\n", "These columns stand twice: name."),
        ('code,name\nMLI,"Mali\n', "Line 2 cannot be read: a quotation mark is missing, or there is one too many."),
        ("code\n" + "MLI\n" * 2001, "The file has more than 2,000 rows. Split it and send the parts."),
        ("\ufeff\n", "The file holds no table. Its first line names the columns."),
    ],
)
def test_read_refuses_in_a_sentence(text, sentence):
    with pytest.raises(ValidationError) as refused:
        tables.read(text, needed=["code"])

    assert refused.value.messages[0].startswith(sentence)


def test_read_tells_a_row_of_another_width():
    _columns, rows = tables.read("code,name\nMLI\nPER,Peru,Lima\n")

    assert [row[None] for _line, row in rows] == [1, 3]


@pytest.mark.parametrize(
    "cell",
    ["a\nb", "a\r\nb", "a\u2028b", "a\x0bb", "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'", "'=1", "Mali", "", "a=1"],
)
def test_a_cell_comes_back_as_it_was_and_is_never_a_formula(cell):
    text = tables.written([["code"], [cell or "x"]])

    line = text.splitlines()[1]
    assert not line.strip('"').startswith(tables.FORMULA)
    assert [row for _line, row in tables.read(text)[1]] == [{"code": cell or "x"}]


@pytest.mark.parametrize("cut", [";", "\t", "\n", "\r\n"])
@pytest.mark.parametrize("formula", ["=1+cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "'=1", " =1", "＝1"])
def test_no_part_of_a_cell_is_a_formula_where_another_separator_cuts_it(cut, formula):
    cell = f"Words{cut}{formula}{cut}more"

    text = tables.written([["code", "name"], ["x", cell]])

    parts = [part.strip(' "') for line in text.splitlines() for piece in line.split(";") for part in piece.split("\t")]
    assert not [part for part in parts if part.startswith(tables.FORMULA)]
    assert tables.read(text)[1][0][1] == {"code": "x", "name": cell}


def test_items_of_a_list_stay_as_they_are():
    assert tables.guarded("Two:\n- one\n- two") == "Two:\n- one\n- two"


def test_written_is_in_utf8_as_spreadsheets_know_it():
    assert tables.written([["code", "a;b"], ["x,y", 1]]) == '\ufeffcode,a;b\r\n"x,y",1\r\n'
