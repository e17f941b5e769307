from types import SimpleNamespace

import pytest

from record import wording
from record.actor import Capacity
from record.models import Event, File, Verb

PORTUGAL = {"PRT": "Portugal"}


class Letters(wording.Kind):
    slug = "letter"
    sentences = {Verb.SUPERSEDED: "%(what)s was superseded by %(by)s."}

    def title(self, target):
        return "the letter"

    def words(self, facts):
        return {"by": facts.get("by", "")}


LETTERS = Letters(File)


def said(verb, capacity=Capacity.SECRETARIAT, delegation="", target="letter", **facts):
    event = Event(verb=verb, capacity=capacity, delegation=delegation, facts=facts)
    return wording.sentence(LETTERS, event, target, PORTUGAL)


@pytest.mark.parametrize("capacity", Capacity)
@pytest.mark.parametrize("delegation", ["", "PRT", "XYZ"])
@pytest.mark.parametrize("verb", Verb)
def test_every_verb_in_every_capacity_is_a_whole_sentence(verb, capacity, delegation):
    sentence = said(verb, capacity, delegation, by="another")

    assert (sentence[0].isupper(), sentence[-1], "%" in sentence) == (True, ".", False)


@pytest.mark.parametrize(
    ("capacity", "delegation", "expected"),
    [
        (Capacity.DELEGATE, "PRT", "A delegate of Portugal changed the letter."),
        (Capacity.DELEGATE, "", "A delegate changed the letter."),
        (Capacity.HEAD, "PRT", "The head of delegation of Portugal changed the letter."),
        (Capacity.COFACILITATOR, "PRT", "The co-facilitator from Portugal changed the letter."),
        (Capacity.SECRETARIAT, "", "The secretariat changed the letter."),
        (Capacity.CLOCK, "", "The portal changed the letter."),
        (Capacity.HEAD, "XYZ", "The head of delegation of XYZ changed the letter."),
    ],
)
def test_sentence_says_who_acted_in_which_capacity(capacity, delegation, expected):
    assert said(Verb.CHANGED, capacity, delegation) == expected


def test_kind_has_words_of_its_own_for_what_is_particular_to_it():
    assert said(Verb.SUPERSEDED, by="another") == "The letter was superseded by another."


def test_verb_that_nobody_has_worded_is_named():
    assert said(Verb.APPLIED) == "The secretariat recorded of the letter: asked to take part."
    assert said("unheard_of") == "The secretariat recorded of the letter: unheard_of."


def test_object_that_is_gone_is_said_to_be():
    assert said(Verb.CHANGED, target=None) == "The secretariat changed what is no longer kept."


@pytest.mark.parametrize("fact", ["%(who)s", "100%", "{0}"])
def test_facts_are_never_taken_for_places_in_a_sentence(fact):
    assert said(Verb.SUPERSEDED, by=fact) == f"The letter was superseded by {fact}."


@pytest.mark.django_db
def test_kind_without_words_is_called_by_its_key(letter):
    kind = wording.Kind(File)

    assert kind.load([letter.pk, 0]) == {letter.pk: letter}
    assert list(kind.keys("imrf", str(letter.pk))) == [{"pk": letter.pk}]
    assert (list(kind.keys("imrf", "a")), list(kind.search("letter"))) == ([], [])
    assert (kind.name(letter), kind.what(letter), kind.address(letter)) == (str(letter.pk), "letter.pdf", "")
    assert (kind.words({"a": 1}), kind.facts({"a": 1}, SimpleNamespace())) == ({}, {"a": 1})


@pytest.mark.parametrize(
    ("name", "expected"), [("1", True), ("9" * 18, True), ("9" * 19, False), ("٣", False), ("", False), ("-1", False)]
)
def test_number_that_can_be_a_key(name, expected):
    assert wording.is_number(name) is expected
