"""The register as a feed: what a reader of feeds is told, and when."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from consultations import actions
from consultations.models import Circular, CircularState, Correction

from . import factories
from .factories import ConsultationFactory, circular_in

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
ROOT = "http://127.0.0.1:8000/process"
FEED = "/process/circulars.atom"


@pytest.fixture
def team():
    return factories.team(ConsultationFactory(slug="process"))


@pytest.fixture
def read(client_of):
    """A function: the feed, parsed."""

    def read():
        return ElementTree.fromstring(client_of().get(FEED).content)  # noqa: S314 - our own

    return read


def texts(element, path):
    return [found.text for found in element.findall(path, ATOM)]


def links(element):
    return {link.get("rel"): link for link in element.findall("a:link", ATOM)}


def test_feed_has_what_every_feed_must_have(read):
    ConsultationFactory(slug="process")

    feed = read()

    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert (texts(feed, "a:id"), texts(feed, "a:title")) == ([f"{ROOT}/circulars.atom"], ["Circulars: Sample"])
    assert texts(feed, "a:updated") == ["2019-02-01T00:00:00-05:00"]
    assert texts(feed, "a:author/a:email") == ["secretariat@portal.test"]
    assert links(feed)["self"].get("href") == f"{ROOT}/circulars.atom"
    assert links(feed)["alternate"].get("href") == f"{ROOT}/circulars/"
    assert feed.findall("a:entry", ATOM) == []


def test_entry_is_the_letter_with_its_print(team, read):
    circular = circular_in(CircularState.ISSUED, team, kind="silence_broken", subject="Silence & after: 3 < 4")

    (entry,) = read().findall("a:entry", ATOM)

    assert texts(entry, "a:id") == [f"{ROOT}/circulars/2019-001/"]
    assert texts(entry, "a:title") == ["2019-001 Silence & after: 3 < 4"]
    assert texts(entry, "a:summary") == ["This letter is a sample."]
    assert texts(entry, "a:published") == texts(entry, "a:updated") == ["2019-02-01T15:00:00+00:00"]
    category = entry.find("a:category", ATOM)
    assert (category.get("term"), category.get("label")) == ("silence_broken", "silence broken")
    assert links(entry)["alternate"].get("href") == f"{ROOT}/circulars/2019-001/"
    enclosure = links(entry)["enclosure"]
    assert enclosure.attrib == {
        "rel": "enclosure",
        "href": f"{ROOT}/circulars/2019-001.pdf",
        "length": str(circular.pdf.size),
        "type": "application/pdf",
    }


def test_what_no_longer_stands_says_so_and_is_updated_then(team, read):
    first = circular_in(CircularState.ISSUED, team)
    second = circular_in(CircularState.ISSUED, team, corrects=first, correction=Correction.ADD)
    circular_in(CircularState.ISSUED, team, corrects=first, correction=Correction.REV)
    by = team.secretariat.later(timedelta(hours=2))
    actions.withdraw(second, by=by, reason="It was a sample.")

    feed = read()

    assert texts(feed, "a:entry/a:title") == [
        "2019-003 A sample letter",
        "2019-002 A sample letter (withdrawn)",
        "2019-001 A sample letter (superseded by 2019-003)",
    ]
    assert texts(feed, "a:entry/a:updated")[1] == "2019-02-01T17:00:00+00:00"
    assert texts(feed, "a:updated") == ["2019-02-01T17:00:00+00:00"]


@pytest.mark.parametrize("subject", ["رسالة من الميسِّرَين", "共同召集人来信", "a\ufffec", "x" * 200])
def test_subject_in_any_writing_is_well_formed(team, read, subject):
    circular_in(CircularState.ISSUED, team, subject=subject)

    assert texts(read(), "a:entry/a:title") == [f"2019-001 {subject}".replace("\ufffe", " ")]


def test_letter_in_preparation_is_not_in_it(team, read):
    for state in (CircularState.DRAFT, CircularState.APPROVED, CircularState.ISSUING):
        circular_in(state, team)

    assert read().findall("a:entry", ATOM) == []


def test_feed_says_of_what_type_it_is_and_is_not_sent_again(team, client_of):
    circular_in(CircularState.ISSUED, team)
    visitor = client_of()

    first = visitor.get(FEED)

    assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Last-Modified"] == "Fri, 01 Feb 2019 15:00:00 GMT"
    assert visitor.get(FEED, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert visitor.get(FEED, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    Circular.objects.update(state="withdrawn")
    again = visitor.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_feed_of_what_is_not_published_is_not_there(team, client_of):
    type(team.consultation).objects.update(published=False)
    since = {"If-Modified-Since": "Fri, 01 Feb 2030 15:00:00 GMT"}

    assert client_of().get(FEED, headers=since).status_code == 404
    assert client_of(team.staff).get(FEED).status_code == 200


def test_pages_lead_feed_readers_to_it(team, client_of):
    link = f'<link rel="alternate" type="application/atom+xml" title="Circulars" href="{FEED}">'

    for page in ("/process/circulars/", "/process/"):
        assert link in client_of().get(page).content.decode()


def test_feed_tells_nothing_of_whom_it_reached(team, read):
    circular_in(CircularState.ISSUED, team, also=["XYZ"])

    assert "XYZ" not in ElementTree.tostring(read(), encoding="unicode")
