"""Whatever comes in leaves as a few safe tags, and as plain text."""

import pytest

from submissions import prose

WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>'
    '<!--StartFragment--><p class=MsoNormal style="mso-line-height:1"><b><span lang=EN-GB>Bold</span></b> and '
    '<i style="mso-bidi-font-style:normal">slanted</i><o:p></o:p></p><h2>A title</h2>'
    "<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>"
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p>One</p>", "<p>One</p>"),
        (WORD, "<p><strong>Bold</strong> and <em>slanted</em></p><p>A title</p>"),
        ("<p>x</p><script>alert(1)</script><style>p{}</style>", "<p>x</p>"),
        ('<p onclick="x()" style="color:red" class="y">x</p>', "<p>x</p>"),
        ('<p><img src=x onerror="alert(1)">x</p>', "<p>x</p>"),
        ('<p><a href="javascript:alert(1)">x</a></p>', "<p>x</p>"),
        ('<p><a href="//evil.example/">x</a></p>', "<p>x</p>"),
        ('<p><a href="data:text/html,x">x</a></p>', "<p>x</p>"),
        (
            '<p><a href="https://un.example/" target="_blank" onclick="x">x</a></p>',
            '<p><a href="https://un.example/">x</a></p>',
        ),
        ('<p><a href="mailto:a@portal.test">x</a></p>', '<p><a href="mailto:a@portal.test">x</a></p>'),
        ("<ul><li><p>a</p></li></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("a <b>b</b>", "<p>a <strong>b</strong></p>"),
        ("a<p>b</p>", "<p>a</p><p>b</p>"),
        ("<p></p><p> </p><p><br></p><ul><li></li></ul>", ""),
        ("<p>a\x00b\u202ec\u2066d</p>", "<p>abcd</p>"),
        ("<p>\ud800x</p>", "<p>x</p>"),
        ("<p>a\ufffeb\uffff</p>", "<p>ab</p>"),
        ("<p>We &#x202E;ton&#x202C; agree&#1;</p>", "<p>We ton agree</p>"),
        ("<svg><circle>y</circle></svg><p>x</p>", "<p>x</p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<p>مرحبا</p>", "<p>مرحبا</p>"),
    ],
)
def test_clean(html, expected):
    assert prose.clean(html) == expected
    assert prose.clean(expected) == expected


@pytest.mark.parametrize("tags", ["<ul><li>", "<div>", "<ul><li></x>", "<b></i>"])
@pytest.mark.usefixtures("never_endless")
def test_clean_of_tags_too_deep_in_each_other_is_text_and_soon_done(tags):
    cleaned = prose.clean(f"<p>Before</p>{tags * 20_000}after")
    assert prose.to_text(cleaned).split() == ["Before", "after"]
    assert cleaned.count("<") == 2


def test_clean_of_a_long_list_is_a_list():
    html = f"<ul>{'<li><p>One</p></li>' * 2_000}</ul>"
    assert prose.clean(html) == html


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        ("One\r\n\r\nTwo\nlines", "<p>One</p><p>Two<br>lines</p>"),
        ("- a\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("1. a\n2) b", "<ol><li><p>a</p></li><li><p>b</p></li></ol>"),
        ("- a\nb", "<p>- a<br>b</p>"),
        ("1 < 2 <script>", "<p>1 &lt; 2 &lt;script&gt;</p>"),
        ("<p>As <b>HTML</b></p>", "<p>As <strong>HTML</strong></p>"),
    ],
)
def test_from_typed(typed, expected):
    assert prose.from_typed(typed) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p>One <strong>two</strong></p><p>Three<br>four</p>", "One two\n\nThree\nfour"),
        ("<p>Of</p><ul><li><p>a</p></li><li><p>b</p></li></ul><p>end</p>", "Of\n\n– a\n– b\n\nend"),
        (
            "<ol><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p><p>d</p></li></ol>",
            "1. a\n  – b\n2. c\n\nd",
        ),
        ("<p>1 &lt; 2</p>", "1 < 2"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ('<p><a href="https://un.example/">x</a> y</p>', "x y"),
    ],
)
def test_to_text(html, expected):
    assert prose.to_text(html) == expected


def test_plain_text_comes_back_as_it_was():
    html = "<p>One</p><p>Two<br>lines</p><ul><li><p>a</p></li><li><p>b</p></li></ul>"
    assert prose.from_typed(prose.to_text(html)) == html


def test_blocks_know_their_hand():
    runs = prose.blocks('<p>a<strong>b<em>c</em></strong><a href="https://un.example/">d</a></p>')[0].runs
    assert runs == [
        prose.Run("a"),
        prose.Run("b", bold=True),
        prose.Run("c", bold=True, italic=True),
        prose.Run("d", href="https://un.example/"),
    ]


@pytest.mark.parametrize(
    ("html", "count"), [("", 0), ("<p>One two</p><p>three</p>", 3), ("<p>中文 text</p>", 3), ("<p>مرحبا بكم</p>", 2)]
)
def test_words(html, count):
    assert prose.words(html) == count


def test_clean_takes_links_out_that_lead_nowhere():
    html = '<p>A note<a href="#_ftn1" name="_ftnref1">[<b>1</b>]</a> and <a href="https://un.example/">a page</a></p>'
    assert prose.clean(html) == '<p>A note[<strong>1</strong>] and <a href="https://un.example/">a page</a></p>'


@pytest.mark.parametrize("sign", ["-", "\u2022", "\u00b7", "\u25aa"])
def test_lines_that_begin_as_word_begins_items_are_a_list(sign):
    assert prose.from_typed(f"{sign}\tone\n{sign}\ttwo") == "<ul><li><p>one</p></li><li><p>two</p></li></ul>"
