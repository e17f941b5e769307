"""An earlier text is restored as a new version: the versions in between stay, and the comparison shows the way back."""

import pytest
from django.core.exceptions import ValidationError

from drafts import actions, comparing
from drafts.models import DraftVersion, VersionState

from .factories import House, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


@pytest.fixture
def versions(house):
    """Two released versions: in the second a paragraph was split and the last one was taken out."""
    zero = house.release(house.begin())
    working = actions.begin_next(zero, by=house.staff, label="Rev.1")
    decides = working.paragraphs.get(text__startswith="*Decides*")
    actions.split_paragraph(decides, by=house.staff, at=decides.text.index("and to"), revision=decides.revision)
    actions.delete_paragraph(working.paragraphs.get(text__startswith="*Requests*"), by=house.staff)
    rev1 = house.release(DraftVersion.objects.get(pk=working.pk))
    return DraftVersion.objects.get(pk=zero.pk), rev1


def texts(version):
    return list(version.paragraphs.in_order().values_list("key", "kind", "level", "text", "footnotes"))


def states(new, old):
    return [row.state for row in comparing.rows_between(new, old) if row.is_change]


def test_next_version_begins_with_an_earlier_text_under_its_keys(house, versions):
    zero, rev1 = versions

    version = actions.begin_next(rev1, by=house.staff, label="Rev.2", restored=zero)

    assert (version.base, version.state) == (rev1, VersionState.WORKING)
    assert texts(version) == texts(zero)
    assert states(version, zero) == []


def test_what_was_split_is_shown_as_joined_again(house, versions):
    zero, rev1 = versions

    version = actions.begin_next(rev1, by=house.staff, label="Rev.2", restored=zero)

    rows = {row.paragraph.text[:9]: row for row in comparing.rows_between(version, rev1) if row.is_change}
    assert [part.text for part in rows["*Decides*"].merged] == ["and to hold four round tables;"]
    assert rows["*Requests"].state == "inserted"
    assert len(rows) == 2


def test_text_of_another_consultation_or_of_no_released_version_is_refused(house, versions):
    _zero, rev1 = versions
    strange = House("other")
    released = strange.release(strange.begin())

    with pytest.raises(ValidationError) as caught:
        actions.begin_next(rev1, by=house.staff, label="Rev.2", restored=released)

    assert caught.value.messages == ["Choose a version of this text that was released."]


def test_page_offers_the_earlier_texts(house, versions):
    zero, rev1 = versions
    client = client_of(house.staff)
    address = f"/forum/drafts/{rev1.number}/next/"
    fields = {"label": "Rev.2", "dated": "2019-06-20", "organ": "General Assembly"}

    offered = client.get(address).content.decode()
    wrong = client.post(address, fields | {"restored": rev1.pk})
    done = client.post(address, fields | {"restored": zero.pk})

    assert f'<option value="{zero.pk}">Zero draft</option>' in offered
    assert '<option value="" selected>Rev.1</option>' in offered
    assert wrong.status_code == 200
    assert done["Location"] == "/forum/drafts/3/edit/"
    assert texts(DraftVersion.objects.get(number=3)) == texts(zero)
