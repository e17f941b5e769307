"""All that is printed of a letter, and nothing else: the content whose hash is approved."""

from . import wording
from .phrases import letter_date
from .text import clean, parse


def compose(
    *,
    form,
    kind,
    language,
    subject,
    body,
    facts,
    place,
    dated,
    letterheads,
    signatories,
    addressee,
    enclosures,
    correction=None,
):
    """The content of a letter as a JSON value. Without reference and time of issue: they come after the approval."""
    words = wording.words(language)
    return {
        "form": form,
        "kind": kind,
        "language": language,
        "subject": _line(subject),
        "letterheads": _letterheads(form, letterheads, facts),
        "correction": _correction(correction, words),
        "place_and_date": words["place_and_date"].format(place=_line(place), date=letter_date(dated, language)),
        "salutation": wording.salutation(form, language),
        "blocks": parse(body, facts),
        "close": wording.close(form, language, len(signatories)),
        "signatories": [{"name": _line(one["name"]), "function": _line(one["function"])} for one in signatories],
        "addressee": [line for line in map(_line, addressee.splitlines()) if line],
        "enclosures": [{"title": _line(one["title"]), "sha256": one["sha256"]} for one in enclosures],
    }


def plain_text(content):
    """What a letter says, paragraph by paragraph in the order of the page: for mails, search and comparison."""
    lines = [*content["letterheads"]]
    if content["correction"]:
        lines.append(f"{content['correction']['label']} {content['correction']['names']}")
    lines += [content["place_and_date"], content["salutation"]]
    for block in content["blocks"]:
        lines += _lines_of(block)
    lines.append(content["close"])
    for one in content["signatories"]:
        lines += [one["name"], one["function"]]
    lines += content["addressee"]
    lines += [enclosure["title"] for enclosure in content["enclosures"]]
    return "\n\n".join(line for line in lines if line)


def body_text(content):
    """What was written, without the formulas around it, in one line."""
    return " ".join(line for block in content["blocks"] for line in _lines_of(block))


def _lines_of(block):
    if block["type"] == "paragraph":
        return [_joined(block["runs"])]
    return [f"{item['numeral']} {_joined(item['runs'])}" for item in block["items"]]


def _joined(runs):
    return "".join(text for text, _ in runs)


def _letterheads(form, letterheads, facts):
    """Those who sign; over a note verbale, which nobody signs, the consultation."""
    if form == wording.NOTE_VERBALE and not letterheads:
        letterheads = filter(None, [facts.get("consultation")])
    return [_line(name) for name in letterheads]


def _correction(correction, words):
    """A corrigendum and the like name the circular they stand to."""
    if not correction:
        return None
    names = words["corrects"].format(reference=correction["reference"])
    return {"label": _line(correction["label"]), "reference": correction["reference"], "names": names}


def _line(text):
    return " ".join(clean(str(text)).split())
