"""The HTML form of a mail: the same words, nothing that is fetched, nothing that a stranger could make a link."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.mail_html import html_of, language_of

SITE = "https://portal.example.org"
LONG = "This line of a message is so long that its writer had to break it somewhere"


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def blocks(text, site=SITE):
    """What stands in the body, without the frame."""
    page = html_of("A subject", text, site)
    return page.split('1.5;">\n')[1].split("\n</div>")[0]


def tags(page):
    parser = Tags()
    parser.feed(page)
    return parser.found


def test_paragraphs_keep_the_lines_that_were_meant_and_join_those_that_were_only_long():
    assert blocks(f"Circular 2019-001\nA letter\n\n{LONG}\nand go on.\n") == (
        f'<p dir="auto">Circular 2019-001<br>\nA letter</p>\n<p dir="auto">{LONG} and go on.</p>'
    )


def test_lists_stay_lists_with_their_numbers():
    assert blocks("Enclosed:\n- one\n  and more\n- two\n3. three\n5) five\nThe end.") == (
        '<p dir="auto">Enclosed:</p>\n'
        '<ul>\n<li dir="auto">one<br>\nand more</li>\n<li dir="auto">two</li>\n</ul>\n'
        '<ol>\n<li value="3" dir="auto">three</li>\n<li value="5" dir="auto">five</li>\n</ol>\n'
        '<p dir="auto">The end.</p>'
    )


@pytest.mark.parametrize(
    ("line", "linked"),
    [
        (f"It is at {SITE}/process/?a=1&b=2.", [f"{SITE}/process/?a=1&b=2"]),
        (SITE, [SITE]),
        ("https://meet.example/j/1", ["https://meet.example/j/1"]),
        ("Join: https://meet.example/j/1", ["https://meet.example/j/1"]),
        ("Dear https://evil.example, welcome", []),
        (f"Dear {SITE}.evil.example/ welcome", []),
        ("https://portal.example.org@evil.example/", []),
        ("http://meet.example/j/1", []),
        ("javascript:alert(1)", []),
        ("https://", []),
        ("https://[", []),
    ],
)
def test_only_addresses_that_lead_where_they_say_are_links(line, linked):
    page = blocks(line)

    assert [attrs["href"] for tag, attrs in tags(page) if tag == "a"] == linked
    assert unescape(re.sub(r"<[^>]+>", "", page)) == line


def test_what_was_typed_is_text():
    page = html_of('<script>"x"</script>', '<img src="https://evil.example/x.png" onerror="x"> {braces}', SITE)

    assert {tag for tag, _attrs in tags(page)} == {"html", "head", "meta", "title", "body", "div", "p"}
    assert "<title>&lt;script&gt;&quot;x&quot;&lt;/script&gt;</title>" in page
    assert "&lt;img src=&quot;https://evil.example/x.png&quot;" in page


def test_nothing_is_fetched_and_no_colour_is_named():
    page = html_of("A subject", f"{LONG}\n\n- {SITE}/a/", SITE)

    assert not re.search(r"<(?:img|link|script|style|iframe)|url\(|src=|color:", page)
    assert page.count("https://") == 2  # the address and its words


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("A letter", "en", "ltr"),
        ("", "en", "ltr"),
        ("123 …", "en", "ltr"),
        ("رسالة to you", "ar", "rtl"),
        ("Письмо", "ru", "ltr"),
        ("信件", "zh", "ltr"),
        ("Ωμέγα", "en", "ltr"),
    ],
)
def test_language_and_direction_are_those_of_the_script(text, language, direction):
    assert language_of(text) == language
    assert f'<html lang="{language}" dir="{direction}">' in html_of("", text)


@given(st.text(alphabet=st.sampled_from("ab é\n-1. <>&\"'https://[]@{}%رم"), max_size=200))
def test_every_sign_that_is_no_mark_of_a_list_stays(text):
    said = unescape(re.sub(r"<[^>]+>", " ", blocks(text)))

    def letters(words):
        return [sign for sign in words if sign.isalpha() or sign in "<>&@{}%"]

    assert letters(said) == letters(text)
    assert html_of("A subject", text, SITE) == html_of.__wrapped__("A subject", text, SITE)
