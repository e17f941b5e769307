"""What a document of the United Nations has at the head and foot of its pages, and what is no part of the text."""

import re

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_LANGUAGES = "Arabic|Chinese|English|French|Russian|Spanish"
# Lines that are taken as masthead before the text begins.
_BEFORE = [
    r"United Nations(?:\s+\S*/\S+)?",
    r"(?:General Assembly|Economic and Social Council|Security Council|Human Rights Council)(?:\s+\S*/\S+)?",
    r"(?:[A-Z][\w.]{0,9}/)[\w./*-]+",  # a symbol such as A/73/L.1
    r"Distr\.?\s?:.*",
    r"Original\s?:.*",
    rf"\d{{1,2}} (?:{_MONTHS}) \d{{4}}",
    rf"(?:{_LANGUAGES}) only",
    r"(?:\w+[- ]){1,3}session(?:\s+\d{1,2} \w+ \d{4})?",
    r"(?:Provisional )?agenda items? \d.*",
    r"Items? \d+ .{0,40}agenda.*",
    r"(?:Draft resolution|Draft decision) submitted by .*",
    r".{2,80}: draft resolution",
    r"Please recycle.*",
    r"(?:Zero draft|Rev\.\s?\d+)(?: of \d.{4,30})?",
]
_ANYWHERE = [r"\d\d-\d{5}(?:\s*\([A-Z]\))?(?:\s+\d{5,9})?", r"\d{5,9}"]
_HEAD = re.compile("|".join(_BEFORE + _ANYWHERE), re.IGNORECASE)
_FOOT = re.compile("|".join(_ANYWHERE))
STYLES = {"draft organization", "draft masthead", "draft end", "header", "footer"}


def is_masthead(paragraph, *, before_text):
    """Whether a paragraph is none of the text: ``before_text`` tells whether it stands before that begins."""
    line = " ".join(paragraph["text"].replace("*", " ").split()) or paragraph["text"].strip()
    if paragraph["style"] in STYLES or paragraph["style"].startswith("toc "):
        return True
    if before_text and all(_HEAD.fullmatch(each) for each in _cells(paragraph["text"])):
        return True
    return bool((_HEAD if before_text else _FOOT).fullmatch(line)) or not any(sign.isalnum() for sign in line)


def _cells(text):
    """What stands at the left and at the right of a line."""
    return [cell for cell in (" ".join(cell.replace("*", " ").split()) for cell in text.split("\t")) if cell]
