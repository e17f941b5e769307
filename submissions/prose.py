"""Prose of an input: the little HTML it may hold, made safe, read as blocks, and turned to plain text and back.

Pure functions, no Django. Whatever comes in, from an editor, from Word or from a bare textarea, leaves ``clean``
as paragraphs, lists, bold, italic and links to the web or a mailbox, and nothing else.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

import nh3

TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br"}
# What editors and Word write for the same: kept through the first pass, then renamed.
RENAMED = {"b": "strong", "i": "em", "div": "p", "h1": "p", "h2": "p", "h3": "p", "h4": "p", "h5": "p", "h6": "p"}
DROPPED = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "select"}
LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
# Signs nobody sees: control characters, halves of surrogates, overrides of the direction, what is no sign at all.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
ANCHOR = re.compile(r"<a>(.*?)</a>", re.DOTALL)  # a link that leads nowhere, such as Word's footnotes
EMPTY = re.compile(r"<(p|li|ul|ol|strong|em|a)(?: [^>]*)?>(?:\s|&nbsp;|<br>)*</\1>")
MARKUP = re.compile(r"\s*<(?:p|ul|ol|div|h[1-6])\b[^>]*>", re.IGNORECASE)
NESTED = 8  # how deep empty tags may lie in each other to be taken out; bounded, since texts come from anyone
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:]*)[^>]*>?")
FLAT = {"p", "br", "hr", "img", "input", "meta", "link", "o:p"}  # they end by themselves
DEEPEST = 200
ITEM = re.compile(r"(?:[-•·▪*–]|\d{1,3}[.)])\s+")


def clean(html):
    """Safe HTML of the tags an answer may hold; "" where nothing readable is left. Cleaning twice changes nothing."""
    html = HIDDEN.sub("", html)
    if _is_too_deep(html):
        html = as_paragraph(TAG.sub(" ", html))
    wide = _sanitise(html, TAGS | set(RENAMED))
    for old, new in RENAMED.items():
        wide = wide.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")
    narrow = ANCHOR.sub(r"\1", _sanitise(wide, TAGS))
    for _depth in range(NESTED):
        narrow = EMPTY.sub("", narrow)
    return _in_paragraphs(narrow.strip())


def as_paragraph(text):
    """``text`` as it is, in one paragraph, with no tag read as one."""
    return f"<p>{escape(text)}</p>"


def _is_too_deep(html):
    """Whether tags lie so deep in each other as no text has it: the parser would take minutes, so it is not asked."""
    standing, depth = Counter(), 0
    for tag in TAG.finditer(html):
        name = tag["name"].lower()
        step = -1 if tag["end"] else 1
        if name in FLAT or standing[name] + step < 0:
            continue
        standing[name] += step
        depth += step
        if depth > DEEPEST:
            return True
    return False


def _sanitise(html, tags):
    safe = nh3.clean(
        html,
        tags=tags,
        clean_content_tags=DROPPED,
        attributes={"a": {"href"}},
        attribute_filter=lambda _tag, _name, value: value if LINK.fullmatch(value.strip()) else None,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
    return HIDDEN.sub("", safe)  # once more: what came as an entity, &#x202E;, is a sign now


def _in_paragraphs(html):
    """Text that stands outside of every paragraph and list gets a paragraph of its own."""
    if not html or re.match(r"<(?:p|ul|ol)>", html):
        return html
    start = re.search(r"<(?:p|ul|ol)>", html)
    loose, rest = (html[: start.start()], html[start.start() :]) if start else (html, "")
    return f"<p>{loose.strip()}</p>{rest}"


def from_typed(text):
    """HTML of what was typed into a bare textarea: paragraphs by blank lines, lines that begin as items are lists.

    Text that begins with a tag of a block is taken as HTML.
    """
    if MARKUP.match(text):
        return clean(text)
    parts = re.split(r"\n\s*\n", HIDDEN.sub("", text).replace("\r\n", "\n").strip())
    return clean("".join(_block_of(part.split("\n")) for part in parts if part.strip()))


def _block_of(lines):
    if all(ITEM.match(line.strip()) for line in lines):
        return list_of(lines)
    return f"<p>{'<br>'.join(escape(line.strip()) for line in lines)}</p>"


def list_of(lines):
    """The HTML of lines that each begin as an item: with a number, or with a dash or a dot."""
    tag = "ol" if lines[0].strip()[0].isdigit() else "ul"
    items = "".join(f"<li><p>{escape(ITEM.sub('', line.strip(), count=1))}</p></li>" for line in lines)
    return f"<{tag}>{items}</{tag}>"


@dataclass(frozen=True)
class Run:
    """Text in one hand: bold, italic, a link, or none of these."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass
class Block:
    """A paragraph; with a ``label`` ("–", "2.") an item of a list, ``depth`` levels deep."""

    label: str = ""
    depth: int = 0
    runs: list = field(default_factory=list)

    @property
    def text(self):
        return "".join(run.text for run in self.runs)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks, self.lists, self.links = [], [], []
        self.bold = self.italic = 0  # how many stand open
        self.label, self.fresh = "", True

    def handle_starttag(self, tag, attrs):
        if tag in {"ul", "ol"}:
            self.lists.append([tag, 0])
            self.fresh = True
        elif tag == "li":
            self._begin_item()
        elif tag == "p":
            self.fresh = True
        elif tag == "br":
            self._add("\n")
        else:
            self._turn(tag, 1)
            if tag == "a":
                self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag):
        if tag in {"ul", "ol"}:
            self.lists.pop()
        if tag in {"ul", "ol", "li", "p"}:
            self.fresh = True
        else:
            self._turn(tag, -1)
            if tag == "a":
                self.links.pop()

    def _turn(self, tag, step):
        self.bold += step * (tag == "strong")
        self.italic += step * (tag == "em")

    def handle_data(self, data):
        if data.strip() or not self.fresh:
            self._add(re.sub(r"[ \t\r\n]+", " ", data))

    def _begin_item(self):
        inner = self.lists[-1] if self.lists else ["ul", 0]
        inner[1] += 1
        self.label, self.fresh = (f"{inner[1]}." if inner[0] == "ol" else "–"), True

    def _add(self, text):
        if self.fresh:
            self.blocks.append(Block(self.label, len(self.lists)))
            self.label, self.fresh = "", False
        href = self.links[-1] if self.links else ""
        self.blocks[-1].runs.append(Run(text, self.bold > 0, self.italic > 0, href))


def blocks(html):
    """Cleaned HTML as a list of Blocks, in reading order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [block for block in reader.blocks if block.text.strip()]


def to_text(html):
    """Cleaned HTML as plain text: blank lines between paragraphs, items of lists each on a line of its own."""
    text, before = [], None
    for block in blocks(html):
        if before is not None:
            text.append("\n" if before.depth and block.label else "\n\n")
        indent = "  " * max(0, block.depth - 1)
        text.append(f"{indent}{block.label} {block.text.strip()}" if block.label else indent + block.text.strip())
        before = block
    return "".join(text)


def words(html):
    """How many words it has; signs of Chinese and Japanese count one each."""
    text = " ".join(block.text for block in blocks(html))
    signs = re.findall(r"[\u3040-\u30ff\u3400-\u9fff]", text)
    return len(re.sub(r"[\u3040-\u30ff\u3400-\u9fff]", " ", text).split()) + len(signs)
