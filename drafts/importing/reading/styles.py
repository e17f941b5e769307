"""The styles of a Word document, each with what it has from those that it is based on."""

from .parts import child, is_on, name_of, number_of, value_of

DEEPEST = 20


class Styles:
    def __init__(self, tree):
        self.found = {
            value_of(each, "styleId"): each for each in (() if tree is None else tree) if name_of(each) == "style"
        }
        self.default = next(
            (
                key
                for key, each in self.found.items()
                if value_of(each, "type") == "paragraph" and value_of(each, "default") in {"1", "true"}
            ),
            "",
        )

    def name(self, key):
        """The name that Word shows, in small letters."""
        return value_of(child(self.found.get(key), "name"), "val", key).lower()

    def first(self, key, *path):
        """The element at this path in the style, or in the nearest of those that it is based on."""
        for _depth in range(DEEPEST):
            style = self.found.get(key)
            if style is None:
                return None
            found = child(style, *path)
            if found is not None:
                return found
            key = value_of(child(style, "basedOn"))
        return None

    def switch(self, key, name):
        return is_on(self.first(key, "rPr", name))

    def numbering(self, key):
        """The numbering that a style has: (number of the list or ``None``, level or ``None``)."""
        found = self.first(key, "pPr", "numPr")
        return number_of(child(found, "numId")), number_of(child(found, "ilvl"))
