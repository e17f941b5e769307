"""The list and by what it is narrowed, the page of an input with its addresses, the feed and the tables."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import DelegationGroup, GroupMembership
from accounts.tests.signing_in import sign_in
from record.actor import Actor
from submissions import actions, input_feed
from submissions.listing import Listing
from submissions.models import SubmittedVersion

from . import factories as make

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def client_of(actor=None):
    client = Client()
    if actor:
        sign_in(client, actor.user)
    return client


def state(code, kind="member_state"):
    return make.member(make.delegation(code, code.title(), kind), "head")


def file(call, by, visibility="public", html=make.SAMPLE, **fields):
    return make.submitted(make.answered(actions.begin(call, by=by, **fields), by, html), by, visibility)


def references(path, actor=None):
    """What the list shows at this address, in order."""
    answer = client_of(actor).get(f"/sample/inputs/{path}")
    assert answer.status_code == 200
    return [row.reference for part in answer.context["parts"] for row in part.rows]


@pytest.fixture
def many(world):
    """Inputs of all sorts: late, revised, on behalf, in French, of a network, to a second call, for few."""
    world.second = make.call(
        world.consultation, 2, ["member_state", "observer_state", "stakeholder"], subject="On the zero draft"
    )
    world.africa = DelegationGroup.objects.create(code="africa", name="African Group", kind="regional")
    world.g77 = DelegationGroup.objects.create(code="g77", name="A group of 77", kind="negotiating")
    egypt, spain, vatican = state("EGY"), state("ESP"), state("VAT", "observer_state")
    network = state("net", "stakeholder")
    GroupMembership.objects.create(group=world.africa, delegation=egypt.delegation, valid_to=date(2019, 2, 21))
    GroupMembership.objects.create(group=world.africa, delegation=spain.delegation, valid_from=date(2019, 2, 21))
    GroupMembership.objects.create(group=world.g77, delegation=egypt.delegation)
    file(world.call, egypt)
    late = replace(spain, at=make.DUE.replace(day=20))
    file(world.call, late, language="fr")
    on_behalf = {"capacity": "on_behalf", "wording": "on behalf of a group"}
    file(world.second, vatican, **on_behalf, entries=[{"kind": "group", "group": world.g77}])
    first = file(world.second, world.head)
    make.revised(first.submission, world.head, "<p>The next.</p>")
    file(world.second, network)
    file(world.second, state("CUB"), "cofacilitators", language="ar")
    return world


# The list


def test_states_stand_before_others_and_stakeholders_apart(many):
    answer = client_of().get("/sample/inputs/")

    first, second = answer.context["parts"]
    assert [row.reference for row in first.rows] == ["EGY-2019-1", "ESP-2019-1"]
    assert [row.reference for row in second.participants] == ["PRT-2019-1", "VAT-2019-1"]
    assert [row.reference for row in second.stakeholders] == ["net-2019-1"]
    page = answer.content.decode()
    assert page.count("<h3") == 1
    assert page.index("VAT-2019-1") < page.index("Stakeholders</h3>") < page.index("net-2019-1")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("call=1", ["EGY-2019-1", "ESP-2019-1"]),
        ("question=2.I", ["PRT-2019-1", "VAT-2019-1", "net-2019-1"]),
        ("kind=observer_state", ["VAT-2019-1"]),
        ("kind=stakeholder", ["net-2019-1"]),
        ("language=fr", ["ESP-2019-1"]),
        ("late=on", ["ESP-2019-1"]),
        ("revised=on", ["PRT-2019-1"]),
        ("behalf=on", ["VAT-2019-1"]),
        ("call=1&language=en", ["EGY-2019-1"]),
        ("call=1&behalf=on", []),
        ("call=&language=", ["EGY-2019-1", "ESP-2019-1", "PRT-2019-1", "VAT-2019-1", "net-2019-1"]),
    ],
)
def test_the_list_is_narrowed(many, query, shown):
    assert references(f"?{query}") == shown


def test_groups_are_those_of_the_day_and_those_spoken_for(many):
    # Egypt submitted on 20 February, while it belonged to the group; Spain a month later, when it had joined.
    assert references(f"?group={many.africa.pk}") == ["EGY-2019-1", "ESP-2019-1"]
    assert references(f"?group={many.g77.pk}") == ["EGY-2019-1", "VAT-2019-1"]
    GroupMembership.objects.filter(delegation__code="ESP").update(valid_from=date(2019, 4, 1))
    assert references(f"?group={many.africa.pk}") == ["EGY-2019-1"]


def test_the_day_is_that_of_the_place_of_the_consultation(many):
    # 02:00 UTC on 21 February is still 20 February in New York: the membership ended on the 21st.
    by = replace(state("DZA"), at=make.AT.replace(day=21, hour=2))
    GroupMembership.objects.create(group=many.africa, delegation=by.delegation, valid_to=date(2019, 2, 21))
    file(many.call, by)

    assert "DZA-2019-1" in references(f"?group={many.africa.pk}")


def test_choices_tell_only_of_what_one_may_read(many):
    staff = make.works_for(many.consultation, "staff")

    choices = Listing(many.consultation, Actor(at=make.AT)).choices
    for_staff = Listing(many.consultation, staff).choices

    assert {name: [(one.value, one.count) for one in found] for name, found in choices.items()} == {
        "call": [("1", 2), ("2", 3)],
        "question": [("1.I", 2), ("2.I", 3)],
        "group": [(str(many.africa.pk), 2), (str(many.g77.pk), 2)],
        "kind": [("member_state", 3), ("observer_state", 1), ("stakeholder", 1)],
        "language": [("en", 4), ("fr", 1)],
    }
    assert [(one.value, one.count) for one in for_staff["language"]] == [("ar", 1), ("en", 4), ("fr", 1)]
    assert for_staff["theme"] == []
    page = client_of().get("/sample/inputs/?language=ar").content.decode()
    assert "One of these choices is not offered here. Choose again, or show all inputs." in page
    assert "العربية" not in page


def test_a_sentence_says_how_many_are_shown(many):
    page = client_of().get("/sample/inputs/?late=on").content.decode()
    none = client_of().get("/sample/inputs/?late=on&behalf=on").content.decode()

    assert "1 of the 5 inputs that you can read are shown." in page
    assert 'href="/sample/inputs/">Show all' in page
    assert "No input that you can read is like that." in none
    assert "inputs.json?late=on" in page


def test_of_a_withdrawn_input_no_choice_tells_what_it_answered(many):
    withdrawn = SubmittedVersion.objects.get(submission__delegation__code="EGY").submission
    actions.withdraw(withdrawn, by=make.member(withdrawn.delegation, "head", email="other@portal.test"))

    assert references("?question=1.I") == ["ESP-2019-1"]
    assert references("?call=1") == ["EGY-2019-1", "ESP-2019-1"]


def test_themes_are_a_choice_of_those_who_work_here(many):
    staff, secretariat = (make.works_for(many.consultation, kind) for kind in ("staff", "secretariat"))
    theme = actions.add_theme(many.consultation, by=staff, name="Who takes part")
    for code in ("PRT", "CUB"):
        version = SubmittedVersion.objects.filter(submission__delegation__code=code).order_by("number").first()
        actions.code(version, by=staff, theme=theme, place=0)

    assert references(f"?theme={theme.pk}", staff) == ["CUB-2019-1", "PRT-2019-1"]
    assert references(f"?theme={theme.pk}", secretariat) == ["PRT-2019-1"]
    assert "theme" not in Listing(many.consultation, many.head).choices
    assert "Who takes part (1)" in client_of(secretariat).get("/sample/inputs/").content.decode()
    assert "Who takes part" not in client_of(many.head).get("/sample/inputs/").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "call=9",
        "call=1.5",
        "group=x",
        "group=" + "9" * 30,
        "kind=\x00",
        "language=en&question=1",
        "page=\x00",
        "late=\x00",
    ],
)
def test_bad_choices_are_answered_with_words(many, query):
    answer = client_of().get(f"/sample/inputs/?{query}")
    machine = client_of().get(f"/sample/inputs.json?{query}")

    assert answer.status_code == 200
    assert machine.status_code in {200, 400}
    if machine.status_code == 400:
        assert machine.json() == {
            "errors": ["One of these choices is not offered here. Choose again, or show all inputs."]
        }


def test_json_is_narrowed_as_the_page_is_and_whole_otherwise(many):
    def listed(query):
        answer = client_of().get(f"/sample/inputs.json{query}")
        return [each["reference"] for each in json.loads(answer.content)["results"]]

    assert listed("?call=2&kind=member_state") == ["PRT-2019-1"]
    assert listed("?q=sample&call=1") == ["EGY-2019-1", "ESP-2019-1"]
    assert listed("?q=nothingness") == []
    assert listed("?q=Egy") == ["EGY-2019-1"]
    assert listed("") == ["EGY-2019-1", "ESP-2019-1", "PRT-2019-1", "VAT-2019-1", "net-2019-1"]


# One input


def test_each_answer_has_an_address_that_stays(many):
    page = client_of().get("/sample/inputs/PRT-2019-1/").content.decode()
    first = client_of().get("/sample/inputs/PRT-2019-1/?version=1").content.decode()

    assert 'id="answer-1"' in page
    assert 'href="/sample/inputs/PRT-2019-1/?version=2#answer-1"' in page
    assert 'href="/sample/inputs/PRT-2019-1/?version=1#answer-1"' in first
    assert make.SAMPLE in first
    assert "The next." in page


# The feed


def entries(client):
    feed = ElementTree.fromstring(client.get("/sample/inputs.atom").content)  # noqa: S314 - our own
    return [
        {child.tag.removeprefix(ATOM): (child.text or "".join(child.itertext())) for child in entry}
        for entry in feed.findall(f"{ATOM}entry")
    ]


def test_the_feed_holds_what_is_public_whoever_asks(many):
    staff = make.works_for(many.consultation, "staff")

    by_visitor, by_staff = entries(client_of()), entries(client_of(staff))

    assert by_visitor == by_staff
    assert [entry["title"] for entry in by_visitor] == [
        "ESP-2019-1 Esp",
        "net-2019-1 Net",
        "PRT-2019-1 Portugal (version 2)",
        "VAT-2019-1 Vat, on behalf of a group",
        "EGY-2019-1 Egy",
    ]
    assert by_visitor[0]["id"] == f"{settings.SITE_URL}/sample/inputs/ESP-2019-1/"
    assert by_visitor[0]["updated"] == "2019-03-20T22:00:00+00:00"
    assert by_visitor[2]["summary"] == "The next."
    assert by_visitor[0]["author"] == "Esp"


def test_a_withdrawn_input_comes_first_in_the_feed_without_its_text(many):
    version = SubmittedVersion.objects.get(submission__delegation__code="EGY")
    by = make.member(version.submission.delegation, "head", email="other@portal.test", at=make.DUE.replace(month=4))
    actions.withdraw(version.submission, by=by)

    first = entries(client_of())[0]

    assert (first["title"], first["summary"]) == (
        "EGY-2019-1 Egy (withdrawn)",
        "This input was withdrawn by the delegation.",
    )
    assert first["updated"] == "2019-04-15T22:00:00+00:00"


def test_the_feed_is_found_and_not_sent_again(many):
    client = client_of()
    answer = client.get("/sample/inputs.atom")

    again = client.get("/sample/inputs.atom", headers={"If-None-Match": answer["ETag"]})

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert again.status_code == 304
    assert 'type="application/atom+xml"' in client.get("/sample/inputs/").content.decode()


def test_the_feed_of_nothing_and_of_what_no_xml_may_hold(world):
    assert entries(client_of()) == []
    version = file(world.call, world.head)
    version.content["answers"] = []
    version.content["delegation"]["name"] = "A\x08B\ufffe"

    content, _latest = input_feed.feed(world.consultation, input_feed.public(world.consultation, make.AT))
    version.changed_at = version.submitted_at
    odd, _latest = input_feed.feed(world.consultation, [version])

    assert ElementTree.fromstring(content).find(f"{ATOM}entry") is not None  # noqa: S314 - our own
    assert ElementTree.fromstring(odd).find(f"{ATOM}entry/{ATOM}title").text == "PRT-2019-1 AB"  # noqa: S314


# The table


def table(client, query=""):
    answer = client.get(f"/sample/inputs.csv{query}")
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_the_table_has_a_line_for_each_answer_one_may_read(many):
    by = make.member(many.portugal, "head", email="other@portal.test")
    submission = actions.revise(
        SubmittedVersion.objects.filter(submission__delegation=many.portugal).first().submission, by=by
    )
    make.submitted(make.answered(submission, by, "<p>=HYPERLINK(1)</p>"), by)
    staff, secretariat = (make.works_for(many.consultation, kind) for kind in ("staff", "secretariat"))

    rows = table(client_of(staff))

    assert [row["reference"] for row in rows] == [
        "CUB-2019-1",
        "EGY-2019-1",
        "ESP-2019-1",
        "PRT-2019-1",
        "VAT-2019-1",
        "net-2019-1",
    ]
    portugal = rows[3]
    assert portugal["answer"] == "'=HYPERLINK(1)"
    assert portugal["url"] == f"{settings.SITE_URL}/sample/inputs/PRT-2019-1/?version=3#answer-1"
    assert (rows[2]["late"], rows[2]["language"], rows[4]["on_behalf_of"]) == ("late", "fr", "on behalf of a group")
    assert (rows[0]["visibility"], rows[1]["numeral"], rows[1]["call"]) == ("cofacilitators", "I", "1")
    assert "CUB-2019-1" not in {row["reference"] for row in table(client_of(secretariat))}
    assert [row["reference"] for row in table(client_of(staff), "?language=ar")] == ["CUB-2019-1"]
    assert client_of(staff).get("/sample/inputs.csv?language=xx").status_code == 400


def test_the_table_is_for_those_who_work_here(many):
    assert client_of().get("/sample/inputs.csv").status_code == 302
    assert client_of(many.head).get("/sample/inputs.csv").status_code == 403


SIGNED_IN = 5  # session, user, roles, memberships, second factor


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("inputs.csv", 2),  # consultation, versions with their texts
        ("inputs.csv?late=on", 7),  # and the rows to choose from: these, calls, questions, themes, groups
    ],
)
def test_queries_of_the_table(world, django_assert_num_queries, path, queries, rows):
    group = DelegationGroup.objects.create(code="africa", name="African Group", kind="regional")
    for code in ("ALB", "BEL", "CAN")[:rows]:
        by = replace(state(code), at=make.DUE.replace(day=20))
        GroupMembership.objects.create(group=group, delegation=by.delegation)
        file(world.call, by)
    client = client_of(make.works_for(world.consultation, "staff"))

    with django_assert_num_queries(SIGNED_IN + queries):
        assert len(table(client, path.removeprefix("inputs.csv"))) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_list_and_the_feed(world, django_assert_num_queries, rows):
    group = DelegationGroup.objects.create(code="africa", name="African Group", kind="regional")
    for code in ("ALB", "BEL", "CAN")[:rows]:
        by = state(code)
        GroupMembership.objects.create(group=group, delegation=by.delegation)
        file(world.call, by)
    client = client_of()

    with django_assert_num_queries(5):  # consultation, versions, calls, questions, groups
        client.get("/sample/inputs/?behalf=on")
    with django_assert_num_queries(3):  # consultation, versions, what was withdrawn
        client.get("/sample/inputs.atom")
