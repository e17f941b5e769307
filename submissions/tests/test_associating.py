"""After submission: another delegation joins an input, or says that it was listed wrongly. Each once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Party, PartyEntry
from consultations import sent
from record.models import Delivery, Event
from record.waking import quiet
from submissions import actions, associating, composition, desk, naming
from submissions.models import Submission, SubmittedVersion

from . import factories as make


@pytest.fixture
def filed(world):
    """Portugal's input in the name of Spain, with the exception of Mali, a member of the group."""
    with quiet():
        world.spain, world.mali = make.delegation("ESP", "Spain"), make.delegation("MLI", "Mali")
        world.chad = make.delegation("TCD", "Chad")
        world.spains, world.chads = make.member(world.spain, "head"), make.member(world.chad, "head")
        return _filed(world, "public").submission


def _filed(world, visibility):
    entries = [{"kind": "delegation", "delegation": world.spain}, {"kind": "excepted", "delegation": world.mali}]
    with pytest.MonkeyPatch.context() as patch:  # an exception needs a group, of which this knows nothing
        patch.setattr("submissions.naming.why_not_speak", lambda *_: "")
        submission = actions.begin(world.call, by=world.head, capacity="on_behalf", entries=entries)
    return make.submitted(make.answered(submission, world.head), world.head, visibility)


def refused(action, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        action(*args, **kwargs)
    return caught.value.error_list[0].code, caught.value.messages[0]


def names(submission):
    return sorted(d.code for d in Submission.objects.get(pk=submission.pk).party.delegations())


@pytest.mark.django_db
def test_associating_counts_is_recorded_and_told(world, filed):
    staff = make.works_for(world.consultation, "staff")
    leading = make.works_for(world.consultation, "cofacilitator")
    frozen = SubmittedVersion.objects.get()

    actions.associate(filed, by=world.chads)

    assert names(filed) == ["ESP", "TCD"]
    event = Event.objects.about(filed).get(verb="joined")
    assert (event.delegation, event.facts) == ("TCD", {"reference": "PRT-2019-1", "delegation": "TCD"})
    letters = Delivery.objects.filter(kind=f"associated-{world.chad.pk}")
    told = {actor.user.email for actor in (world.head, world.delegate, staff, leading)}
    assert set(letters.values_list("address", flat=True)) == told
    assert letters[0].subject == "Sample: Chad associates itself with input PRT-2019-1"
    assert SubmittedVersion.objects.get().sha256 == frozen.sha256
    assert [(row.sort, row.address) for row in sent.to_us(world.consultation, staff)] == [("named", staff.user.email)]


@pytest.mark.django_db
def test_disowning_counts_no_more_and_what_was_submitted_stays(world, filed):
    actions.disown(filed, by=world.spains)

    assert names(filed) == []
    event = Event.objects.about(filed).get(verb="declined")
    assert event.facts == {"reference": "PRT-2019-1", "delegation": "ESP"}
    version = SubmittedVersion.objects.get()
    assert version.content["in_the_name_of"] == ["Spain"]
    letters = Delivery.objects.filter(kind=f"disowned-{world.spain.pk}")
    assert set(letters.values_list("address", flat=True)) == {world.head.user.email, world.delegate.user.email}
    rows = [(row.kind, row.name, row.day.isoformat()) for row in associating.since(filed)]
    assert rows == [("disowned", "Spain", "2019-02-20")]


@pytest.mark.django_db
def test_each_is_said_once_and_not_taken_back(world, filed):
    malis = make.member(world.mali, "head")
    actions.associate(filed, by=world.chads)
    actions.disown(filed, by=world.spains)

    found = {
        (verb, actor.delegation.code): refused(getattr(actions, verb), filed, by=actor)[1]
        for actor in (world.chads, world.spains, malis)
        for verb in ("associate", "disown")
    }

    assert found == {
        ("associate", "TCD"): "Your delegation has associated itself with this input already.",
        ("disown", "TCD"): "Your delegation associated itself with this input, and that cannot be taken back. Write to "
        "the delegation that submitted it.",
        ("associate", "ESP"): "Your delegation has said that it was listed wrongly. Write to the delegation that "
        "submitted this.",
        ("disown", "ESP"): "Your delegation has said already that it was listed wrongly.",
        ("associate", "MLI"): "This input was submitted with the exception of your delegation. Write to the delegation "
        "that submitted it.",
        ("disown", "MLI"): "Your delegation is not listed in this input, so there is nothing to set right.",
    }


@pytest.mark.django_db
def test_who_is_listed_does_not_associate(world, filed):
    code, sentence = refused(actions.associate, filed, by=world.spains)
    assert (code, sentence) == ("associate", "This input is in the name of your delegation already.")


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["associate", "disown"])
def test_nothing_is_said_of_what_was_withdrawn_or_speaks_for_one(world, filed, verb):
    actions.withdraw(filed, by=world.head)
    assert refused(getattr(actions, verb), filed, by=world.chads)[1].startswith("This input was withdrawn.")

    own = make.submitted(make.begun(world.call, world.head), world.head).submission
    assert refused(getattr(actions, verb), own, by=world.chads)[1].startswith("This input speaks for one delegation")
    assert associating.beside(own, world.chads) == {}


@pytest.mark.django_db
def test_who_may(world, filed):
    network = make.member(make.delegation("network", "A network", "stakeholder"), "head")
    clerk = make.member(world.spain, "delegate")
    actors = [world.spains, clerk, world.head, network, make.works_for(world.consultation, "staff")]
    for verb in ("associate", "disown"):
        assert [actor.may(f"submissions.{verb}", filed) for actor in actors] == [True, False, False, False, False]


@pytest.mark.django_db
def test_the_next_version_lists_who_joined_and_not_who_was_listed_wrongly(world, filed):
    actions.associate(filed, by=world.chads)
    actions.disown(filed, by=world.spains)

    version = make.revised(filed, world.head, "<p>More</p>")

    assert version.content["in_the_name_of"] == ["Chad"]
    assert set(Delivery.objects.about(version).filter(kind="named").values_list("address", flat=True)) == {
        world.chads.user.email
    }


@pytest.mark.django_db
def test_the_desk_of_those_listed_names_what_was_filed(world, filed):
    shown = desk.items(world.consultation, world.spains)["done"]
    assert [(item.title, item.sentence, item.url) for item in shown] == [
        (
            "PRT-2019-1 Portugal, on behalf of Spain",
            "Filed in your name too, on 20 February 2019. If your delegation was listed wrongly, say so on its page.",
            "/sample/inputs/PRT-2019-1/",
        )
    ]
    assert desk.items(world.consultation, world.chads)["done"] == []
    actions.disown(filed, by=world.spains)
    assert desk.items(world.consultation, world.spains)["done"] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("verb", "who"), [("associate", "chads"), ("disown", "spains")])
def test_the_second_of_two_waits_and_is_refused(world, filed, second, verb, who):
    ended = second(*[lambda: getattr(actions, verb)(filed, by=getattr(world, who))] * 2)

    assert ended.code == verb
    assert PartyEntry.objects.filter(party=filed.party, at__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_of_name_that_waits_for_the_submission_is_refused(world, filed, second):

    with quiet():
        submission = make.begun(world.call, world.head)
        was = naming.fingerprint(submission)
        seen = composition.text_sha256(Submission.objects.get(pk=submission.pk), world.head.at)

    ended = second(
        lambda: actions.submit(submission, by=world.head, seen=seen),
        lambda: actions.change_party(
            submission, by=world.delegate, was=was, capacity="on_behalf",
            entries=[{"kind": "delegation", "delegation": world.spain}],
        ),
    )  # fmt: skip

    assert ended.code == "change_party"


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_changes_of_name_waits_and_must_compare(world, filed, second):

    with quiet():
        submission = make.begun(world.call, world.head)
        was = naming.fingerprint(submission)

    def to(state, by):
        entries = [{"kind": "delegation", "delegation": state}]
        return actions.change_party(submission, by=by, was=was, capacity="on_behalf", entries=entries)

    ended = second(lambda: to(world.spain, world.head), lambda: to(world.chad, world.delegate))

    assert ended.code == "conflict"
    assert Submission.objects.get(pk=submission.pk).party.wording == "on behalf of Spain"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda party: Party.objects.filter(pk=party.pk).update(wording="on behalf of everybody"),
        lambda party: party.entries.filter(kind="delegation").update(kind="excepted"),
        lambda party: party.entries.all().delete(),
        lambda party: PartyEntry.objects.create(party=party, kind="delegation", delegation_id=party.speaker_id),
    ],
    ids=["other words", "another part", "taken away", "added"],
)
def test_the_database_keeps_in_whose_name_it_was_submitted(filed, change):
    with pytest.raises(IntegrityError, match="the row is frozen"), transaction.atomic():
        change(filed.party)


@pytest.mark.django_db
def test_the_database_takes_what_is_said_later(world, filed):
    actions.associate(filed, by=world.chads)
    actions.disown(filed, by=world.spains)

    assert sorted(filed.party.entries.values_list("kind", flat=True)) == [
        "associated",
        "delegation",
        "disowned",
        "excepted",
    ]
