"""Themes and what is put under them: each verb, each refusal, two at once; the pages and their tables."""

import csv
import io
from types import SimpleNamespace

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.tests.signing_in import sign_in
from record.models import Event
from submissions import actions, composition, excerpts, passages, prose
from submissions.actions.coding import move_theme
from submissions.models import Excerpt, SubmittedVersion, Theme

from . import factories as make

pytestmark = pytest.mark.django_db

HTML = (
    "<p>First <strong>bold</strong> words.</p><ul><li><p>An item,</p></li><li><p>and another.</p></li></ul>"
    "<ol><li><p>One</p><ul><li><p>inside</p></li></ul></li></ol><p>A line<br>and a line – 终.</p>"
)


@pytest.fixture
def desk(world):
    """A theme, an input of Portugal, and those who work with it."""
    staff = make.works_for(world.consultation, "staff")
    return SimpleNamespace(
        **vars(world),
        staff=staff,
        cofacilitator=make.works_for(world.consultation, "cofacilitator"),
        secretariat=make.works_for(world.consultation, "secretariat"),
        theme=actions.add_theme(world.consultation, by=staff, name="Who takes part"),
        version=make.submitted(make.begun(world.call, world.head), world.head),
    )


def client_of(actor=None):
    client = Client()
    if actor:
        sign_in(client, actor.user)
    return client


def sentences(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def deeds(theme):
    return [(event.verb, event.facts) for event in Event.objects.about(theme).order_by("place")]


# Where a selection stands


def selection(html, part):
    """What the page sends when ``part`` is selected: visible signs before it, and in it."""
    shown = "".join(block.text for block in prose.blocks(html))
    seen = ["".join(text.split()) for text in (shown.split(part)[0], part)]
    return len(seen[0]), len(seen[1])


@pytest.mark.parametrize(
    ("part", "cut"),
    [
        ("First", "First"),
        ("bold words.", "bold words."),
        ("An item,and another.", "An item,\n– and another."),
        ("another.One", "another.\n1. One"),
        ("Oneinside", "One\n  – inside"),
        ("line – 终", "line – 终"),
        ("lineand a", "line\nand a"),
    ],
)
def test_a_selection_is_found_in_the_plain_text(part, cut):
    text = prose.to_text(HTML)
    shown = HTML.replace("<br>", "")
    first, count = selection(shown, part)

    start, end = passages.cut(HTML, text, first, count)

    assert text[start:end] == cut


@pytest.mark.parametrize(("first", "count"), [(0, 0), (-1, 5), (0, 10_000), (80, 1), (10_000, 1)])
def test_what_is_no_selection_is_not_found(first, count):
    assert passages.cut(HTML, prose.to_text(HTML), first, count) is None


def test_every_visible_sign_has_its_place():
    text = prose.to_text(HTML)

    assert "".join(text[place] for place in passages.visible(HTML, text)) == (
        "Firstboldwords.Anitem,andanother.OneinsideAlineandaline–终."
    )


def test_quoted_is_the_passage_or_the_whole():
    assert passages.quoted("a sample", 2, 8) == "sample"
    assert passages.quoted("a sample", 0, 0) == "a sample"


# The list of themes


def test_add_theme_puts_it_at_the_end(desk):
    theme = actions.add_theme(desk.consultation, by=desk.cofacilitator, name="What precedes it")

    assert list(Theme.objects.values_list("name", "order")) == [("Who takes part", 1), ("What precedes it", 2)]
    assert deeds(theme) == [("created", {"name": "What precedes it"})]


@pytest.mark.parametrize("name", ["Who takes part", "WHO takes part"])
def test_add_theme_refuses_a_second_of_a_name(desk, name):
    with pytest.raises(ValidationError) as refused:
        actions.add_theme(desk.consultation, by=desk.staff, name=name)

    assert refused.value.messages == ["There is a theme of this name already. Use that one, or choose another name."]


def test_rename_theme(desk):
    theme = actions.rename_theme(desk.theme, by=desk.staff, name="Participation", revision=desk.theme.revision())

    assert Theme.objects.get().name == "Participation"
    assert deeds(theme)[1:] == [
        ("changed", {"name": "Participation", "fields": ["name"], "before": "Who takes part"}),
    ]


def test_rename_theme_to_what_it_is_called_changes_nothing(desk):
    actions.rename_theme(desk.theme, by=desk.staff, name="Who takes part", revision="stale")

    assert len(deeds(desk.theme)) == 1


def test_rename_theme_refuses_a_conflict_and_the_name_of_another(desk):
    other = actions.add_theme(desk.consultation, by=desk.staff, name="Another")

    with pytest.raises(ValidationError) as conflict:
        actions.rename_theme(desk.theme, by=desk.staff, name="Mine", revision="stale")
    with pytest.raises(ValidationError) as same:
        actions.rename_theme(desk.theme, by=desk.staff, name="another", revision=desk.theme.revision())

    assert (conflict.value.code, same.value.code) == ("conflict", "name")
    assert actions.rename_theme(other, by=desk.staff, name="ANOTHER", revision=other.revision()).name == "ANOTHER"


def test_move_theme(desk):
    second = actions.add_theme(desk.consultation, by=desk.staff, name="Second")
    third = actions.add_theme(desk.consultation, by=desk.staff, name="Third")

    actions.move_theme(third, by=desk.staff, up=True)
    actions.move_theme(desk.theme, by=desk.staff, up=False)
    actions.move_theme(second, by=desk.staff, up=False)

    assert [theme.name for theme in Theme.objects.all()] == ["Third", "Who takes part", "Second"]
    assert deeds(third)[1:] == [("changed", {"name": "Third", "fields": ["order"]})]
    assert len(deeds(second)) == 1


def test_close_and_reopen_theme(desk):
    closed = actions.close_theme(desk.theme, by=desk.staff)

    assert closed.closed_at == desk.staff.at
    assert actions.reopen_theme(closed, by=desk.staff).closed_at is None
    assert [verb for verb, _facts in deeds(desk.theme)] == ["created", "closed", "resumed"]


def test_close_and_reopen_theme_refused(desk):
    with pytest.raises(ValidationError, match=r"This theme is open: passages are put under it."):
        actions.reopen_theme(desk.theme, by=desk.staff)
    actions.close_theme(desk.theme, by=desk.staff)
    with pytest.raises(ValidationError, match=r"This theme is closed already."):
        actions.close_theme(desk.theme, by=desk.staff)


# Passages


def test_code_puts_an_answer_under_a_theme_and_touches_no_word(desk):
    excerpt = actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)

    assert (excerpt.start, excerpt.end, excerpt.coded_by, excerpt.coded_at) == (0, 0, desk.staff.user, desk.staff.at)
    assert deeds(desk.theme)[1:] == [
        (
            "changed",
            {"name": "Who takes part", "coded": "PRT-2019-1", "version": 1, "place": 0, "span": [0, 0]},
        )
    ]
    again = SubmittedVersion.objects.get()
    assert (again.content, again.sha256) == (desk.version.content, desk.version.sha256)


def test_code_keeps_where_the_selected_words_stand(desk):
    excerpt = actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0, first=4, count=7)  # "is a sample."

    answer = desk.version.content["answers"][0]
    assert (excerpt.start, excerpt.end) == (5, 14)
    assert excerpts.words(excerpt, answer) == "is a samp"


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ({"place": 1}, "There is no such answer in this version. Load the page again."),
        ({"place": -1}, "There is no such answer in this version. Load the page again."),
        ({"place": 0, "first": 5, "count": 500}, "What you selected was not found in the answer. Select it again."),
    ],
)
def test_code_refuses_what_is_not_there(desk, passage, sentence):
    with pytest.raises(ValidationError) as refused:
        actions.code(desk.version, by=desk.staff, theme=desk.theme, **passage)

    assert refused.value.messages == [sentence]
    assert not Excerpt.objects.exists()


def test_code_refuses_the_same_words_twice_but_not_others(desk):
    actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)
    actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0, count=4)

    with pytest.raises(ValidationError, match=r"These words stand under this theme already. Nothing was added."):
        actions.code(desk.version, by=desk.cofacilitator, theme=desk.theme, place=0)
    assert Excerpt.objects.count() == 2


def test_code_refuses_a_closed_theme_one_of_elsewhere_and_a_withdrawn_input(desk):
    elsewhere = actions.add_theme(make.consultation("other"), by=desk.staff, name="Elsewhere")
    with pytest.raises(ValidationError, match=r"This theme belongs to another consultation. Load the page again."):
        actions.code(desk.version, by=desk.staff, theme=elsewhere, place=0)

    actions.close_theme(desk.theme, by=desk.staff)
    with pytest.raises(ValidationError, match=r"This theme is closed: nothing more is put under it."):
        actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)

    actions.withdraw(desk.version.submission, by=desk.head)
    with pytest.raises(ValidationError, match=r"This input was withdrawn: nothing of it is put under a theme."):
        actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)


def test_uncode_takes_it_out_once(desk):
    excerpt = actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)

    actions.uncode(excerpt, by=desk.cofacilitator)

    assert not Excerpt.objects.exists()
    assert deeds(desk.theme)[-1] == (
        "changed",
        {"name": "Who takes part", "uncoded": "PRT-2019-1", "version": 1, "place": 0, "span": [0, 0]},
    )
    with pytest.raises(ValidationError, match=r"This passage has been taken out already."):
        actions.uncode(excerpt, by=desk.staff)


# Two at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("verb", "code"),
    [
        ("add", "name"),
        ("rename", "conflict"),
        ("close", "close_theme"),
        ("code", "code"),
        ("uncode", "uncode"),
    ],
)
def test_second_waits_and_is_refused(desk, second, verb, code):
    excerpt = actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0, count=4)
    revision = desk.theme.revision()

    def deed(by, name):
        return {
            "add": lambda: actions.add_theme(desk.consultation, by=by, name="A new one"),
            "rename": lambda: actions.rename_theme(desk.theme, by=by, name=name, revision=revision),
            "close": lambda: actions.close_theme(desk.theme, by=by),
            "code": lambda: actions.code(desk.version, by=by, theme=desk.theme, place=0),
            "uncode": lambda: actions.uncode(
                Excerpt.objects.get(pk=excerpt.pk) if by == desk.staff else excerpt, by=by
            ),
        }[verb]

    ended = second(deed(desk.staff, "Theirs"), deed(desk.cofacilitator, "Mine"))

    assert getattr(ended, "code", ended) == code


@pytest.mark.django_db(transaction=True)
def test_a_theme_reopened_twice_is_refused_once(desk, second):
    actions.close_theme(desk.theme, by=desk.staff)

    ended = second(*[lambda: actions.reopen_theme(desk.theme, by=desk.staff)] * 2)

    assert ended.code == "reopen_theme"


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_both_count(desk, second):
    last = [actions.add_theme(desk.consultation, by=desk.staff, name=name) for name in ("Second", "Third")][-1]

    second(*[lambda: move_theme(last, by=desk.staff, up=True)] * 2)

    assert [theme.name for theme in Theme.objects.all()] == ["Third", "Who takes part", "Second"]


@pytest.mark.django_db(transaction=True)
def test_what_is_being_withdrawn_is_not_coded(desk, second):
    ended = second(
        lambda: actions.withdraw(desk.version.submission, by=desk.head),
        lambda: actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0),
    )

    assert ended.messages == ["This input was withdrawn: nothing of it is put under a theme."]


# Who sees and does what

PLACES = {
    "GET themes/": "302 403 403 200 200 200 403",
    "POST themes/": "302 403 403 403 302 302 403",
    "GET themes.csv": "302 403 403 200 200 200 403",
    "GET themes/{theme}/": "302 404 404 200 200 200 404",
    "GET themes/{theme}.csv": "302 404 404 200 200 200 404",
    "GET themes/{theme}/change/": "302 404 404 403 200 200 404",
    "POST themes/{theme}/change/": "302 404 404 403 200 200 404",
    "POST themes/{theme}/move/": "302 404 404 403 302 302 404",
    "POST themes/{theme}/close/": "302 404 404 403 302 302 404",
    "POST themes/{theme}/reopen/": "302 404 404 403 302 302 404",
    "POST excerpts/{excerpt}/remove/": "302 403 403 403 302 404 403",
    "POST PRT-2019-1/code/": "302 403 403 403 302 302 403",
    "POST ESP-2019-1/code/": "302 404 404 404 302 302 404",
}


def test_each_role_is_answered_as_this_table_says(desk):
    spain = make.member(make.delegation("ESP", "Spain"), "head")
    make.submitted(make.begun(desk.call, spain), spain, "cofacilitators")
    excerpt = actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)
    people = [desk.delegate, desk.head, desk.secretariat, desk.staff, desk.cofacilitator]
    people += [make.works_for(desk.consultation, "administrator")]
    clients = [client_of(person) for person in (None, *people)]

    answered = {}
    for line in PLACES:
        method, path = line.format(theme=desk.theme.pk, excerpt=excerpt.pk).split()
        data = {"name": f"A theme for {line}"} if path == "themes/" else {}
        statuses = []
        for number, client in enumerate(clients):
            sent = data and {"name": f"A theme, {number}"}
            statuses.append(getattr(client, method.lower())(f"/sample/inputs/{path}", sent).status_code)
        answered[line] = " ".join(map(str, statuses))

    assert answered == PLACES


def test_the_secretariat_sees_only_what_it_may_read(desk):
    spain = make.member(make.delegation("ESP", "Spain"), "head")
    hidden = make.submitted(make.begun(desk.call, spain), spain, "cofacilitators")
    for version in (desk.version, hidden):
        actions.code(version, by=desk.staff, theme=desk.theme, place=0)

    by_role = {
        name: [excerpt.version.reference for excerpt in excerpts.gather(desk.consultation, actor)]
        for name, actor in {"staff": desk.staff, "secretariat": desk.secretariat, "head": desk.head}.items()
    }

    assert by_role == {"staff": ["PRT-2019-1", "ESP-2019-1"], "secretariat": ["PRT-2019-1"], "head": []}
    (counted,) = excerpts.themes(desk.consultation, desk.secretariat)
    assert (counted.passages, counted.inputs) == (1, 1)
    page = client_of(desk.secretariat).get(f"/sample/inputs/themes/{desk.theme.pk}/").content.decode()
    assert "ESP-2019-1" not in page
    assert "1 passage stands under this theme." in page


def test_what_was_withdrawn_stands_under_no_theme(desk):
    actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)
    actions.withdraw(desk.version.submission, by=desk.head)

    assert excerpts.gather(desk.consultation, desk.staff) == []


# The pages


def test_themes_are_added_renamed_and_moved_on_their_page(desk):
    client = client_of(desk.staff)
    path = "/sample/inputs/themes/"

    added = client.post(path, {"name": "What precedes it"})
    same = client.post(path, {"name": "What precedes it"})
    hidden = client.post(path, {"name": "a\u202eb"})
    second = Theme.objects.get(order=2)
    moved = client.post(f"{path}{second.pk}/move/", {"way": "up"})
    askew = client.post(f"{path}{second.pk}/move/", {"way": "sideways"})
    closed = client.post(f"{path}{second.pk}/close/")
    again = client.post(f"{path}{second.pk}/close/")

    assert added["Location"] == path
    assert same.context["form"].non_field_errors() == [
        "There is a theme of this name already. Use that one, or choose another name."
    ]
    assert 'value="What precedes it"' in same.content.decode()
    assert list(hidden.context["form"].errors) == ["name"]
    assert moved["Location"] == f"{path}#theme-{second.pk}"
    assert sentences(askew)[-1] == "A theme moves up or down. Use one of the two buttons beside it."
    assert sentences(closed)[-1] == "The theme is closed: what stands under it stays."
    assert sentences(again)[-1] == "This theme is closed already."
    assert [theme.name for theme in Theme.objects.all()] == ["What precedes it", "Who takes part"]


def test_a_conflict_of_names_shows_theirs_and_keeps_mine(desk):
    client, path = client_of(desk.staff), f"/sample/inputs/themes/{desk.theme.pk}/change/"
    opened = client.get(path).context["form"]["revision"].value()
    actions.rename_theme(desk.theme, by=desk.cofacilitator, name="Theirs", revision=opened)

    refused = client.post(path, {"name": "Mine", "revision": opened})
    shown = refused.content.decode()
    saved = client.post(path, {"name": "Mine", "revision": refused.context["form"]["revision"].value()})

    assert "<dd>Theirs</dd>" in shown
    assert 'value="Mine"' in shown
    assert saved["Location"] == "/sample/inputs/themes/"
    assert Theme.objects.get().name == "Mine"


def test_the_name_of_another_theme_is_refused_on_its_form(desk):
    actions.add_theme(desk.consultation, by=desk.staff, name="Another")
    path = f"/sample/inputs/themes/{desk.theme.pk}/change/"

    answer = client_of(desk.staff).post(path, {"name": "Another", "revision": desk.theme.revision()})

    assert answer.context["theirs"] is None
    assert "There is a theme of this name already." in answer.content.decode()


def test_an_answer_is_put_under_a_theme_on_the_page_of_its_input(desk):
    client = client_of(desk.staff)
    shown = client.get("/sample/inputs/PRT-2019-1/").content.decode()
    fields = {"version": 1, "place": 0, "theme": desk.theme.pk}

    whole = client.post("/sample/inputs/PRT-2019-1/code/", {**fields, "first": "0", "count": "0"})
    part = client.post("/sample/inputs/PRT-2019-1/code/", {**fields, "first": "7", "count": "7"})
    after = client.get("/sample/inputs/PRT-2019-1/").content.decode()

    assert 'data-answer="0"' in shown
    assert whole["Location"] == "/sample/inputs/PRT-2019-1/?version=1#answer-1"
    assert sentences(whole) == ["It stands under “Who takes part”."]
    assert sentences(part)[-1] == "It stands under “Who takes part”."
    assert "the whole answer" in after
    assert "“sample.”" in after


def test_only_coders_see_the_forms_and_only_those_who_work_here_the_themes(desk):
    actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)

    seen = {
        name: ("Who takes part" in page, "Put it under a theme" in page, "coding.js" in page)
        for name, page in {
            name: client_of(actor).get("/sample/inputs/PRT-2019-1/").content.decode()
            for name, actor in {
                "visitor": None,
                "head": desk.head,
                "secretariat": desk.secretariat,
                "staff": desk.staff,
            }.items()
        }.items()
    }

    assert seen == {
        "visitor": (False, False, False),
        "head": (False, False, False),
        "secretariat": (True, False, False),
        "staff": (True, True, True),
    }


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a theme of the list and an answer of this input. Nothing was changed."),
        ({"theme": "x"}, "Choose a theme of the list and an answer of this input. Nothing was changed."),
        ({"place": "-1"}, "Choose a theme of the list and an answer of this input. Nothing was changed."),
        ({"first": "9" * 30}, "Choose a theme of the list and an answer of this input. Nothing was changed."),
        ({"version": "1\x00"}, "Choose a theme of the list and an answer of this input. Nothing was changed."),
        ({"place": "9"}, "There is no such answer in this version. Load the page again."),
        ({"count": "9000"}, "What you selected was not found in the answer. Select it again."),
    ],
)
def test_what_is_no_passage_changes_nothing(desk, fields, sentence):
    whole = {"version": 1, "place": 0, "theme": desk.theme.pk}
    answer = client_of(desk.staff).post("/sample/inputs/PRT-2019-1/code/", {**whole, **fields} if fields else {})

    assert answer.status_code == 302
    assert sentences(answer) == [sentence]
    assert not Excerpt.objects.exists()


def test_what_is_not_there_is_not_found(desk):
    client = client_of(desk.staff)
    whole = {"version": 2, "place": 0, "theme": desk.theme.pk}
    huge = "9" * 25

    assert client.post("/sample/inputs/PRT-2019-1/code/", whole).status_code == 404
    assert client.post("/sample/inputs/PRT-2019-7/code/", whole).status_code == 404
    assert client.post(f"/sample/inputs/excerpts/{huge}/remove/").status_code == 404
    assert client.get(f"/sample/inputs/themes/{huge}/").status_code == 404
    make.consultation("other")
    assert client.get(f"/other/inputs/themes/{desk.theme.pk}/").status_code == 404


def test_a_passage_is_taken_out_on_the_page_of_its_theme_or_of_its_input(desk):
    client = client_of(desk.staff)
    excerpt = actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)
    from_input = client.post(f"/sample/inputs/excerpts/{excerpt.pk}/remove/", {"back": "input"})
    excerpt = actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)
    from_theme = client.post(f"/sample/inputs/excerpts/{excerpt.pk}/remove/")

    assert from_input["Location"] == "/sample/inputs/PRT-2019-1/?version=1#answer-1"
    assert from_theme["Location"] == f"/sample/inputs/themes/{desk.theme.pk}/"
    assert sentences(from_theme)[-1] == "It no longer stands under “Who takes part”."
    assert not Excerpt.objects.exists()


def test_a_theme_shows_its_passages_by_delegation_in_the_order_of_lists(desk):
    albania = make.member(make.delegation("ALB", "Albania"), "head")
    first = make.submitted(make.begun(desk.call, albania), albania)
    actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)
    actions.code(first, by=desk.staff, theme=desk.theme, place=0, count=4)
    make.revised(desk.version.submission, desk.head, "<p>The next.</p>")

    answer = client_of(desk.staff).get(f"/sample/inputs/themes/{desk.theme.pk}/")

    assert [(row.version.reference, row.words) for row in answer.context["excerpts"]] == [
        ("ALB-2019-1", "This"),
        ("PRT-2019-1", "This is a sample."),
    ]
    page = answer.content.decode()
    assert page.index("Albania</h2>") < page.index("Portugal</h2>")
    assert "version 1: a later one has taken its place" in page
    assert 'href="/sample/inputs/PRT-2019-1/?version=1#answer-1"' in page


def test_tables_hold_the_words_and_no_formula(desk):
    submission = make.answered(actions.revise(desk.version.submission, by=desk.head), desk.head, "<p>=1+1 words</p>")
    version = make.submitted(submission, desk.head)
    other = actions.add_theme(desk.consultation, by=desk.staff, name="+ Another")
    actions.code(version, by=desk.staff, theme=desk.theme, place=0)
    actions.code(version, by=desk.staff, theme=other, place=0, first=4, count=5)
    client = client_of(desk.staff)

    answer = client.get("/sample/inputs/themes.csv")
    lines = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    one = client.get(f"/sample/inputs/themes/{other.pk}.csv").getvalue().decode("utf-8-sig")

    assert [(line["theme"], line["passage"], line["whole"]) for line in lines] == [
        ("Who takes part", "'=1+1 words", "whole"),
        ("'+ Another", "words", ""),
    ]
    assert lines[0]["url"].endswith("/sample/inputs/PRT-2019-1/?version=2#answer-1")
    assert lines[0]["put_there_by"] == "A person of staff"
    assert len(one.splitlines()) == 2
    assert answer["Content-Disposition"] == 'attachment; filename="sample-themes.csv"'


def test_the_record_tells_those_who_read_everything(desk):
    excerpt = actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)
    actions.uncode(excerpt, by=desk.staff)
    actions.move_theme(actions.add_theme(desk.consultation, by=desk.staff, name="Other"), by=desk.staff, up=True)
    actions.close_theme(desk.theme, by=desk.staff)
    shown = client_of(desk.staff).get("/sample/record/").content.decode()

    for sentence in (
        "The staff of the co-facilitators put words of PRT-2019-1 under the theme “Who takes part”.",
        "The staff of the co-facilitators took words of PRT-2019-1 out from under the theme “Who takes part”.",
        "The staff of the co-facilitators moved the theme “Other” in the list.",
        "The staff of the co-facilitators closed the theme “Who takes part”.",
    ):
        assert sentence in shown
    for reader in (desk.secretariat, desk.head):
        assert "Who takes part" not in client_of(reader).get("/sample/record/").content.decode()
    found = client_of(desk.staff).get(f"/sample/record/theme/{desk.theme.pk}/")
    assert found.status_code == 200
    assert "Who takes part" in client_of(desk.staff).get("/sample/record/?q=takes").content.decode()


def test_nothing_of_a_theme_is_in_what_was_submitted(desk):
    sha256 = composition.text_sha256(desk.version.submission, make.AT)
    actions.code(desk.version, by=desk.staff, theme=desk.theme, place=0)

    assert composition.text_sha256(desk.version.submission, make.AT) == sha256


SIGNED_IN = 5  # session, user, roles, memberships, second factor


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("themes/", 2),  # consultation, themes with their counts
        ("themes.csv", 2),
        ("themes/{theme}/", 2),
        ("PRT-2019-1/", 7),  # the version, its versions, statements, themes, what is under them; what became of it
    ],
)
def test_queries_of_themes(desk, django_assert_num_queries, path, queries, rows):
    for number, code in enumerate(("ALB", "BEL", "CAN")[:rows]):
        by = make.member(make.delegation(code, code.title()), "head")
        version = make.submitted(make.begun(desk.call, by), by)
        other = actions.add_theme(desk.consultation, by=desk.staff, name=f"Theme {number}")
        actions.code(version, by=desk.staff, theme=desk.theme, place=0)
        actions.code(desk.version, by=desk.staff, theme=other, place=0)
    client = client_of(desk.staff)

    with django_assert_num_queries(SIGNED_IN + queries):
        answer = client.get(f"/sample/inputs/{path.format(theme=desk.theme.pk)}")
        assert answer.status_code == 200
