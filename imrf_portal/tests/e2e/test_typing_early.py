"""On a slow line the page is there before its scripts: what is typed by then is saved like everything else."""

import re

import pytest
from playwright.sync_api import expect

from consultations.models import Circular, CircularState
from drafts.models import DraftVersion, VersionState
from imrf_portal.demo.accounts import SECRETARIAT
from submissions.models import Submission, SubmissionState

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

DELEGATE, STAFF = "delegate.prt@demo.invalid", "staff@demo.invalid"
EARLY = "Sample: typed before the scripts of the page had come."


@pytest.fixture
def early(visitor):
    """A function that opens a page, types into the first of its fields while its scripts are held back, and then lets
    them come.
    """

    def type_early(email, path, field):
        page, held, come = visitor().sign_in(email).page, [], False
        page.route(re.compile(r"\.js$"), lambda route: route.continue_() if come else held.append(route))
        page.goto(path, wait_until="commit")
        page.locator(field).first.fill(EARLY)
        assert held
        come = True
        for route in held:
            route.continue_()
        return page

    return type_early


def test_letter(early):
    letter = Circular.objects.filter(consultation__slug="rehearsal", state=CircularState.DRAFT).first()
    page = early(SECRETARIAT, f"/rehearsal/circulars/drafts/{letter.pk}/edit/", "#id_subject")
    expect(page.locator("#saved [data-saved]")).to_be_visible()
    letter.refresh_from_db()
    assert letter.subject == EARLY


def test_input(early):
    copy = Submission.objects.filter(delegation__code="PRT", state=SubmissionState.DRAFT).first()
    page = early(DELEGATE, f"/rehearsal/inputs/mine/{copy.key}/", "#input-form textarea")
    expect(page.locator("#saved")).to_contain_text("Saved ")
    assert copy.answers.filter(html__contains=EARLY).exists()


def test_draft(early):
    version = DraftVersion.objects.get(consultation__slug="rehearsal", state=VersionState.WORKING)
    page = early(STAFF, f"/rehearsal/drafts/{version.number}/edit/", ".edit-para textarea")
    expect(page.locator(".edit-para").first.get_by_role("status")).to_contain_text("Saved ")
    assert version.paragraphs.filter(text__contains=EARLY).exists()
