"""Search: in which words what is found, by whom, how it is shown; and what is no search at all."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from accounts.tests.signing_in import sign_in
from record.actor import Actor
from submissions import actions, hits, search
from submissions.actions.indexing import index
from submissions.models import SearchPassage, SubmittedVersion, VersionAttachment

from . import factories as make

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": "The conferences prepare regional reviews; nobody is left behind.",
    "fr": "La réunion préparera l’examen des migrations internationales.",
    "es": "La coordinación regional de las migraciones será anual.",
    "ru": "Обзорные форумы должны готовить региональные встречи.",
    "ar": "المراجعة الإقليمية للهجرة والتنمية في المنتدى",
    "zh": "国际移民审议论坛应当每四年举行一次，由秘书长筹备IMRF报告。",
    "pt": "A convenção regional prepara o fórum.",
}


def client_of(actor=None):
    client = Client()
    if actor:
        sign_in(client, actor.user)
    return client


def said(world, code, text, *, language="en", visibility="public", by=None):
    """A version whose first answer is ``text``, by a State of its own."""
    by = by or make.member(make.delegation(code, code.title()), "head")
    submission = make.answered(actions.begin(world.call, by=by, language=language), by, f"<p>{text}</p>")
    return make.submitted(submission, by, visibility)


@pytest.fixture
def spoken(world):
    """One input in each language."""
    for code, text in TEXTS.items():
        said(world, f"X{code.upper()}", text, language=code)
    return world


def found(world, query, actor=None, among=None):
    """The codes of those whose input is found, and how it is shown."""
    hits_found = search.find(query, actor or Actor(at=make.AT), world.consultation, among)
    passages = search.excerpts(query, [passage for passage, _version in hits_found])
    versions = SubmittedVersion.objects.in_bulk([version for _passage, version in hits_found])
    return [(versions[passage.version_id].reference[:3], str(passage.shown)) for passage in passages]


# Words, in each language


@pytest.mark.parametrize(
    ("query", "code", "shown"),
    [
        ("conference", "XEN", "<mark>conferences</mark> prepare"),
        ('"left behind"', "XEN", "is <mark>left</mark> <mark>behind</mark>"),
        ("reunions", "XFR", "<mark>réunion</mark> préparera"),
        ("PREPARERA", "XFR", "<mark>préparera</mark> l’examen"),
        ("coordinacion", "XES", "<mark>coordinación</mark> regional"),
        ("форума", "XRU", "Обзорные <mark>форумы</mark> должны"),
        ("مراجعة", "XAR", "ال<mark>مراجعة</mark> الإقليمية"),
        ("移民", "XZH", "国际<mark>移民</mark>审议论坛"),
        ("imrf", "XZH", "筹备<mark>IMRF</mark>报告"),
        ("convencao", "XPT", "<mark>convenção</mark> regional"),
    ],
)
def test_words_are_found_in_each_language_without_regard_to_form_and_accents(spoken, query, code, shown):
    ((found_in, text),) = found(spoken, query)

    assert found_in == code
    assert shown in text


@pytest.mark.parametrize("query", ["移民", "منتدى"])
def test_scripts_that_join_their_words_are_found_in_a_text_of_another_language(world, query):
    said(world, "MLT", "It quotes 国际移民审议论坛 and بالمنتدى as they are.")
    said(world, "ESP", "It quotes nothing.")

    ((code, shown),) = found(world, query)

    assert code == "MLT"
    assert f"<mark>{query}</mark>" in shown


def test_arabic_is_found_by_its_stem_where_no_part_of_it_stands_as_typed(spoken):
    ((code, shown),) = found(spoken, "بالمراجعات")

    assert code == "XAR"
    assert "<mark>المراجعة</mark>" in shown


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("regional -nobody", ["XES", "XPT"]),
        ("regional or réunion", ["XEN", "XES", "XFR", "XPT"]),
        ("regional conference", ["XEN"]),
        ('"regional conference"', []),
        ("移民 审议", ["XZH"]),
        ("移民 森林", []),
        ("100% _x", []),
        ("the of", []),
        ("'; drop table", []),
        ("\\ : & | ! ( ) <-> *", []),
        ('"', []),
        ("移%", []),
    ],
)
def test_queries_are_read_as_the_web_reads_them(spoken, query, codes):
    assert sorted(code for code, _shown in found(spoken, query)) == codes


def test_the_best_stands_first(world):
    said(world, "AAA", "A forum. " + "Other words stand here. " * 30)
    said(world, "BBB", "The forum of the forum prepares a forum.")

    assert [code for code, _shown in found(world, "forum")] == ["BBB", "AAA"]


def test_what_is_shown_is_escaped_and_marks_only_hits(world):
    version = said(world, "AAA", "A")
    text = '\ue000<b>bold</b> & \ue001"migration" <script>alert(1)</script>'
    version.content["answers"][0]["text"] = text
    index(version)

    ((_code, shown),) = found(world, "migration")

    assert "<mark>migration</mark>" in shown
    assert shown.count("<mark>") == 1
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "\ue000" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a \ue000b\ue001 c", "a <mark>b</mark> c"),
        ("a \ue000<i>\ue001 & c", "a <mark>&lt;i&gt;</mark> &amp; c"),
        ("\ue001a \ue000 b", "a  b"),
        ("", ""),
    ],
)
def test_marked(text, shown):
    assert hits.marked(text) == shown


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ('one "two words" -three or OR of', ["one", "two words"]),
        ("移 ab abc", ["移", "abc"]),
        (" ".join(f"word{n}" for n in range(12)), [f"word{n}" for n in range(10)]),
        ('"', []),
    ],
)
def test_parts_of_a_query(query, parts):
    assert hits.parts(query) == parts


def test_around_shows_the_neighbourhood_of_the_first_hit():
    text = "x" * 100 + "论坛" + "y" * 100

    assert hits.around(text, ["论坛"]) == f"… {'x' * 80}\ue000论坛\ue001{'y' * 80} …"
    assert hits.around("论坛", ["论坛"]) == "\ue000论坛\ue001"
    assert hits.around("论坛", ["森林"]) == ""
    assert hits.around("论坛", []) == ""


# What is searched


def test_each_answer_and_each_file_is_one_passage(world):
    version = said(world, "AAA", "An answer.")
    file = actions.complete_receipt(version, b"%PDF-1.7 a sample", by=world.head).receipt
    VersionAttachment.objects.create(version=version, number=1, file=file, text="")
    VersionAttachment.objects.create(version=version, number=2, file=file, text="A scanned cafe\u0301 " + "x" * 300_000)

    index(version)

    kept = list(SearchPassage.objects.order_by("place").values_list("place", "language", "text"))
    assert kept[0] == (0, "en", "An answer.")
    assert [place for place, _language, _text in kept] == [0, 2]
    assert kept[1][2].startswith("A scanned café x")
    assert len(kept[1][2]) == 200_000
    assert [code for code, _shown in found(world, "cafe")] == ["AAA"]
    page = client_of().get("/sample/inputs/?q=cafe").content.decode()
    assert "In a file" in page
    assert 'href="/sample/inputs/AAA-2019-1/?version=1#files"' in page


def test_a_text_of_nothing_but_different_words_can_be_searched(world):
    version = said(world, "AAA", "A")
    version.content["answers"][0]["text"] = " ".join(f"{n:x}語" for n in range(60_000))
    index(version)

    assert [code for code, _shown in found(world, "fff語")] == ["AAA"]


@pytest.mark.django_db(transaction=True)
def test_what_was_submitted_before_is_found_after_the_migration(world):
    version = said(world, "AAA", "An older café of conferences.")
    file = actions.complete_receipt(version, b"%PDF-1.7 a sample", by=world.head).receipt
    VersionAttachment.objects.create(version=version, number=3, file=file, text="A file of cafe\u0301s")
    index(version)
    rows = SearchPassage.objects.order_by("place").values_list("version", "place", "language", "text", "vector")
    by_action = list(rows)
    SearchPassage.objects.all().delete()

    MigrationExecutor(connection).migrate([("submissions", "0006_keys_are_unique")])
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())

    assert list(rows) == by_action
    assert len(by_action) == 2


def test_only_what_stands_now_is_found(world):
    version = said(world, "AAA", "The first wording.")
    by = make.member(version.submission.delegation, "head", email="other@portal.test")
    make.revised(version.submission, by, "<p>The second version.</p>")

    assert found(world, "wording") == []
    assert [code for code, _shown in found(world, "second")] == ["AAA"]

    actions.withdraw(version.submission, by=by)
    assert found(world, "second") == []
    assert found(world, "second", by) == []


def test_each_finds_and_counts_what_they_may_read(world):
    said(world, "AAA", "A public forum.")
    said(world, "BBB", "A forum of participants.", visibility="participants")
    said(world, "CCC", "A forum for few.", visibility="cofacilitators")
    make.begun(make.call(world.consultation, number=2), world.head)
    others = make.call(make.consultation("other", title="Another"))
    by = make.member(make.delegation("DDD", "Ddd"), "head")
    make.submitted(make.answered(actions.begin(others, by=by), by, "<p>A forum elsewhere.</p>"), by)
    network = make.member(make.delegation("net", "A network", "stakeholder"), "head")
    actors = {
        "public": Actor(at=make.AT),
        "stakeholder": network,
        "delegate": world.delegate,
        "secretariat": make.works_for(world.consultation, "secretariat"),
        "staff": make.works_for(world.consultation, "staff"),
        "administrator": make.works_for(world.consultation, "administrator"),
    }

    assert {name: "".join(sorted(code[0] for code, _ in found(world, "forum", by))) for name, by in actors.items()} == {
        "public": "A",
        "stakeholder": "A",
        "delegate": "AB",
        "secretariat": "AB",
        "staff": "ABC",
        "administrator": "A",
    }
    page = client_of().get("/sample/inputs/?q=forum").content.decode()
    assert "Found in 1 place." in page
    assert "BBB" not in page
    assert "CCC" not in page


def test_only_among_the_versions_that_are_given(world):
    first = said(world, "AAA", "A forum.")
    said(world, "BBB", "A forum.")

    assert [code for code, _shown in found(world, "forum", among=[first.pk])] == ["AAA"]
    assert found(world, "forum", among=[]) == []


# The page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("nothingness", "No text that you can read has these words."),
        ("the of and", "These words stand in every text, or are no words"),
        ('"', "These words stand in every text, or are no words"),
        ("森林", "No text that you can read has these words."),
        ("x" * 10_000, "This cannot be searched for. Type a few words, up to 200 signs."),
        ("a\x00b", "This cannot be searched for. Type a few words, up to 200 signs."),
    ],
)
def test_a_search_without_a_hit_says_what_to_do(spoken, query, sentence):
    answer = client_of().get("/sample/inputs/", {"q": query})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("query", ["", "   ", "\t"])
def test_nothing_typed_is_no_search(spoken, query):
    answer = client_of().get("/sample/inputs/", {"q": query})

    assert "parts" in answer.context


def test_hits_lead_to_their_answers_and_keep_the_version(spoken):
    page = client_of().get("/sample/inputs/?q=conference").content.decode()

    assert 'href="/sample/inputs/XEN-2019-1/?version=1#answer-1"' in page
    assert "(I) What shall it be?" in page
    assert "<mark>conferences</mark>" in page


def test_a_delegation_is_found_by_its_name_and_an_input_by_its_reference(spoken):
    client = client_of()

    named = {
        query: [row.reference for row in client.get("/sample/inputs/", {"q": query}).context["named"]]
        for query in ("xen", "XRU-2019-1", "xfr-2019-1", "xe", "Xes ")
    }

    assert named == {
        "xen": ["XEN-2019-1"],
        "XRU-2019-1": ["XRU-2019-1"],
        "xfr-2019-1": ["XFR-2019-1"],
        "xe": [],
        "Xes ": ["XES-2019-1"],
    }


def test_hits_stand_on_pages_of_twenty(world):
    version = said(world, "AAA", "A forum.")
    version.content["answers"] *= 45
    index(version)
    client = client_of()

    pages = {asked: client.get(f"/sample/inputs/?q=forum{asked}") for asked in ("", "&page=3", "&page=99", "&page=x")}

    assert {asked: len(answer.context["hits"]) for asked, answer in pages.items()} == {
        "": 20,
        "&page=3": 5,
        "&page=99": 5,
        "&page=x": 20,
    }
    first = pages[""].content.decode()
    assert "Found in 45 places, the best first. That is 1 input that you can read." in first
    assert 'href="?q=forum&amp;page=2"' in first
    assert "Page 3 of 3" in pages["&page=3"].content.decode()


def test_words_and_choices_go_together(spoken):
    client = client_of()

    both = client.get("/sample/inputs/?q=regional&language=es")
    wrong = client.get("/sample/inputs/?q=regional&language=xx")

    assert [hit["row"].code for hit in both.context["hits"]] == ["XES"]
    assert "One of these choices is not offered here." in wrong.content.decode()
    listed = json.loads(client.get("/sample/inputs.json?q=regional&language=es").content)
    assert [each["reference"] for each in listed["results"]] == ["XES-2019-1"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("inputs/?q=forum", 6),  # consultation, versions, calls, questions, hits, their words
        ("inputs/?q=nothingness", 6),  # and whether it is a word at all, in place of words of hits
        ("inputs/?q=forum&late=on", 6),
        ("inputs.json?q=forum", 6),
    ],
)
def test_queries_of_a_search(world, django_assert_num_queries, path, queries, rows):
    for code in ("AAA", "BBB", "CCC")[:rows]:
        said(world, code, "A forum of samples.", by=late(world, code))
    client = client_of()

    with django_assert_num_queries(queries):
        assert client.get(f"/sample/{path}").status_code == 200


def late(world, code):
    return replace(make.member(make.delegation(code, code.title()), "head"), at=make.DUE.replace(day=20))
