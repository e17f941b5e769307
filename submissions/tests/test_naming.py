"""In whose name an input is: chosen, changed, told to those it names, and with whom it aligns itself."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import DelegationGroup, GroupMembership, Membership, PartyEntry
from consultations.models import CoFacilitator
from record.hashing import content_hash
from record.models import Delivery, Event
from submissions import actions, composition, naming
from submissions.models import Submission, SubmittedVersion
from submissions.verification import problems

from . import factories as make

pytestmark = pytest.mark.django_db
AT = make.AT.date()


@pytest.fixture
def states(world):
    """Spain, Mali and Chad; the last two are the African Group."""
    made = [make.delegation(*each) for each in [("ESP", "Spain"), ("MLI", "Mali"), ("TCD", "Chad")]]
    world.africa = DelegationGroup.objects.create(code="AFR", name="African Group", kind="regional")
    for state in made[1:]:
        GroupMembership.objects.create(group=world.africa, delegation=state)
    return made


def group(of):
    return {"kind": "group", "group": of}


def named(state):
    return {"kind": "delegation", "delegation": state}


def excepted(state):
    return {"kind": "excepted", "delegation": state}


def begin(world, *entries, **fields):
    return actions.begin(world.call, by=world.head, capacity="on_behalf", entries=entries, **fields)


def refused(action, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        action(*args, **kwargs)
    return caught.value.error_list[0].code, caught.value.messages[0]


def change(world, submission, **fields):
    submission = Submission.objects.get(pk=submission.pk)
    return actions.change_party(submission, by=world.delegate, **{"was": naming.fingerprint(submission), **fields})


# The phrase


def test_without_wording_the_phrase_is_composed(world, states):
    spain, mali, _chad = states
    submission = begin(world, group(world.africa), excepted(mali), named(spain), named(world.portugal))

    assert submission.party.wording == (
        "on behalf of the African Group, with the exception of Mali, and of Spain and my own country, Portugal"
    )
    assert sorted(d.code for d in submission.party.delegations()) == ["ESP", "PRT", "TCD"]


def test_what_is_worded_stays(world, states):
    assert begin(world, group(world.africa), wording="for all of Africa").party.wording == "for all of Africa"


def test_members_of_a_list_are_named_one_by_one(world, states):
    listed = DelegationGroup.objects.create(code="list", name="A list", kind="ad hoc")
    for state in states:
        GroupMembership.objects.create(group=listed, delegation=state)

    assert begin(world, group(listed), excepted(states[1])).party.wording == "on behalf of Chad and Spain"


def test_a_list_without_members_is_named_itself(world):
    listed = DelegationGroup.objects.create(code="list", name="A list", kind="ad hoc")
    assert begin(world, group(listed)).party.wording == "on behalf of the group “A list”"


def test_of_too_many_the_number_is_told(world, monkeypatch, states):
    monkeypatch.setattr(naming, "LONGEST", 20)
    assert begin(world, *map(named, states)).party.wording == "on behalf of a group of 3 States"


def test_a_group_is_as_it_stood_on_the_day(world, states):
    GroupMembership.objects.filter(delegation=states[1]).update(valid_from=date(2019, 2, 1))
    before = begin(world, group(world.africa), as_of=date(2019, 1, 31))
    assert [d.code for d in before.party.delegations()] == ["TCD"]


def test_the_words_follow_the_language_unless_somebody_worded_them(world, states):
    composed, worded = begin(world, group(world.africa)), begin(world, group(world.africa), wording="for Africa")

    for submission in (composed, worded):
        actions.set_options(submission, by=world.head, language="fr")

    words = [Submission.objects.get(pk=each.pk).party.wording for each in (composed, worded)]
    assert words == ["au nom du Groupe des États d’Afrique", "for Africa"]


def test_after_submission_the_words_do_not_follow(world, states):
    version = make.submitted(make.answered(begin(world, group(world.africa)), world.head), world.head)
    again = actions.revise(version.submission, by=world.head)

    actions.set_options(again, by=world.head, language="fr")

    assert Submission.objects.get().party.wording == "on behalf of the African Group"


# What is refused


@pytest.mark.parametrize(
    ("choose", "sentence"),
    [
        (lambda world, states: [named(world.portugal)], "Say on whose behalf you speak: choose a group"),
        (lambda world, states: [named(states[1]), excepted(states[1])], "You have named and excepted at once: Mali."),
        (
            lambda world, states: [group(world.africa), excepted(states[0])],
            "None of the groups has these members on that day: Spain.",
        ),
        (
            lambda world, states: [group(world.africa), excepted(states[1]), excepted(states[2])],
            "Nobody is left for whom you would speak.",
        ),
    ],
)
def test_a_party_that_says_nothing_or_contradicts_itself_is_refused(world, states, choose, sentence):
    code, message = refused(begin, world, *choose(world, states))
    assert (code, message.startswith(sentence)) == ("party", True)
    assert not Submission.objects.exists()


def test_many_names_in_a_sentence_are_cut(world, states, monkeypatch):
    monkeypatch.setattr(naming, "SHOWN", 1)
    sentence = refused(begin, world, *map(named, states), *map(excepted, states))[1]
    assert sentence.startswith("You have named and excepted at once: Chad and 2 more.")


def test_an_input_in_its_own_name_names_nobody_and_one_on_behalf_aligns_with_nobody(world, states):
    alone = refused(actions.begin, world.call, by=world.head, entries=[named(states[0])])
    both = refused(begin, world, named(states[0]), alignments=[{"group": world.africa}])
    assert [alone[0], both[0]] == ["party", "party"]


# Changed


def test_change_makes_what_awaits_clearance_a_draft_again_and_is_recorded(world, states):
    submission = make.begun(world.call, world.head)
    actions.ask_for_clearance(submission, by=world.delegate)

    change(world, submission, capacity="on_behalf", entries=[named(states[0])])

    submission = Submission.objects.get()
    assert (submission.state, submission.capacity, submission.party.capacity) == ("draft", "on_behalf", "on_behalf")
    assert submission.party.wording == "on behalf of Spain"
    facts = Event.objects.about(submission).get(verb="changed", facts__fields=["party"]).facts
    assert facts == {"fields": ["party"], "capacity": "on_behalf", "wording": "on behalf of Spain"}


def test_a_change_that_changes_nothing_leaves_everything(world, states):
    submission = make.answered(begin(world, named(states[0])), world.head)
    actions.ask_for_clearance(submission, by=world.delegate)

    change(world, submission, capacity="on_behalf", entries=[named(states[0])])

    assert Submission.objects.get().state == "in_clearance"
    assert not Event.objects.about(submission).filter(verb="changed", facts__fields=["party"]).exists()


def test_back_to_the_own_name_only_where_there_is_none_yet(world, states):
    submission = begin(world, named(states[0]))
    change(world, submission, capacity="national")
    assert (Submission.objects.get().party.wording, PartyEntry.objects.count()) == ("", 0)

    second = begin(world, named(states[0]))
    assert refused(change, world, second, capacity="national")[0] == "begin"


def test_change_is_refused_where_another_has_changed_it_since(world, states):
    submission = begin(world, named(states[0]))
    was = naming.fingerprint(submission)
    change(world, submission, capacity="on_behalf", entries=[named(states[1])])

    assert refused(change, world, submission, was=was, capacity="national")[0] == "conflict"
    assert naming.told(Submission.objects.get()) == [
        ("As it is printed", "on behalf of Mali"),
        ("Who is listed", "Mali"),
    ]


def test_what_was_submitted_keeps_its_name_while_it_is_revised(world, states):
    version = make.submitted(make.answered(begin(world, named(states[0])), world.head), world.head)
    submission = actions.revise(version.submission, by=world.head)

    code, sentence = refused(change, world, submission, capacity="national")

    assert (code, sentence[:44]) == ("change_party", "This input has been submitted in that name, ")


# Warnings


def test_warnings_name_a_cofacilitators_state_and_who_is_spoken_for_already(world, states):
    spain, _mali, chad = states
    leading = make.works_for(world.consultation, "cofacilitator")
    CoFacilitator.objects.filter(user=leading.user).update(delegation=spain)
    other = make.member(chad, "head")
    for entries in ([group(world.africa), excepted(chad)], [named(spain)]):
        submission = actions.begin(world.call, by=other, capacity="on_behalf", entries=entries)
        make.submitted(
            make.answered(submission, other), other, "participants" if len(entries) == 2 else "cofacilitators"
        )

    found = naming.warnings(world.call, world.head, states, AT)

    assert found == [
        "Among them is the State of a co-facilitator: Spain. Make sure that it wishes to be listed.",
        "Already spoken for by another input to this call: Mali. Each State counts once.",
    ]


def test_an_input_in_national_capacity_speaks_for_its_own_and_the_input_itself_does_not_count(world, states):
    spain = make.member(states[0], "head")
    version = make.submitted(make.begun(world.call, spain), spain)

    assert naming.spoken_for_in(world.call, world.head) == {version.submission.party_id: {states[0].pk}}
    assert naming.spoken_for_in(world.call, world.head, but=version.submission) == {}


def test_a_group_without_members_warns(world):
    assert naming.warnings(world.call, world.head, [], AT) == [
        "None of the groups had a member on that day: nobody is listed."
    ]


# Told


def test_people_of_those_listed_are_told_once_each(world, states):
    spain, mali, _chad = states
    heads = [make.member(spain, "head"), make.member(spain, "delegate"), make.member(mali, "head")]
    network = make.delegation("network", "A network", "stakeholder")
    GroupMembership.objects.create(group=world.africa, delegation=network)
    make.member(network, "head")
    Membership.objects.create(user=heads[0].user, delegation=mali, role="delegate", starts_at=make.AT)
    former = make.member(mali, "delegate")
    Membership.objects.filter(user=former.user).update(ends_at=make.AT)

    version = make.submitted(make.answered(begin(world, group(world.africa), named(spain)), world.head), world.head)

    letters = Delivery.objects.about(version).filter(kind="named")
    assert sorted(letters.values_list("address", flat=True)) == sorted(actor.user.email for actor in heads)
    text = letters[0].text
    assert "/sample/inputs/PRT-2019-1/" in text
    assert "on behalf of the African Group and Spain" in text


def test_nobody_is_told_of_an_input_in_national_capacity(world, states):
    make.member(states[0], "head")
    make.submitted(make.begun(world.call, world.head), world.head)
    assert not Delivery.objects.filter(kind="named").exists()


# Aligned


def test_an_input_aligns_itself_with_a_group_and_an_input(world, states):
    spain = make.member(states[0], "head")
    other = make.submitted(make.begun(world.call, spain), spain)
    alignments = [{"group": world.africa}, {"version": other}]
    submission = make.begun(world.call, world.head, alignments=alignments)

    content = make.submitted(submission, world.head).content

    assert content["alignments"] == [
        {"group": {"code": "AFR", "name": "African Group", "kind": "regional"}},
        {"input": {"reference": "ESP-2019-1", "version": 1, "delegation": "Spain"}},
    ]
    assert content["aligned"] == "aligns itself with the African Group and input ESP-2019-1 (Spain)"
    assert naming.told(submission)[0] == ("As it is printed", content["aligned"])


def test_inputs_that_one_may_not_read_cannot_be_aligned_with(world, states):
    spain = make.member(states[0], "head")
    hidden = make.submitted(make.begun(world.call, spain), spain, "cofacilitators")
    own = make.submitted(make.begun(world.call, world.head), world.head)

    assert not naming.alignable(world.consultation, world.head).exists()
    for version in (hidden, own):
        code, sentence = refused(
            actions.begin, make.call(world.consultation, number=version.pk + 9), by=world.head,
            alignments=[{"version": version}],
        )  # fmt: skip
        assert (code, sentence[:46]) == ("party", "One of the inputs that you align yourself with")


@pytest.mark.parametrize(
    ("theirs", "mine", "code"),
    [
        ("participants", "public", "alignment"),
        ("participants", "participants", ""),
        ("participants", "cofacilitators", ""),
        ("public", "public", ""),
    ],
)
def test_an_input_tells_its_readers_of_no_other_that_they_may_not_know_of(world, states, theirs, mine, code):
    spain = make.member(states[0], "head")
    other = make.submitted(make.begun(world.call, spain), spain, theirs)
    submission = make.begun(world.call, world.head, alignments=[{"version": other}])

    if code:
        assert refused(make.submitted, submission, world.head, mine)[0] == code
    else:
        assert make.submitted(submission, world.head, mine)


def test_what_was_frozen_before_answers_with_what_was_frozen(world):
    """Its content has no word of alignments, and its hash is of that."""
    version = make.submitted(make.begun(world.call, world.head), world.head)
    old = {key: value for key, value in version.content.items() if key not in {"alignments", "aligned"}}
    SubmittedVersion.objects.bulk_create(
        [
            SubmittedVersion(
                submission=version.submission, number=2, content=old, sha256=content_hash(old),
                visibility="public", submitted_at=make.AT, submitted_by=world.head.user, late=False,
            )
        ]
    )  # fmt: skip
    assert list(problems("sample")) == []
    submission = Submission.objects.get()
    assert composition.text_sha256(submission, make.AT) == content_hash(composition.content_of(submission, make.AT))
