"""The body of a letter: paragraphs, emphasis, numbered lists, and tokens that stand for facts."""

import re
import unicodedata
from itertools import groupby

# What a token stands for, said to those who write. "{meeting}" follows the calendar until the letter is issued.
TOKENS = (
    "meeting",
    "title_of_meeting",
    "place_of_meeting",
    "questions",
    "due",
    "consultation",
    "mandate",
    "replaced",
    "cofacilitators",
)

TOKEN = re.compile(r"\{([A-Za-z_]{1,40})\}")
QUESTIONS = "{questions}"
# An asterisk inside a word or a sum is none; Chinese and Arabic put no space around what they emphasise.
_INSIDE = "0-9A-Za-z\u00c0-\u024f\u0400-\u04ff*"
_EMPHASIS = re.compile(rf"(?<![{_INSIDE}])\*(?=[^\s*])([^*]*[^\s*])\*(?![{_INSIDE}])")
_NUMERAL = re.compile(r"(\((?:[IVXivx]{1,6}|[a-z]|\d{1,2})\)|\d{1,2}\.)\s+(?=\S)")
_BLANK = re.compile(r"\n[^\S\n]*\n")
OVERRIDES = "\u202d\u202e"


def parse(body, facts):
    """The blocks of a letter, JSON-serialisable. Never raises: what it does not know stays as it was written."""
    return [block for chunk in _chunks(body) for block in _blocks(chunk, facts)]


def _chunks(body):
    """The passages between blank lines."""
    text = clean(body).replace("\r\n", "\n").replace("\r", "\n")
    return (chunk.strip("\n") for chunk in _BLANK.split(text))


def clean(text):
    """``text`` without what no letter contains and no printer understands; a space stands where it was."""
    return "".join(" " if is_hidden(sign) else sign for sign in text)


def is_hidden(sign):
    """Whether a sign is a control character, half of a character, or turns the direction of what follows."""
    return sign in OVERRIDES or (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t")


def unknown_tokens(body):
    """The names in braces that stand for nothing, in their order."""
    return [name for name in TOKEN.findall(body) if name not in TOKENS]


def tokens(body):
    """The known tokens that a body uses."""
    return [name for name in TOKEN.findall(body) if name in TOKENS]


def stand_alone(token, body):
    """Whether ``token`` is nowhere but in passages of its own."""
    return all(chunk.strip() == token for chunk in _chunks(body) if token in chunk)


def _blocks(chunk, facts):
    if not chunk.strip():
        return
    if chunk.strip() == QUESTIONS and facts.get("questions"):
        yield _list([(numeral, [[_line(text), False]]) for numeral, text in facts["questions"]])
        return
    for numbered, lines in groupby(_numbered_lines(chunk), key=lambda line: bool(line[0])):
        if numbered:
            yield _list([(numeral, runs(text, facts)) for numeral, text in lines])
        else:
            yield {"type": "paragraph", "runs": runs(" ".join(text for _, text in lines), facts)}


def _numbered_lines(chunk):
    """(numeral, text) for each line; a line without a numeral goes on with the item above it."""
    found = []
    for line in chunk.split("\n"):
        match = _NUMERAL.match(line.strip())
        if match:
            found.append([match[1], line.strip()[match.end() :]])
        elif found and found[-1][0]:
            found[-1][1] += " " + line
        else:
            found.append(["", line])
    return found


def _list(items):
    return {"type": "list", "items": [{"numeral": numeral, "runs": its_runs} for numeral, its_runs in items]}


def runs(text, facts):
    """``text`` as [text, emphasised] pairs, tokens replaced. What a fact says is never read as emphasis or token."""
    parts, last = [], 0
    for match in _EMPHASIS.finditer(text):
        parts += [[text[last : match.start()], False], [match[1], True]]
        last = match.end()
    parts.append([text[last:], False])
    filled = [[_fill(part, facts), emphasised] for part, emphasised in parts]
    return _trimmed([part for part in filled if part[0]])


def _fill(text, facts):
    def fact(match):
        value = facts.get(match[1]) if match[1] in TOKENS else None
        return value if isinstance(value, str) and value else match[0]

    return _spaces(TOKEN.sub(fact, text))


def _spaces(text):
    """One space for several, none of the hard ones lost: "10 h" stays together."""
    return re.sub(r"[ \t\n]+", " ", text)


def _line(text):
    return _spaces(clean(text).replace("\r", " ")).strip()


def _trimmed(parts):
    parts[0][0] = parts[0][0].lstrip()
    parts[-1][0] = parts[-1][0].rstrip()
    return [part for part in parts if part[0]]
