from datetime import date

import pytest
from django.core.exceptions import ValidationError

from consultations import actions, composition
from consultations.actions.preparing import MAX_ENCLOSURES
from consultations.models import EDITABLE, Circular, CircularState
from record.models import Event, File

from .factories import AT, PDF, CircularFactory, EnclosureFactory, circular_in
from .refusals import FROZEN, reloaded

pytestmark = pytest.mark.django_db
FIELDS = {
    "kind": "free",
    "form": "joint_letter",
    "subject": "A sample letter",
    "body": "This letter is a sample.",
    "dated": date(2019, 2, 1),
    "audience": ["member_state"],
    "addressee": "All Permanent Representatives",
}


# Creating


def test_create_circular_begins_a_draft_and_records_it(team, deeds, mails):
    circular = actions.create_circular(team.consultation, by=team.staff, **FIELDS)

    circular = reloaded(circular)
    assert {name: getattr(circular, name) for name in FIELDS} == FIELDS
    assert (circular.state, circular.revision, circular.reference) == ("draft", 1, "")
    assert (circular.consultation, circular.drafted_by) == (team.consultation, team.staff.user)
    assert deeds(circular) == [("created", team.staff.user, {"kind": "free"})]
    assert mails(circular) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", ""),
        ("subject", "x" * 201),
        ("kind", "party"),
        ("form", "poem"),
        ("audience", ["everyone"]),
        ("rule", "some"),
        ("addressee", ""),
    ],
)
def test_create_circular_refuses_what_is_no_circular(team, field, value):
    with pytest.raises(ValidationError) as refused:
        actions.create_circular(team.consultation, by=team.staff, **FIELDS | {field: value})

    assert list(refused.value.error_dict) == [field]
    assert not Circular.objects.exists()


def test_create_circular_refuses_a_correction_of_nothing(team):
    with pytest.raises(ValidationError) as refused:
        actions.create_circular(team.consultation, by=team.staff, **FIELDS, correction="corr")

    assert refused.value.messages == ["Say which circular it corrects and how, or neither."]


# Editing


def test_edit_circular_changes_what_is_given_and_records_its_names(team, deeds):
    circular = circular_in(CircularState.DRAFT, team)

    actions.edit_circular(circular, by=team.staff, revision=1, subject="Another", body=circular.body)

    circular = reloaded(circular)
    assert (circular.subject, circular.revision, circular.state) == ("Another", 2, "draft")
    assert deeds(circular) == [("changed", team.staff.user, {"fields": ["subject"]})]


@pytest.mark.parametrize("state", sorted(EDITABLE))
def test_edit_circular_makes_a_draft_of_what_was_approved(team, state, deeds):
    circular = circular_in(state, team)

    actions.edit_circular(circular, by=team.staff, revision=1, body="Another sample.")

    circular = reloaded(circular)
    assert (circular.state, circular.revision, circular.body) == ("draft", 2, "Another sample.")
    assert deeds(circular)[-1] == ("changed", team.staff.user, {"fields": ["body"]})
    assert composition.approvals(circular, AT) == []


def test_edit_circular_that_changes_nothing_leaves_approval_and_record_alone(team, deeds):
    circular = circular_in(CircularState.APPROVED, team)
    before = deeds(circular)

    actions.edit_circular(circular, by=team.staff, revision=1, body=circular.body, dated=circular.dated)

    assert (reloaded(circular).state, reloaded(circular).revision) == ("approved", 1)
    assert deeds(circular) == before


def test_edit_circular_quietly_is_no_event(team, deeds):
    circular = circular_in(CircularState.DRAFT, team)

    actions.edit_circular(circular, by=team.staff, revision=1, quietly=True, body="Another sample.")

    assert (reloaded(circular).body, reloaded(circular).revision) == ("Another sample.", 2)
    assert deeds(circular) == []


@pytest.mark.parametrize("state", [CircularState.IN_APPROVAL, CircularState.APPROVED])
def test_edit_circular_quietly_is_an_event_where_it_takes_an_approval_back(team, state, deeds):
    circular = circular_in(state, team)

    actions.edit_circular(circular, by=team.staff, revision=1, quietly=True, body="Another sample.")

    assert reloaded(circular).state == "draft"
    assert deeds(circular)[-1] == ("changed", team.staff.user, {"fields": ["body"]})


@pytest.mark.parametrize("state", sorted(FROZEN))
def test_edit_circular_refuses_what_is_no_longer_in_preparation(team, state):
    circular = circular_in(state, team)

    with pytest.raises(ValidationError) as refused:
        actions.edit_circular(circular, by=team.staff, revision=circular.revision, body="Another sample.")

    assert (refused.value.messages, refused.value.code) == ([FROZEN[state]], "edit")
    assert reloaded(circular).body == "This letter is a sample."


@pytest.mark.parametrize("revision", [1, 3])
def test_edit_circular_refuses_to_write_over_what_others_have_saved(team, revision):
    circular = circular_in(CircularState.DRAFT, team)
    actions.edit_circular(circular, by=team.secretariat, revision=1, body="Theirs.")

    with pytest.raises(ValidationError) as refused:
        actions.edit_circular(circular, by=team.staff, revision=revision, body="Mine.")

    assert refused.value.code == "conflict"
    assert reloaded(circular).body == "Theirs."


def test_edit_circular_refuses_what_is_no_circular(team):
    circular = circular_in(CircularState.DRAFT, team)

    with pytest.raises(ValidationError) as refused:
        actions.edit_circular(circular, by=team.staff, revision=1, correction="corr")

    assert refused.value.messages == ["Say which circular it corrects and how, or neither."]
    assert reloaded(circular).revision == 1


# Enclosures


@pytest.mark.parametrize("state", sorted(EDITABLE))
def test_add_enclosure_keeps_the_file_and_makes_a_draft_again(team, state, deeds):
    circular = circular_in(state, team)

    file = {"content": b"%PDF-1.4 annex", "name": "annex.pdf", "content_type": "application/pdf"}
    enclosure = actions.add_enclosure(circular, by=team.staff, title="Annex", **file)

    file, circular = enclosure.file, reloaded(circular)
    assert (enclosure.order, enclosure.title, enclosure.circular) == (1, "Annex", circular)
    assert (file.name, file.content_type, file.read()) == ("annex.pdf", "application/pdf", b"%PDF-1.4 annex")
    assert (file.consultation, file.kept_at) == (team.consultation.slug, AT)
    assert (circular.state, circular.revision) == ("draft", 2)
    assert deeds(circular)[-1] == ("changed", team.staff.user, {"fields": ["enclosures"], "enclosed": file.sha256})


def test_add_enclosure_goes_behind_the_last(team):
    circular = circular_in(CircularState.DRAFT, team)
    EnclosureFactory(circular=circular, order=3)

    enclosure = enclose(circular, team)

    assert enclosure.order == 4


def test_add_enclosure_refuses_the_eleventh(team):
    circular = circular_in(CircularState.DRAFT, team)
    for order in range(1, MAX_ENCLOSURES + 1):
        EnclosureFactory(circular=circular, order=order)

    with pytest.raises(ValidationError) as refused:
        enclose(circular, team)

    assert refused.value.messages == ["A circular can enclose ten files. Join some of them into one."]
    assert circular.enclosures.count() == MAX_ENCLOSURES == 10


@pytest.mark.parametrize("state", sorted(FROZEN))
def test_enclosures_of_what_is_no_longer_in_preparation_stay(team, state):
    draft = circular_in(CircularState.DRAFT, team)
    EnclosureFactory(circular=draft)
    circular = circular_in(state, team)

    for change in (lambda: enclose(circular, team), lambda: actions.remove_enclosure(circular, by=team.staff, order=1)):
        with pytest.raises(ValidationError) as refused:
            change()
        assert (refused.value.messages, refused.value.code) == ([FROZEN[state]], "edit")

    assert circular.enclosures.count() == 0


@pytest.mark.parametrize("state", sorted(EDITABLE))
def test_remove_enclosure_takes_it_out_and_leaves_the_file(team, state, deeds):
    draft = CircularFactory(consultation=team.consultation, drafted_by=team.secretariat.user)
    enclosure = EnclosureFactory(circular=draft)
    draft.state = state
    draft.save(update_fields=["state"])

    actions.remove_enclosure(draft, by=team.staff, order=1)

    circular = reloaded(draft)
    assert (circular.state, circular.revision, circular.enclosures.count()) == ("draft", 2, 0)
    assert File.objects.get(pk=enclosure.file_id).read() == PDF
    taken_out = {"fields": ["enclosures"], "taken_out": enclosure.file.sha256}
    assert deeds(circular) == [("changed", team.staff.user, taken_out)]


def test_remove_enclosure_that_is_not_there_changes_nothing(team, deeds):
    circular = circular_in(CircularState.DRAFT, team)

    actions.remove_enclosure(circular, by=team.staff, order=7)

    assert (reloaded(circular).revision, deeds(circular)) == (1, [])


def enclose(circular, team):
    return actions.add_enclosure(
        circular, by=team.staff, title="Annex", content=PDF, name="annex.pdf", content_type="application/pdf"
    )


# Discarding


@pytest.mark.parametrize("state", sorted(EDITABLE))
def test_discard_lays_it_aside_and_records_it(team, state, deeds, mails):
    circular = circular_in(state, team)
    before = mails(circular)

    actions.discard(circular, by=team.staff)

    assert (reloaded(circular).state, reloaded(circular).reference) == ("discarded", "")
    assert deeds(circular)[-1] == ("discarded", team.staff.user, {})
    assert mails(circular) == before


@pytest.mark.parametrize("state", sorted(FROZEN))
def test_discard_refuses_what_has_its_reference_or_is_laid_aside(team, state):
    circular = circular_in(state, team)

    with pytest.raises(ValidationError) as refused:
        actions.discard(circular, by=team.staff)

    assert refused.value.messages == [
        "This draft has been discarded already."
        if state == CircularState.DISCARDED
        else "This circular has its reference and cannot be discarded. Withdraw it instead."
    ]
    assert reloaded(circular).state == state


def test_deeds_are_stamped_with_the_actor(team):
    circular = actions.create_circular(team.consultation, by=team.first, **FIELDS)

    event = Event.objects.about(circular).get()
    assert (event.capacity, event.delegation) == ("cofacilitator", team.first.delegation.code)
    assert (event.at, event.consultation) == (AT, team.consultation.slug)
