"""In whose name something is said, as the United Nations prints it: a phrase in the language of the text.

Pure: names come in, a phrase comes out. Groups that negotiate stand before regional ones, groups before States; among
themselves they stand in alphabetical order. A language that is not spoken here is spoken to in English.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from .names import sort_key

KINDS = ("negotiating", "regional", "special")  # in the order in which groups of these kinds are named; others follow
PREPOSITION = re.compile(r"\A(?:du|de la|de l’|des|de|del|de los|de las)\s*(?=[\wÀ-ÿ])", re.IGNORECASE)

# Names that take the article in English; those in brackets ("Iran (Islamic Republic of)") take none.
ARTICLE = re.compile(
    r"\A(?:Bahamas|Central African Republic|Comoros|Congo|Czech Republic|Democratic .+|Dominican Republic|Gambia"
    r"|Holy See|Lao .+|Maldives|Marshall Islands|Netherlands|Niger|Philippines|Republic of .+|Russian Federation"
    r"|State of Palestine|Sudan|Syrian Arab Republic|United .+)\Z"
)


class Group(NamedTuple):
    """A group as it is to be named: by its code where this module knows it, else by its name."""

    code: str
    name: str
    kind: str = ""


@dataclass(frozen=True)
class Language:
    """How one language says it. The forms of groups begin with what follows "in the name"."""

    code: str
    groups: dict
    group: str
    behalf: str
    last: str
    state: str
    states: str
    own: str
    excepted: str
    all_excepted: str
    then: str
    many: str
    aligned: str
    position: str
    contribution: str

    def form(self, group):
        return self.groups.get(group.code) or self.group % group.name

    def listed(self, items):
        """ "A, B and C"."""
        *first, last = items
        return f"{', '.join(first)}{self._and(last)}{last}" if first else last

    def _and(self, following):
        """Spanish says "e Italia": two vowels of one sound do not meet."""
        meets = self.code == "es" and re.match(r"(?:i|hi)(?![eoa])", following, re.IGNORECASE)
        return " e " if meets else self.last

    def named(self, names):
        """The States, as one part of the phrase or, in English, each as one."""
        if not names:
            return []
        if not self.states:
            return names
        return [(self.states if len(names) > 1 else self.state) % self.listed(names)]

    def without(self, names):
        return (self.all_excepted if len(names) > 1 else self.excepted) % self.listed(names)


ENGLISH = Language(
    code="en",
    groups={
        "AFR": "the African Group",
        "APG": "the Asia-Pacific Group",
        "ARAB": "the Arab Group",
        "ASEAN": "the Association of Southeast Asian Nations",
        "CARICOM": "the Caribbean Community",
        "EEG": "the Eastern European Group",
        "EU": "the European Union and its member States",
        "G77": "the Group of 77 and China",
        "GCC": "the Gulf Cooperation Council",
        "GRULAC": "the Latin American and Caribbean Group",
        "LDC": "the least developed countries",
        "LLDC": "the landlocked developing countries",
        "MIKTA": "MIKTA",
        "NORDIC": "the Nordic countries",
        "SIDS": "the small island developing States",
        "WEOG": "the Western European and Others Group",
    },
    group="the group “%s”",
    behalf="on behalf of %s",
    last=" and ",
    state="",
    states="",
    own="my own country, %s",
    excepted=", with the exception of %s",
    all_excepted=", with the exception of %s",
    then=", and of %s",
    many="on behalf of a group of %d States",
    aligned="aligns itself with %s",
    position="%s",
    contribution="input %s (%s)",
)
FRENCH = Language(
    code="fr",
    groups={
        "AFR": "du Groupe des États d’Afrique",
        "APG": "du Groupe des États d’Asie et du Pacifique",
        "ARAB": "du Groupe des États arabes",
        "ASEAN": "de l’Association des nations de l’Asie du Sud-Est",
        "CARICOM": "de la Communauté des Caraïbes",
        "EEG": "du Groupe des États d’Europe orientale",
        "EU": "de l’Union européenne et de ses États membres",
        "G77": "du Groupe des 77 et de la Chine",
        "GCC": "du Conseil de coopération du Golfe",
        "GRULAC": "du Groupe des États d’Amérique latine et des Caraïbes",
        "LDC": "des pays les moins avancés",
        "LLDC": "des pays en développement sans littoral",
        "MIKTA": "du MIKTA",
        "NORDIC": "des pays nordiques",
        "SIDS": "des petits États insulaires en développement",
        "WEOG": "du Groupe des États d’Europe occidentale et autres États",
    },
    group="du groupe « %s »",
    behalf="au nom %s",
    last=" et ",
    state="du pays suivant : %s",
    states="des pays suivants : %s",
    own="de mon propre pays (%s)",
    excepted=", à l’exception du pays suivant : %s",
    all_excepted=", à l’exception des pays suivants : %s",
    then=", ainsi que %s",
    many="au nom d’un groupe de %d États",
    aligned="s’associe %s",
    position="à la position %s",
    contribution="à la contribution %s (%s)",
)
SPANISH = Language(
    code="es",
    groups={
        "AFR": "del Grupo de los Estados de África",
        "APG": "del Grupo de los Estados de Asia y el Pacífico",
        "ARAB": "del Grupo de los Estados Árabes",
        "ASEAN": "de la Asociación de Naciones de Asia Sudoriental",
        "CARICOM": "de la Comunidad del Caribe",
        "EEG": "del Grupo de los Estados de Europa Oriental",
        "EU": "de la Unión Europea y sus Estados miembros",
        "G77": "del Grupo de los 77 y China",
        "GCC": "del Consejo de Cooperación del Golfo",
        "GRULAC": "del Grupo de los Estados de América Latina y el Caribe",
        "LDC": "de los países menos adelantados",
        "LLDC": "de los países en desarrollo sin litoral",
        "MIKTA": "de MIKTA",
        "NORDIC": "de los países nórdicos",
        "SIDS": "de los pequeños Estados insulares en desarrollo",
        "WEOG": "del Grupo de los Estados de Europa Occidental y otros Estados",
    },
    group="del grupo «%s»",
    behalf="en nombre %s",
    last=" y ",
    state="de %s",
    states="de %s",
    own="de mi propio país, %s",
    excepted=", con excepción de %s",
    all_excepted=", con excepción de %s",
    then=", y %s",
    many="en nombre de un grupo de %d Estados",
    aligned="se suma %s",
    position="a la posición %s",
    contribution="a la contribución %s (%s)",
)
SPOKEN = {language.code: language for language in (ENGLISH, FRENCH, SPANISH)}


def spoken(language):
    """The language in which a text in ``language`` is spoken of: its own, or English."""
    return language if language in SPOKEN else "en"


def on_behalf(language, *, groups=(), states=(), own="", excepted=()):
    """ "on behalf of the Group of 77 and China and my own country, Portugal"; ``own`` is the name of the speaker's."""
    say = SPOKEN[spoken(language)]
    of_groups = [say.form(group) for group in _ordered(groups, say)]
    of_states = [*say.named(_names(states, say)), *([say.own % _name(own, say)] if own else [])]
    if not (excepted and of_groups):
        return say.behalf % say.listed([*of_groups, *of_states])
    without = say.behalf % say.listed(of_groups) + say.without(_names(excepted, say))
    return without + say.then % say.listed(of_states) if of_states else without


def of_many(language, count):
    """The phrase for more States than can be named in it: "on behalf of a group of 120 States"."""
    return SPOKEN[spoken(language)].many % count


def aligned(language, *, groups=(), inputs=()):
    """ "aligns itself with the African Group and input ESP-2019-1 (Spain)"; ``inputs``: pairs of reference and name."""
    say = SPOKEN[spoken(language)]
    items = [say.position % say.form(group) for group in _ordered(groups, say)]
    items += [say.contribution % pair for pair in inputs]
    return say.aligned % say.listed(items) if items else ""


def _ordered(groups, say):
    def place(group):
        rank = KINDS.index(group.kind) if group.kind in KINDS else len(KINDS)
        return rank, sort_key(PREPOSITION.sub("", say.form(group)), say.code)

    return sorted(groups, key=place)


def _names(names, say):
    return [_name(name, say) for name in sorted(names, key=lambda name: sort_key(name, say.code))]


def _name(name, say):
    return in_a_sentence(name) if say is ENGLISH else name


def in_a_sentence(name):
    """An English name as it stands within a sentence: "the Philippines"."""
    return f"the {name}" if ARTICLE.match(name) else name
