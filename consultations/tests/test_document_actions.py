"""Reference documents are entered, changed, taken out and put back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from consultations import actions
from consultations.models import ReferenceDocument

from .factories import AT, PDF, DocumentFactory

pytestmark = pytest.mark.django_db
FIELDS = {"kind": "mandate", "title": "The mandate", "symbol": "A/RES/1/1", "dated": date(2018, 12, 20)}
FILE = {"content": PDF, "name": "mandate.pdf", "content_type": "application/pdf"}
OUT = "This document has been taken out. Put it back first."


@pytest.fixture
def document(team):
    return DocumentFactory(consultation=team.consultation, number=1)


def reloaded(document):
    return ReferenceDocument.objects.get(pk=document.pk)


def refused(deed):
    with pytest.raises(ValidationError) as error:
        deed()
    return error.value.messages


def test_add_document_takes_the_next_number_and_keeps_its_file(team, document, deeds):
    added = actions.add_document(team.consultation, by=team.secretariat, upload=FILE, **FIELDS)

    assert (added.number, added.title, added.file.name) == (2, "The mandate", "mandate.pdf")
    facts = {"number": 2, "sha256": added.file.sha256}
    assert deeds(added) == [("created", team.secretariat.user, facts)]


def test_add_document_without_a_file(team, deeds):
    added = actions.add_document(team.consultation, by=team.secretariat, **FIELDS)

    assert (added.number, added.file) == (1, None)
    assert deeds(added)[0][2] == {"number": 1, "sha256": None}


def test_add_document_refused_of_a_kind_that_nobody_knows(team):
    assert refused(lambda: actions.add_document(team.consultation, by=team.secretariat, **FIELDS | {"kind": "poem"}))


def test_change_document_writes_what_differs(team, document, deeds):
    actions.change_document(document, by=team.secretariat, revision=1, upload=FILE, **FIELDS)

    changed = reloaded(document)
    assert (changed.title, changed.file.name, changed.revision) == ("The mandate", "mandate.pdf", 2)
    fields = ["kind", "title", "symbol", "file"]
    assert deeds(document) == [("changed", team.secretariat.user, {"fields": fields, "sha256": changed.file.sha256})]


def test_change_document_that_changes_nothing_is_no_deed(team, document, deeds):
    actions.change_document(document, by=team.secretariat, revision=1, title=document.title)

    assert deeds(document) == []


def test_change_document_refused_after_another_has_saved_or_taken_it_out(team, document):
    by = team.secretariat
    with pytest.raises(ValidationError) as error:
        actions.change_document(document, by=by, revision=2, title="Mine")
    assert error.value.code == "conflict"

    actions.remove_document(document, by=team.second)

    assert refused(lambda: actions.change_document(document, by=by, revision=1, title="Mine")) == [OUT]


def test_remove_document_hides_it_from_all_but_who_works_here(team, document, deeds):
    actions.remove_document(document, by=team.secretariat)

    assert reloaded(document).removed_at == AT
    assert not ReferenceDocument.objects.visible_to(team.public).exists()
    assert ReferenceDocument.objects.visible_to(team.staff).exists()
    assert deeds(document) == [("withdrawn", team.secretariat.user, {"number": 1})]
    assert refused(lambda: actions.remove_document(document, by=team.secretariat)) == [OUT]


def test_restore_document_puts_it_back(team, document, deeds):
    actions.remove_document(document, by=team.secretariat)

    actions.restore_document(document, by=team.secretariat)

    assert ReferenceDocument.objects.visible_to(team.public).get() == document
    assert [verb for verb, _user, _facts in deeds(document)] == ["withdrawn", "resumed"]
    assert refused(lambda: actions.restore_document(document, by=team.secretariat)) == [
        "This document stands among the others already."
    ]
