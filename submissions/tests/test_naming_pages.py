"""The pages on which one chooses in whose name an input is, and says later that one joins it or was listed wrongly."""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import DelegationGroup, GroupMembership
from accounts.tests.signing_in import sign_in
from record.hashing import content_hash
from submissions import actions, naming
from submissions.compilation import gather
from submissions.documents import receipt_html
from submissions.models import Submission
from submissions.word import docx

from . import factories as make

pytestmark = pytest.mark.django_db
NEW = "/sample/inputs/new/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def states(world):
    """Spain, and Mali, the one member of the African Group."""
    spain, mali = make.delegation("ESP", "Spain"), make.delegation("MLI", "Mali")
    world.africa = DelegationGroup.objects.create(code="AFR", name="African Group", kind="regional")
    GroupMembership.objects.create(group=world.africa, delegation=mali)
    world.spains = make.member(spain, "head")
    return spain, mali


def client_of(actor):
    client = Client()
    sign_in(client, actor.user)
    return client


def chosen(world, **fields):
    return {"call": world.call.pk, "language": "en", "capacity": "on_behalf", **fields}


def sentences(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def change(submission, **fields):
    submission = Submission.objects.get(pk=submission.pk)
    return {"was": naming.fingerprint(submission), "capacity": "on_behalf", **fields}


def page_of(submission):
    return f"/sample/inputs/mine/{submission.key}/name/"


# Beginning


def test_preview_begins_nothing_and_proposes_the_words(world, states):
    fields = chosen(world, groups=[world.africa.pk], delegations=[states[0].pk], own="on", then="preview")

    answer = client_of(world.delegate).post(NEW, fields)

    assert answer.context["preview"]["phrase"] == "on behalf of the African Group, Spain and my own country, Portugal"
    assert answer.context["preview"]["names"] == ["Mali", "Portugal", "Spain"]
    form = answer.context["form"]
    assert form["wording"].value() == form["composed"].value() == answer.context["preview"]["phrase"]
    assert not Submission.objects.exists()


def test_fragment_is_the_preview_alone_and_never_begins(world, states):
    answer = client_of(world.delegate).post(NEW, chosen(world, groups=[world.africa.pk]), headers=HTMX)

    page = answer.content.decode()
    assert page.lstrip().startswith('<section id="preview"')
    assert "1 delegation is listed" in page
    assert not Submission.objects.exists()


def test_fragment_says_what_is_missing(world, states):
    answer = client_of(world.delegate).post(NEW, chosen(world), headers=HTMX)
    assert "Say on whose behalf you speak: choose a group, or States one by one." in answer.content.decode()


@pytest.mark.parametrize(
    ("wording", "kept"), [("on behalf of Mali", "on behalf of the African Group"), ("for\r\nAfrica", "for Africa")]
)
def test_words_that_were_proposed_are_composed_anew_and_what_was_written_stays(world, states, wording, kept):
    fields = chosen(world, groups=[world.africa.pk], wording=wording, composed="on behalf of Mali")
    client_of(world.delegate).post(NEW, fields)
    assert Submission.objects.get().party.wording == kept


def test_aligned_in_national_capacity(world, states):
    other = make.submitted(make.begun(world.call, world.spains), world.spains)
    fields = chosen(world, capacity="aligned", align_groups=[world.africa.pk], align_inputs=[other.pk])

    client_of(world.delegate).post(NEW, fields)

    submission = Submission.objects.get(delegation=world.portugal)
    assert (submission.capacity, submission.alignments.count()) == ("national", 2)


def test_inputs_that_one_may_not_read_are_not_offered(world, states):
    make.submitted(make.begun(world.call, world.spains), world.spains, "cofacilitators")
    page = client_of(world.delegate).get(NEW).content.decode()
    assert "ESP-2019-1" not in page


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"capacity": "national", "groups": True}, "capacity"),
        ({"capacity": "national", "wording": "for others"}, "capacity"),
        ({"capacity": "national", "align_groups": True}, "capacity"),
        ({"capacity": "aligned"}, "align_groups"),
        ({"capacity": "aligned", "align_groups": True, "wording": "for others"}, "capacity"),
        ({"as_of": "2999-01-01", "groups": True}, "as_of"),
        ({"as_of": "1066-10-14", "groups": True}, "as_of"),
        ({"as_of": "soon", "groups": True}, "as_of"),
        ({"groups": ["9" * 30]}, "groups"),
        ({"groups": ["x"]}, "groups"),
        ({"delegations": ["\0"]}, "delegations"),
        ({"excepted": ["1000000000"], "groups": True}, "excepted"),
        ({"align_inputs": ["1e9"]}, "align_inputs"),
        ({"groups": True, "wording": "x" * 401}, "wording"),
        ({"groups": True, "wording": "for\u2028others"}, "wording"),
        ({"groups": True, "wording": "\0"}, "wording"),
        ({"capacity": "other"}, "capacity"),
        ({"call": "9" * 30, "groups": True}, "call"),
        ({"language": "tlh", "groups": True}, "language"),
    ],
)
def test_bad_choices_come_back_with_a_sentence(world, states, fields, where):
    lists = {name: [world.africa.pk] for name, value in fields.items() if value is True}
    answer = client_of(world.delegate).post(NEW, chosen(world, **{**fields, **lists}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [where])
    assert not Submission.objects.exists()


def test_what_was_chosen_comes_back_chosen(world, states):
    answer = client_of(world.delegate).post(NEW, chosen(world, delegations=[states[1].pk], capacity="national"))
    assert re.search(rf'name="delegations" value="{states[1].pk}" checked', answer.content.decode())


def test_a_stakeholder_speaks_for_itself(world, states):
    network = make.member(make.delegation("network", "A network", "stakeholder"), "head")
    call = make.call(world.consultation, number=2, audience=["stakeholder"])
    fields = {"call": call.pk, "language": "en", "capacity": "on_behalf", "groups": [world.africa.pk]}
    answer = client_of(network).post(NEW, fields)
    assert answer.context["form"].errors["groups"] == [
        "A stakeholder speaks for itself. Choose “In the name of my own delegation”."
    ]


# Changing


def test_the_page_shows_what_stands_and_saves_another(world, states):
    submission = actions.begin(
        world.call,
        by=world.head,
        capacity="on_behalf",
        entries=[{"kind": "group", "group": world.africa}, {"kind": "delegation", "delegation": world.portugal}],
    )
    client = client_of(world.delegate)

    shown = client.get(page_of(submission)).context["form"]
    assert shown["wording"].value() == shown["composed"].value()
    assert (shown["groups"].value(), shown["own"].value()) == ([world.africa.pk], True)

    answer = client.post(page_of(submission), change(submission, delegations=[states[0].pk]))
    assert answer["Location"] == f"/sample/inputs/mine/{submission.key}/"
    assert Submission.objects.get().party.wording == "on behalf of Spain"


def test_preview_of_a_change_saves_nothing(world, states):
    submission = actions.begin(world.call, by=world.head)
    data = change(submission, delegations=[states[0].pk], then="preview")
    answer = client_of(world.delegate).post(page_of(submission), data)
    assert answer.context["preview"]["phrase"] == "on behalf of Spain"
    assert Submission.objects.get().capacity == "national"


def test_an_alignment_is_shown_as_its_input_stands_now(world, states):
    other = make.submitted(make.begun(world.call, world.spains), world.spains)
    submission = actions.begin(
        world.call, by=world.head, alignments=[{"version": other}, {"group": world.africa}]
    )  # fmt: skip
    second = make.revised(other.submission, world.spains, "<p>More</p>")

    form = client_of(world.delegate).get(page_of(submission)).context["form"]

    assert (form["capacity"].value(), form["align_inputs"].value()) == ("aligned", [second.pk])
    answer = client_of(world.delegate).post(
        page_of(submission), change(submission, capacity="aligned", align_inputs=[second.pk], then="preview")
    )
    assert answer.context["preview"]["aligned"] == "aligns itself with input ESP-2019-1 (Spain)"


def test_a_conflict_shows_theirs_and_the_next_press_saves(world, states):
    submission = actions.begin(world.call, by=world.head)
    data = change(submission, delegations=[states[0].pk])
    theirs = [{"kind": "group", "group": world.africa}]
    actions.change_party(submission, by=world.head, was=data["was"], capacity="on_behalf", entries=theirs)
    client = client_of(world.delegate)

    answer = client.post(page_of(submission), data)

    assert dict(answer.context["theirs"])["As it is printed"] == "on behalf of the African Group"
    client.post(page_of(submission), {**data, "was": answer.context["form"].data["was"]})
    assert Submission.objects.get().party.wording == "on behalf of Spain"


def test_a_change_that_is_refused_says_why(world, states):
    make.begun(world.call, world.head)
    submission = actions.begin(
        world.call, by=world.head, capacity="on_behalf", entries=[{"kind": "delegation", "delegation": states[0]}]
    )
    answer = client_of(world.delegate).post(page_of(submission), change(submission, capacity="national"))
    assert answer.context["theirs"] is None
    assert answer.context["form"].non_field_errors() == [
        "Your delegation has an input to this call already. Open it and go on, or revise it."
    ]


def test_what_was_submitted_leads_to_its_page(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    answer = client_of(world.delegate).get(page_of(version.submission))
    assert (answer.status_code, answer["Location"]) == (302, "/sample/inputs/PRT-2019-1/")


def test_a_closed_call_leads_to_the_text(world):
    submission = make.begun(world.call, world.head)
    world.call.closed_at = make.AT
    world.call.save()
    answer = client_of(world.delegate).get(page_of(submission))
    assert answer["Location"] == f"/sample/inputs/mine/{submission.key}/clear/"


def test_nobody_else_finds_it(world, states):
    submission = make.begun(world.call, world.head)
    for actor in (world.spains, make.works_for(world.consultation, "staff")):
        assert client_of(actor).get(page_of(submission)).status_code == 404


# Later


@pytest.fixture
def filed(world, states):
    submission = actions.begin(
        world.call, by=world.head, capacity="on_behalf", entries=[{"kind": "group", "group": world.africa}]
    )
    return make.answered(submission, world.head)


def press(actor, verb):
    return client_of(actor).post(f"/sample/inputs/PRT-2019-1/{verb}/")


def test_joining_is_offered_done_and_shown(world, filed):
    make.submitted(filed, world.head)
    before = client_of(world.spains).get("/sample/inputs/PRT-2019-1/").content.decode()
    assert "Associate my delegation with it" in before
    assert "My delegation was listed wrongly" not in before

    answer = press(world.spains, "associate")

    assert sentences(answer) == ["Your delegation is now associated with this input. Those who submitted it are told."]
    page = client_of(world.spains).get("/sample/inputs/PRT-2019-1/").content.decode()
    assert "Associated later: Spain, on " in page
    assert "It now counts for 2 delegations." in page
    assert "Associate my delegation with it" not in page
    assert sentences(press(world.spains, "associate")) == [
        "Your delegation has associated itself with this input already."
    ]


@pytest.mark.parametrize(
    ("visibility", "leads_to"), [("public", "/sample/inputs/PRT-2019-1/"), ("cofacilitators", "/sample/desk/")]
)
def test_saying_that_one_was_listed_wrongly(world, states, filed, visibility, leads_to):
    mali = make.member(states[1], "head")
    make.submitted(filed, world.head, visibility)

    answer = press(mali, "disown")

    assert answer["Location"] == leads_to
    page = client_of(world.head).get("/sample/inputs/PRT-2019-1/").content.decode()
    assert "Mali says that it was listed wrongly, on " in page
    assert "It now counts for 0 delegations." in page


def test_neither_is_for_those_who_do_not_clear_or_may_not_read(world, states, filed):
    make.submitted(filed, world.head, "cofacilitators")
    clerk = make.member(states[1], "delegate")
    assert [press(actor, verb).status_code for actor in (clerk, world.spains) for verb in ("associate", "disown")] == [
        403,
        403,
        404,
        404,
    ]


def test_alignment_is_printed_everywhere(world, states):
    submission = make.begun(world.call, world.head, alignments=[{"group": world.africa}])
    sentence = "ligns itself with the African Group"
    assert sentence in client_of(world.head).get(f"/sample/inputs/mine/{submission.key}/clear/").content.decode()

    version = make.submitted(submission, world.head)

    staff = make.works_for(world.consultation, "staff")
    for page in ("PRT-2019-1/", "compilation/"):
        assert sentence in client_of(staff).get(f"/sample/inputs/{page}").content.decode()
    assert sentence in receipt_html(version)
    from docx import Document

    document = Document(docx(world.consultation, gather(world.consultation, staff)))
    assert any(sentence in paragraph.text for paragraph in document.paragraphs)
    assert content_hash(version.content) == version.sha256


def test_many_who_are_listed_are_folded(world, states):
    entries = [
        {"kind": "delegation", "delegation": make.delegation(f"X{number:02}", f"State {number:02}")}
        for number in range(21)
    ]
    submission = actions.begin(world.call, by=world.head, capacity="on_behalf", entries=entries)
    make.submitted(make.answered(submission, world.head), world.head)
    assert "In the name of 21 delegations</summary>" in Client().get("/sample/inputs/PRT-2019-1/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_picker(world, django_assert_num_queries, states, rows):
    for number in range(rows):
        by = make.member(make.delegation(f"X{number}A", f"State {number}"), "head")
        make.submitted(make.begun(world.call, by), by)
    client = client_of(world.delegate)
    client.get(NEW)
    with django_assert_num_queries(16):
        client.get(NEW)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_an_input_that_was_joined(world, django_assert_num_queries, states, filed, rows):
    make.submitted(filed, world.head)
    for number in range(rows):
        by = make.member(make.delegation(f"X{number}A", f"State {number}"), "head")
        actions.associate(filed, by=by)
    client = Client()
    client.get("/sample/inputs/PRT-2019-1/")
    with django_assert_num_queries(9):
        client.get("/sample/inputs/PRT-2019-1/")
