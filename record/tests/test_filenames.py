import pytest
from hypothesis import given
from hypothesis import strategies as st

from record import filenames


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("annex.pdf", "annex.pdf"),
        ("Annex.PDF", "Annex.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\annex.pdf", "annex.pdf"),
        ("/annex.pdf/", "annex.pdf"),
        ("annex\r\nSet-Cookie: a=b.pdf", "annexSet-Cookie a=b.pdf"),
        ("annex\x00.pdf", "annex.pdf"),
        ("annex\u202efdp.exe", "annexfdp.exe"),
        ("annex\u2066\u200b.pdf", "annex.pdf"),
        ('a<b>c:"d|e?f*.pdf', "abcdef.pdf"),
        ("annex.pdf::$DATA", "annex.pdf$DATA"),
        ("annex.pdf. .", "annex.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1"),
        ("nul.tar.pdf", "_nul.tar.pdf"),
        ("console.pdf", "console.pdf"),
        ("Проект резолюции.pdf", "Проект резолюции.pdf"),
        ("各位同事.pdf", "各位同事.pdf"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("", "file"),
        (".pdf", "pdf"),
        ("..", "file"),
        (" . ", "file"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("Draft v1.2", "Draft v1.2"),
        ("a." + "b" * 200, "a." + "b" * 118),
    ],
)
def test_clean_gives_the_last_part_printable_and_short(name, cleaned):
    assert filenames.clean(name) == cleaned


@given(st.text(max_size=400))
def test_whatever_the_name_is_it_is_no_path_and_fits_into_a_header(name):
    cleaned = filenames.clean(name)

    assert cleaned.isprintable()
    assert set(cleaned) & set('<>:"/\\|?*') == set()
    assert 0 < len(cleaned) <= 132
    assert cleaned not in {".", ".."}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("annex.PDF", ("annex", ".pdf")),
        ("annex.tar.gz", ("annex.tar", ".gz")),
        ("Draft v1.2", ("Draft v1.2", "")),
        ("annex.pdf$DATA", ("annex.pdf$DATA", "")),
        ("annex", ("annex", "")),
        ("annex.", ("annex.", "")),
    ],
)
def test_split_knows_an_ending(name, parts):
    assert filenames.split(name) == parts
