"""The HTML form of a mail, made of its text alone: paragraphs, lists and addresses, and nothing that is fetched.

It says the same as the text, names no colour, so that it reads in the dark too, and is the same at every try.
"""

import re
import unicodedata
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

WRAPPED = 60  # a line that long was broken for its length, and goes on in the next
ITEM = re.compile(r"(?:[-*•–]|(\d{1,3})[.)]) +(?=\S)")
ADDRESS = re.compile(r"https://[!#-;=?-Z\[\]_a-z~\\%]+")  # printable ASCII: nothing that looks like another letter
ALONE = re.compile(r"(?:\w[\w ]{0,30}: )?https://\S+")  # a line that is nothing but an address, with a word before it
TRAILING = ".,;:!?)]'"
SCRIPTS = {"ARABIC": "ar", "HEBREW": "he", "CYRILLIC": "ru", "CJK": "zh", "HIRAGANA": "ja", "HANGUL": "ko"}
RIGHT_TO_LEFT = {"ar", "he"}
PAGE = """\
<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
</head>
<body style="margin: 0; padding: 16px; overflow-wrap: break-word;">
<div style="max-width: 38em; margin: 0 auto; font-family: sans-serif; font-size: 16px; line-height: 1.5;">
{blocks}
</div>
</body>
</html>
"""


@lru_cache(maxsize=16)  # all that get a letter get the same words
def html_of(subject, text, site=""):
    """The page that says what ``text`` says. Addresses below ``site`` are links, others where a line is theirs alone:
    so no stranger's name or title becomes one.
    """
    language = language_of(text)
    blocks = [_block(block.split("\n"), site) for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip()]
    return PAGE.format(
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        title=escape(subject),
        blocks="\n".join(blocks),
    )


def language_of(text):
    """The language that the script of most of its letters stands for; English where they are Latin."""
    counts = {}
    for letter in ADDRESS.sub("", text):
        if letter.isalpha():
            script = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
            counts[script] = counts.get(script, 0) + 1
    return SCRIPTS.get(max(counts, key=counts.get), "en") if counts else "en"


def _block(lines, site):
    """What stands between two empty lines: a paragraph, and lists with it."""
    parts, paragraph, items = [], [], []
    for line in lines:
        item = ITEM.match(line)
        if item and items and _kind(items[0]) == bool(item[1]):
            items.append(line)
        elif item:
            parts += _closed(paragraph, items, site)
            paragraph, items = [], [line]
        elif items and line.startswith(" "):
            items[-1] += f"\n{line.strip()}"
        else:
            if items:
                parts += _closed(paragraph, items, site)
                items, paragraph = [], []
            paragraph.append(line)
    return "\n".join(parts + _closed(paragraph, items, site))


def _kind(line):
    """Whether an item is numbered."""
    return bool(ITEM.match(line)[1])


def _closed(paragraph, items, site):
    parts = [f'<p dir="auto">{_flow(paragraph, site)}</p>'] if paragraph else []
    if items:
        tag = "ol" if _kind(items[0]) else "ul"
        rows = "\n".join(_item(item, site) for item in items)
        parts.append(f"<{tag}>\n{rows}\n</{tag}>")
    return parts


def _item(item, site):
    """An item with the number that it has in the text."""
    mark = ITEM.match(item)
    value = f' value="{int(mark[1])}"' if mark[1] else ""
    lines = item[mark.end() :].split("\n")
    return f'<li{value} dir="auto">{_flow(lines, site)}</li>'


def _flow(lines, site):
    """Lines as one run of text: broken where the writer broke them, and not where they were only long."""
    text, before = "", None
    for line in lines:
        if before is not None:
            text += " " if len(before.rstrip()) >= WRAPPED else "<br>\n"
        text += _linked(line.strip(), site)
        before = line
    return text


def _linked(line, site):
    """The line, escaped, with its addresses as links."""
    parts, done, alone = [], 0, ALONE.fullmatch(line)
    for found in ADDRESS.finditer(line):
        address = found[0].rstrip(TRAILING)
        if _leads_where_it_says(address) and (alone or _is_ours(address, site)):
            parts += [escape(line[done : found.start()]), f'<a href="{escape(address)}">{escape(address)}</a>']
            done = found.start() + len(address)
    return "".join(parts) + escape(line[done:])


def _is_ours(address, site):
    return bool(site) and (address == site or address.startswith((f"{site}/", f"{site}?")))


def _leads_where_it_says(address):
    """Whether it has a host, and no name of a person before it that looks like one."""
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket without its other
        return False
    return bool(parts.hostname) and "@" not in parts.netloc
