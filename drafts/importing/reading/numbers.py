"""The numbers that Word counts by itself: "1.", "(a)", "(iv)", as it would print them."""

import re
from collections import defaultdict

from .parts import child, is_on, name_of, number_of, value_of

ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
ROMAN = (*ROMAN, (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MOST = 3000  # beyond this nobody counts in letters


class Numbers:
    """The lists of a document. They are counted as their paragraphs come by."""

    def __init__(self, tree, styles):
        self.styles = styles
        elements = [] if tree is None else list(tree)
        self.abstract = {value_of(each, "abstractNumId"): each for each in elements if name_of(each) == "abstractNum"}
        self.lists = {number_of(each, "numId"): each for each in elements if name_of(each) == "num"}
        self.counts = defaultdict(dict)
        self.begun = set()

    def next(self, list_id, level):
        """The number of the next paragraph in this list at this level; "" if it has none."""
        key, abstract = self._abstract(list_id)
        if abstract is None:
            return ""
        counts = self.counts[key]
        self._begin(list_id, counts)
        levels = self._levels(list_id, abstract)
        counts[level] = counts[level] + 1 if level in counts else self._start(levels, level)
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return self._text(levels, counts, level)

    def _abstract(self, list_id):
        found = self.lists.get(list_id)
        key = value_of(child(found, "abstractNumId"))
        abstract = self.abstract.get(key)
        link = value_of(child(abstract, "numStyleLink"))
        if link:  # the list is defined where a style of numbering names it
            other = self.styles.numbering(link)[0]
            if other != list_id and other in self.lists:
                key = value_of(child(self.lists[other], "abstractNumId"))
                abstract = self.abstract.get(key)
        return key, abstract

    def _begin(self, list_id, counts):
        """Where a list says with what number it begins anew, it does so once."""
        if list_id in self.begun:
            return
        self.begun.add(list_id)
        for each in self.lists[list_id]:
            start = child(each, "startOverride")
            if name_of(each) == "lvlOverride" and start is not None:
                counts[number_of(each, "ilvl", 0)] = number_of(start, default=1) - 1

    def _levels(self, list_id, abstract):
        levels = {number_of(each, "ilvl"): each for each in abstract if name_of(each) == "lvl"}
        for each in self.lists[list_id]:
            if name_of(each) == "lvlOverride" and child(each, "lvl") is not None:
                levels[number_of(each, "ilvl")] = child(each, "lvl")
        return levels

    @staticmethod
    def _start(levels, level):
        return number_of(child(levels.get(level), "start"), default=1)

    def _text(self, levels, counts, level):
        shape = levels.get(level)
        if shape is None:
            return ""
        if value_of(child(shape, "numFmt")) == "bullet":
            return "•"
        legal = is_on(child(shape, "isLgl"))

        def counted(found):
            place = int(found[1]) - 1
            form = "decimal" if legal else value_of(child(levels.get(place), "numFmt"))
            return formatted(counts.get(place, self._start(levels, place)), form)

        return re.sub(r"%(\d)", counted, value_of(child(shape, "lvlText"))).strip()


def formatted(count, form):
    """A count as Word writes it in this form; in figures where the form is not known here."""
    if form == "none":
        return ""
    if form in {"lowerLetter", "upperLetter"} and 0 < count <= MOST:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"} and 0 < count <= MOST:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return str(count)


def _roman(count):
    numeral = ""
    for value, sign in ROMAN:
        numeral += sign * (count // value)
        count %= value
    return numeral
