from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Consultation
from consultations.sent import SORTS
from drafts import actions, desk
from drafts.models import Trace
from drafts.tracing import fingerprint
from record.models import Delivery, Event, Verb
from submissions import actions as inputs
from submissions.tests import factories

from .factories import client_of
from .said import Said
from .test_pages import words

INSIDE = {"staff", "first"}
PORTUGAL = {"delegate", "head"}
TAKING_PART = PORTUGAL | {"other", "observer", "secretariat"} | INSIDE


@pytest.fixture
def said(db):
    return Said()


def page(said, name="traces", draft=None, *args):
    return reverse(f"drafts:{name}", args=["forum", (draft or said.version).number, *args])


def as_(said, role):
    by = getattr(said, role)
    return client_of(None if by.is_anonymous else by)


def told(said, role, path, reference):
    answer = as_(said, role).get(path)
    return answer.status_code == 200 and reference in words(answer)


# Who may know of it


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("public", set(Said.ROLES)),
        ("participants", TAKING_PART),
        ("cofacilitators", PORTUGAL | INSIDE),
    ],
)
def test_trace_tells_nobody_of_an_input_they_may_not_read(said, visibility, readers):
    version = said.input(visibility=visibility)
    [trace] = said.trace(version)
    event = Event.objects.about(said.version).get(verb=Verb.TRACED)

    assert said.reads(Trace.objects, trace) == readers
    assert {role for role in Said.ROLES if told(said, role, page(said), version.reference)} == readers
    assert {role for role in Said.ROLES if told(said, role, version.get_absolute_url(), "OP1 of Zero draft")} == readers
    assert {
        role for role in Said.ROLES if told(said, role, said.version.get_absolute_url(), "rests on 1 input")
    } == readers
    assert said.reads(Event.objects, event) == INSIDE


def test_trace_in_a_working_draft_is_for_those_at_work_until_its_release(said):
    version = said.input()
    draft = said.next()
    [trace] = said.trace(version, draft)

    assert said.reads(Trace.objects, trace) == INSIDE | {"secretariat"}
    assert not told(said, "head", version.get_absolute_url(), "Rev.1")
    said.release(draft)
    assert said.reads(Trace.objects, trace) == set(Said.ROLES)


def test_trace_of_a_withdrawn_input_is_shown_to_nobody(said):
    version = said.input()
    [trace] = said.trace(version)
    inputs.withdraw(version.submission, by=said.head)

    assert said.reads(Trace.objects, trace) == set()
    with pytest.raises(ValidationError, match="withdrawn"):
        said.trace(version, disposition="in_part")


def test_trace_of_a_consultation_that_is_not_published_mails_nobody(said):
    said.trace(said.input())
    Consultation.objects.update(published=False)

    said.release(said.next())

    assert not Delivery.objects.filter(kind="traced-2").exists()


# Noting it


def test_trace_notes_each_paragraph_changes_and_takes_back(said):
    version = said.input()
    one, two = said.trace(version, keys=[said.key(4), said.key(6)])
    changed = actions.change_trace(one, by=said.first, was=fingerprint(one), disposition="in_part", reason="A sample.")
    with pytest.raises(ValidationError, match="Someone else has changed"):
        actions.change_trace(one, by=said.staff, was=fingerprint(one), disposition="reflected")
    actions.untrace(two, by=said.staff)
    with pytest.raises(ValidationError, match="taken back already"):
        actions.untrace(two, by=said.staff)

    assert [(each.pk, each.disposition, each.reason) for each in Trace.objects.all()] == [
        (one.pk, "in_part", "A sample.")
    ]
    facts = [event.facts for event in Event.objects.about(said.version).filter(verb=Verb.TRACED).order_by("place")]
    assert [(fact["key"], fact["disposition"], fact.get("removed", False)) for fact in facts] == [
        (str(said.key(4)), "reflected", False),
        (str(said.key(6)), "reflected", False),
        (str(said.key(4)), "in_part", False),
        (str(said.key(6)), "reflected", True),
    ]
    assert {fact["reference"] for fact in facts} == {version.reference}
    assert changed.by == said.first.user


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"keys": []}, "keys"),
        ({"disposition": "not_reflected", "keys": [], "reason": " "}, "reason"),
        ({}, "noted"),
        ({"disposition": "not_reflected", "reason": "A sample."}, "contradiction"),
    ],
)
def test_trace_refused(said, terms, code):
    version = said.input()
    if code in {"noted", "contradiction"}:
        said.trace(version)

    with pytest.raises(ValidationError) as refused:
        said.trace(version, **terms)

    assert refused.value.code == code


def test_trace_refused_where_text_or_input_is_another(said):
    version = said.input()
    none = said.trace(version, disposition="not_reflected", reason="A sample.")[0]
    with pytest.raises(ValidationError, match="Take that back before you name"):
        said.trace(version)
    with pytest.raises(ValidationError, match="note it anew"):
        actions.change_trace(none, by=said.staff, was=fingerprint(none), disposition="reflected")
    with pytest.raises(ValidationError, match="no such answer"):
        actions.trace(said.version, version, by=said.staff, place=9, disposition="reflected", keys=[said.key()])
    said.release(said.next())
    with pytest.raises(ValidationError, match="superseded"):
        said.trace(version, disposition="in_part")


def test_form_keeps_what_was_refused_and_names_paragraphs_as_they_are_cited(said):
    version = said.input()
    client, path = client_of(said.staff), page(said, "trace")
    sent = {
        "input": version.pk,
        "place": 0,
        "disposition": "reflected",
        "paragraphs": "op1, OP2 (a)",
        "reason": "Kept.",
    }

    refused = client.post(path, sent)
    assert "“OP2 (a)” is no paragraph of this text." in words(refused)
    assert "Kept." in refused.content.decode()
    assert "Leave the paragraphs out" in words(
        client.post(path, sent | {"disposition": "not_reflected", "paragraphs": "OP1"})
    )
    assert client.post(path, {"place": "x"}).status_code == 200
    assert client.post(path, sent | {"paragraphs": "OP1", "input": 10_000_000}).status_code == 404
    assert not Trace.objects.exists()

    answer = client.post(path, sent | {"paragraphs": "op1; OP1 (a)"}, follow=True)
    assert "reflected OP1" in words(answer)
    assert {trace.key for trace in Trace.objects.all()} == {said.key(4), said.key(5)}
    assert "Something is noted of each of these answers." in words(client.get(f"{path}?open=1"))

    one = Trace.objects.first()
    change = page(said, "change_trace", None, one.pk)
    answer = words(client.post(change, {"was": "old", "disposition": "in_part", "reason": "Typed words."}))
    assert "Someone else has changed this" in answer
    assert "Typed words." in answer
    client.post(change, {"was": fingerprint(one), "disposition": "in_part", "reason": "Typed words."})
    client.post(page(said, "untrace", None, Trace.objects.last().pk))
    assert [(each.disposition, each.reason) for each in Trace.objects.all()] == [("in_part", "Typed words.")]
    one_input = client.get(f"{path}?of={version.reference}-v1").context
    assert [row["answer"].version for row in one_input["rows"]] == [version]
    assert client.get(f"{path}?of={version.reference}-v2").context["rows"] == []
    assert client_of(said.secretariat).post(change).status_code == 403
    assert client_of(said.head).get(path).status_code == 403


# What follows from it


def test_next_version_begins_with_what_was_noted_and_says_what_is_lost(said):
    version = said.input()
    said.trace(version)
    draft = said.next()
    actions.delete_paragraph(draft.paragraphs.get(order=4), by=said.staff)

    answer = words(client_of(said.staff).get(page(said, "trace", draft)))

    assert [(each.key, each.version) for each in draft.traces.all()] == [(said.key(), version)]
    assert "no longer in the text: take it back, or name another" in answer
    assert "In a paragraph that is no longer in the text" in words(
        client_of(said.staff).get(page(said, "traces", draft))
    )


def test_release_tells_the_delegation_once_what_became_of_its_input(said):
    version = said.input(visibility="cofacilitators")
    other = said.input(by=said.observer)
    draft = said.next()
    said.trace(version, draft, disposition="in_part", reason="As far as a sample goes.")
    said.release(draft)

    told_to = Delivery.objects.filter(kind="traced-2")
    assert {row.address for row in told_to} == {said.delegate.user.email, said.head.user.email}
    text = told_to.first().text
    assert "reflected in part: OP1" in text
    assert f"/forum/drafts/2/#p-{said.key()}" in text
    assert "As far as a sample goes." in text
    mine = desk.items(said.consultation, said.delegate)["done"]
    assert [(item.title, item.sentence) for item in mine] == [
        (
            f"What became of your input {version.reference}",
            "1 of 1 answer is reflected in Rev.1, wholly or in part.",
        )
    ]
    assert desk.items(said.consultation, said.other)["done"] == []
    assert other.reference not in text
    rows = Delivery.objects.about(version).filter(SORTS["traced"].condition())
    assert rows.filter(SORTS["traced"].mine(said.delegate)).count() == 2
    assert not rows.filter(SORTS["traced"].mine(said.other)).exists()
    assert not rows.filter(SORTS["named"].condition()).exists()
    assert SORTS["traced"].addresses([version.pk], said.other) == {}


def test_pages_cost_the_same_for_one_trace_and_three(said):
    said.trace(said.input())
    paths = [page(said), page(said, "trace"), said.version.get_absolute_url()]
    clients = [client_of(), client_of(said.staff), client_of()]
    counts = []
    for _each in range(2):
        for client, path in zip(clients, paths, strict=True):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts.append(len(queries))
        for by in (said.other, said.observer):
            if len(counts) == 3:
                said.trace(said.input(by=_clearing(by)), keys=[said.key(4), said.key(6)])

    assert counts[:3] == counts[3:]


def _clearing(by):
    return replace(by, flags=frozenset({"may_clear"}))


def test_desk_takes_one_query_for_what_became_of_inputs(said, django_assert_num_queries):
    for number, visibility in enumerate(("public", "participants"), start=1):
        call = factories.call(said.consultation, number=number)
        said.trace(said.input(visibility=visibility, call=call), keys=[said.key(4), said.key(6)])

    with django_assert_num_queries(1):
        found = desk.items(said.consultation, said.head)["done"]

    assert [item.sentence for item in found] == ["1 of 1 answer is reflected in Zero draft, wholly or in part."] * 2
