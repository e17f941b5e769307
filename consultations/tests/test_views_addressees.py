"""What the pages of a letter show of those it goes to, of its paper and of the letters that belong to it."""

from html import unescape

import pytest

from accounts.models import DelegationGroup
from accounts.tests.factories import AddressFactory, DelegationFactory, DelegationNameFactory
from consultations import actions
from consultations.forms import CircularEditForm, NewCircularForm
from consultations.models import CircularState, Correction

from . import factories
from .factories import CallFactory, ConsultationFactory, circular_in, presided
from .refusals import reloaded
from .test_addressees import NO_CALL, NOBODY
from .test_forms import EDIT, HUGE
from .test_president_letter import MISSING

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
TO = "Delegations that it goes to: {}. Their addresses in use: {}."


@pytest.fixture
def team():
    team = factories.team(ConsultationFactory(slug="process"))
    for order, name in enumerate(["Portugal", "Spain"], start=1):
        delegation = team.consultation.cofacilitators.get(order=order).delegation
        DelegationNameFactory(delegation=delegation, name=name)
        if name == "Spain":
            AddressFactory(delegation=delegation, email="spain@mission.test")
    return team


@pytest.fixture
def observer(team):
    """An observer State with two addresses, who is in a group."""
    made = DelegationFactory(code="VAT", kind="observer_state")
    DelegationNameFactory(delegation=made, name="Holy See")
    for number in (1, 2):
        AddressFactory(delegation=made, email=f"holy.see{number}@mission.test")
    DelegationGroup.objects.create(code="g", name="A group", kind="ad hoc").memberships.create(delegation=made)
    return made


def draft(team, **fields):
    return circular_in(CircularState.DRAFT, team, **fields)


def at(circular, page=""):
    return f"/process/circulars/drafts/{circular.pk}/{page}"


def text(answer):
    return " ".join(unescape(answer.content.decode()).split())


# Before the issue


def test_letter_shows_the_secretariat_every_name_and_address_in_order(client_of, team, observer):
    page = client_of(team.secretariat).get(at(draft(team)))

    assert [(one.name, one.addresses) for one in page.context["addressees"]] == [
        ("Portugal", ()),
        ("Spain", ("spain@mission.test",)),
        ("Holy See", ("holy.see1@mission.test", "holy.see2@mission.test")),
    ]
    said = text(page)
    assert f"<details> <summary>{TO.format(3, 3)} </summary>" in said
    assert "holy.see1@mission.test, holy.see2@mission.test" in said
    assert "<strong>No address in use:</strong> Portugal. No mail reaches them." in said


@pytest.mark.parametrize(("person", "shown"), [("secretariat", True), ("first", True), ("staff", False)])
def test_addresses_are_shown_to_those_who_see_the_reach(client_of, team, observer, person, shown):
    said = text(client_of(getattr(team, person)).get(at(draft(team))))

    assert ("holy.see1@mission.test" in said) is shown
    assert ("2 addresses" in said) is not shown


def test_letter_to_nobody_cannot_be_sent_for_approval(client_of, team):
    said = text(client_of(team.staff).get(at(draft(team, audience=["stakeholder"]))))

    assert NOBODY in said
    assert "Send for approval" not in said
    assert "Delegations that it goes to" not in said


def test_letter_by_a_rule_says_that_it_is_asked_again(client_of, team):
    letter = draft(team, rule="not_submitted", call=CallFactory(consultation=team.consultation))

    assert "Who has submitted is asked again when the letter is issued." in text(client_of(team.staff).get(at(letter)))


def test_letter_that_is_being_printed_or_was_discarded_lists_nobody(client_of, team):
    for state in (CircularState.ISSUING, CircularState.DISCARDED):
        page = client_of(team.staff).get(at(circular_in(state, team)))
        assert "Delegations that it goes to" not in text(page)


# The editor


def test_editor_offers_groups_and_delegations_by_name(client_of, team, observer):
    letter = draft(team)

    form = client_of(team.staff).get(at(letter, "edit/")).context["form"]

    assert form.fields["groups"].choices == [("g", "A group")]
    assert [name for _code, name in form.fields["also"].choices] == ["Portugal", "Spain", "Holy See"]
    assert form.narrows is False


def test_editor_saves_whom_it_goes_to(client_of, team, observer):
    letter = draft(team)
    data = EDIT | {"audience": ["observer_state"], "groups": ["g"], "also": ["VAT"]}

    answer = client_of(team.staff).post(at(letter, "edit/"), data)

    assert answer.status_code == 302
    saved = reloaded(letter)
    assert (saved.audience, saved.groups, saved.rule, saved.also) == (["observer_state"], ["g"], "all", ["VAT"])
    page = client_of(team.staff).get(at(letter, "edit/"))
    assert '<details class="narrowing" open>' in text(page)
    assert TO.format(1, 2) in text(page)


def test_autosave_answers_with_the_count(client_of, team, observer):
    letter = draft(team)

    answer = client_of(team.staff).post(at(letter, "autosave/"), EDIT | {"groups": ["g"]}, **HTMX)

    assert reloaded(letter).groups == ["g"]
    assert f'<p id="addressees" hx-swap-oob="innerHTML">{TO.format(1, 2)} </p>' in text(answer)


def test_autosave_that_leaves_nobody_says_so_beside_the_field(client_of, team):
    letter = draft(team)

    answer = client_of(team.staff).post(at(letter, "autosave/"), EDIT | {"audience": ["stakeholder"]}, **HTMX)

    beside = text(answer).partition('<div id="problems-audience" hx-swap-oob="innerHTML">')[2].partition("</div>")[0]
    assert answer.context["saved"] is True
    assert NOBODY in beside


def test_conflict_shows_whom_they_have_chosen(client_of, team, observer):
    letter = draft(team)
    call = CallFactory(consultation=team.consultation, subject="A sample call")
    theirs = {"groups": ["g"], "rule": "submitted", "also": ["VAT"], "call": call}
    actions.edit_circular(letter, by=team.secretariat, revision=1, **theirs)

    answer = client_of(team.staff).post(at(letter, "edit/"), EDIT | {"also": [team.first.delegation.code]})

    assert [(str(label), said) for label, said in answer.context["theirs"]] == [
        ("Call", "A sample call"),
        ("Of these, only members of", "A group"),
        ("And of these", "those who have submitted an input to the call"),
        ("And in any case to", "Holy See"),
    ]
    assert answer.context["form"]["also"].value() == [team.first.delegation.code]
    assert "Save mine over theirs" in text(answer)


def test_conflict_over_the_same_words_says_so(client_of, team):
    letter = draft(team, kind="free")
    for subject in ("Another", letter.subject):
        letter = actions.edit_circular(letter, by=team.secretariat, revision=letter.revision, subject=subject)

    answer = client_of(team.staff).post(at(letter, "edit/"), EDIT)

    assert answer.context["theirs"] == []
    assert "They typed the same as you." in text(answer)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"groups": ["x\x00"]}, {"groups": ["Select a valid choice. x\x00 is not one of the available choices."]}),
        ({"also": [HUGE]}, {"also": [f"Select a valid choice. {HUGE} is not one of the available choices."]}),
        ({"rule": "some"}, {"rule": ["Select a valid choice. some is not one of the available choices."]}),
        ({"rule": "submitted"}, {"rule": ["Choose the call whose inputs decide, or send it to all of them."]}),
    ],
)
def test_editor_refuses_whom_there_is_not(team, data, errors):
    form = CircularEditForm(EDIT | data, instance=draft(team), actor=team.staff)

    assert form.errors == errors
    assert form.narrows is True


def test_editor_takes_names_without_a_kind(team, observer):
    form = CircularEditForm(EDIT | {"audience": [], "also": ["VAT"]}, instance=draft(team), actor=team.staff)

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["audience"], form.cleaned_data["also"]) == ([], ["VAT"])


def test_rule_that_a_letter_has_lost_its_call_for_is_a_fault(client_of, team):
    letter = draft(team, rule="submitted")

    assert NO_CALL in text(client_of(team.staff).get(at(letter)))


# The President's letter, and the paper


def test_new_letter_of_the_president_needs_the_block(team):
    data = {"kind": "free", "form": "president_letter"}

    def errors():
        return NewCircularForm(data, consultation=team.consultation, actor=team.staff).errors

    assert errors() == {"form": [MISSING]}
    presided(team.consultation)
    assert errors() == {}


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_preview_shows_the_paper_of_the_consultation_and_offers_the_other(client_of, team, paper):
    type(team.consultation).objects.update(paper=paper)
    letter = draft(team)

    for page in ("", "edit/"):
        said = text(client_of(team.staff).get(at(letter, page)))
        for value in ("a4", "letter"):
            checked = " checked" if value == paper else ""
            assert f'value="{value}" class="paper-{value}-shown"{checked}>' in said


# The register


def test_register_is_narrowed_to_a_kind(client_of, team):
    broken = circular_in(CircularState.ISSUED, team, kind="silence_broken", subject="Silence broken")
    other = circular_in(CircularState.ISSUED, team, kind="free", subject="Another silence")
    visitor = client_of()

    def found(**asked):
        return list(visitor.get("/process/circulars/", asked).context["circulars"])

    assert found(kind="silence_broken") == found(kind="silence_broken", q="silence") == [broken]
    assert found(kind="", q="silence") == [other, broken]
    assert found(kind="silence_broken", q="another") == found(kind="party") == []
    assert '<option value="silence_broken" selected>Silence broken</option>' in text(
        visitor.get("/process/circulars/", {"kind": "silence_broken"})
    )


def test_register_names_what_took_the_place_of_a_letter_that_a_search_finds_alone(client_of, team):
    first = circular_in(CircularState.ISSUED, team, subject="The first")
    circular_in(CircularState.ISSUED, team, subject="An addendum", corrects=first, correction=Correction.ADD)
    circular_in(CircularState.ISSUED, team, subject="A revision", corrects=first, correction=Correction.REV)

    said = text(client_of().get("/process/circulars/", {"q": "first"}))

    assert "addendum 2019-002" in said
    assert "replaced by 2019-003" in said


def test_page_of_a_letter_shows_all_that_belong_together(client_of, team):
    first = circular_in(CircularState.ISSUED, team, kind="silence_extended")
    second = circular_in(CircularState.ISSUED, team, corrects=first, correction=Correction.CORR)
    third = circular_in(CircularState.ISSUED, team, corrects=second, correction=Correction.ADD)
    alone = circular_in(CircularState.ISSUED, team)

    pages = [client_of().get(circular.get_absolute_url()) for circular in (first, third, alone)]

    assert [list(page.context["chain"]) for page in pages] == [[first, second, third], [first, second, third], []]
    assert "Corrigendum to 2019-001" in text(pages[0])
    assert "Letters that belong together" not in text(pages[2])
