"""Search in what was submitted: words as searches of the web take them, each passage read in its own language.

Chinese is written without spaces, and Arabic joins articles to its words: there a part of the text is a hit, too.
Whoever searches finds what they may read: the query asks for it, so that no count tells of anything else.
"""

import re

from django.db import connection
from django.db.models import BooleanField, Case, F, FloatField, Func, TextField, Value, When

from . import hits
from .models import SearchPassage, SubmittedVersion

CONFIGURATIONS = {code: f"portal_{code}" for code in ("en", "fr", "es", "ru", "ar")}
PLAIN = "portal_plain"
WITHIN_WORDS = ("zh", "ar")
JOINED = re.compile("[\u0600-\u06ff\u3040-\u30ff\u3400-\u9fff]")  # letters of Arabic, signs of Chinese and Japanese
PAGE = 20


class OfPassage(Func):
    """SQL over the language, the vector and the text of a passage: ``alike`` for each way to read it, once.

    One expression and not thirty: the database answers in less time than it would take to put them together.
    Subclasses say what it is with ``finished``.
    """

    alike, joined = "", " OR "

    def __init__(self, query):
        super().__init__(F("language"), F("vector"), F("text"))
        self.query = query

    def as_sql(self, compiler, connection, **_context):
        language, vector, text = (compiler.compile(source)[0] for source in self.get_source_expressions())
        columns = {"language": language, "vector": vector, "text": text}
        parts = [(self.alike, f"{language} = '{code}'", config) for code, config in CONFIGURATIONS.items()]
        known = ", ".join(f"'{code}'" for code in CONFIGURATIONS)
        parts.append((self.alike, f"{language} NOT IN ({known})", PLAIN))
        sql = self.joined.join(
            part.format(read_so=read_so, asked=f"websearch_to_tsquery('{config}', %s)", config=config, **columns)
            for part, read_so, config in parts
        )
        return self.finished(sql, [self.query] * len(parts), columns)


def _within(query, columns):
    """That every part of the query stands in a text that does not keep its words apart: SQL and its parameters.

    What is asked for in such a script is looked for in every text: one in English may quote it.
    """
    wanted = [f"%{connection.ops.prep_for_like_query(part)}%" for part in hits.parts(query)]
    if not wanted:
        return "FALSE", []
    held = " AND ".join([f"{columns['text']} ILIKE %s"] * len(wanted))
    if JOINED.search(query):
        return f"({held})", wanted
    languages = ", ".join(f"'{code}'" for code in WITHIN_WORDS)
    return f"({columns['language']} IN ({languages}) AND {held})", wanted


class Matches(OfPassage):
    """Whether the query is found: by words through their index, or within words through that of the trigrams."""

    output_field = BooleanField()
    alike = "({read_so} AND {vector} @@ {asked})"

    def finished(self, sql, params, columns):
        within, wanted = _within(self.query, columns)
        return f"({sql} OR {within})", [*params, *wanted]


class Rank(OfPassage):
    """How well it is found, for its length; a hit within words counts as that of one word."""

    output_field = FloatField()
    alike, joined = "WHEN {read_so} THEN ts_rank_cd({vector}, {asked}, 1)", " "

    def finished(self, sql, params, columns):
        within, wanted = _within(self.query, columns)
        return f"(CASE {sql} END + CASE WHEN {within} THEN 0.1 ELSE 0 END)", [*params, *wanted]


class Headline(OfPassage):
    """The best words of a passage, with our two signs around the hits. It costs: asked only for what a page shows."""

    output_field = TextField()
    alike, joined = "WHEN {read_so} THEN ts_headline('{config}', translate({text}, %s, ''), {asked}, %s)", " "
    OPTIONS = (
        f"StartSel={hits.BEGINS}, StopSel={hits.ENDS}, MaxFragments=2, MaxWords=30, MinWords=12, "
        'FragmentDelimiter=" … "'
    )

    def finished(self, sql, params, _columns):
        each = [hits.BEGINS + hits.ENDS, self.query, self.OPTIONS]
        return f"CASE {sql} END", each * len(params)


def configuration(language):
    """What reads the words of a text in this language."""
    return CONFIGURATIONS.get(language, PLAIN)


def find(query, actor, consultation, among=None):
    """The passages in which ``query`` is found, the best first, as pairs of their key and that of their version."""
    found = passages(query, actor, consultation, among)
    return list(found.order_by(Rank(query).desc(), "pk").values_list("pk", "version_id"))


def passages(query, actor, consultation, among=None):
    """Those that match, of what stands and the actor may read; with ``among``, only of versions with these keys."""
    versions = SubmittedVersion.objects.readable_by(actor).current().standing()
    versions = versions.filter(submission__consultation=consultation)
    if among is not None:
        versions = versions.filter(pk__in=among)
    return SearchPassage.objects.filter(Matches(query), version__in=versions.values("pk"))


def excerpts(query, keys):
    """The passages with these keys, in their order, each with ``shown``: the words around its hits, as HTML."""
    rows = SearchPassage.objects.filter(pk__in=keys).defer("text", "vector")
    whole = Case(When(language__in=WITHIN_WORDS, then=F("text")), default=Value(""), output_field=TextField())
    if JOINED.search(query):
        whole = F("text")
    found = rows.annotate(headline=Headline(query), whole=whole).in_bulk(keys)
    wanted = hits.parts(query)
    for passage in found.values():
        passage.shown = hits.marked(hits.around(passage.whole, wanted) or passage.headline)
    return [found[key] for key in keys if key in found]


def says_nothing(query, language):
    """Whether a query has no word that is looked for: only signs, or words that stand in every text."""
    config = configuration(language.split("-")[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(websearch_to_tsquery(%s::regconfig, %s))", [config, query])
        return not cursor.fetchone()[0] and not [part for part in hits.parts(query) if not part.isascii()]
