"""A letter from its first word to the public, as the people do it who work with it."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from consultations import jobs
from imrf_portal.tests import letters
from imrf_portal.tests.e2e.conftest import DESKTOP, PHONE
from record import waking
from record.models import Job

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

SECRETARIAT = "secretariat@demo.invalid"
BOTH = ("cofacilitator.bgd@demo.invalid", "cofacilitator.esp@demo.invalid")
BODY = (
    "This letter is a sample. We would like to invite all delegations to the {title_of_meeting}, which will be held "
    "on {meeting}.\n\nTo fulfill our task we count on your views."
)


def begin(page, meeting="Second informal consultation"):
    """A new joint letter that convenes a meeting, up to the page on which it is written."""
    page.goto("/rehearsal/circulars/")
    page.get_by_role("link", name="New circular").click()
    page.get_by_label("What is it for?").select_option(label="convening a meeting")
    page.get_by_label("Who writes it, and how?").select_option(label="joint letter of the co-facilitators")
    value = page.get_by_label("Meeting").locator("option", has_text=meeting).get_attribute("value")
    page.get_by_label("Meeting").select_option(value)
    page.get_by_role("button", name="Begin the letter").click()
    page.wait_for_url(re.compile(r"/drafts/\d+/edit/$"))


def approve(visitor, email, subject):
    """A co-facilitator finds the letter on the desk, reads and approves it."""
    page = visitor.sign_in(email).page
    page.get_by_role("link", name=f"Read and approve: {subject}").click()
    page.get_by_role("button", name="Approve this letter").click()
    expect(page.get_by_text("You have approved the letter.")).to_be_visible()


def issue(page, subject):
    """The secretariat issues it; the address of its page."""
    page.goto("/rehearsal/desk/")
    page.get_by_role("link", name=f"Issue: {subject}").click()
    page.get_by_role("button", name="Issue the letter").click()
    page.wait_for_url(re.compile(r"/circulars/\d{4}-\d{3}/$"))
    return page.url


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_letter_from_its_first_word_to_the_public(visitor, tmp_path, viewport):
    subject = f"Invitation written at {viewport['width']} pixels"
    secretariat = visitor(viewport=viewport).sign_in(SECRETARIAT)
    write(secretariat.page, subject)
    for email in BOTH:
        approve(visitor(viewport=viewport), email, subject)

    issue(secretariat.page, subject)

    file = find_in_the_register(visitor(viewport=viewport).page, subject, tmp_path)
    verify(visitor(viewport=viewport).page, file)
    expect_all_reached(secretariat.page)
    expect_in_the_mail(secretariat.page, subject)


def write(page, subject):
    """Write a letter beside its page, with advice from the house style, and send it for approval."""
    begin(page)
    expect(page.locator("#problems-body")).to_contain_text("still waits for its words")

    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Text", exact=False).first.fill(BODY)

    expect(page.locator("#saved")).to_contain_text("Saved")
    expect(page.locator("#page")).to_contain_text("second informal consultation, which will be held on")
    expect(page.locator("#problems-body")).to_contain_text("Write “fulfil” for “fulfill”.")
    expect(page.locator("#problems-body")).not_to_contain_text("still waits for its words")

    page.get_by_role("button", name="Save and read it through").click()
    expect(page.get_by_text("The letter has been saved.")).to_be_visible()
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_text("The letter has been sent for approval.")).to_be_visible()


def find_in_the_register(page, subject, folder):
    """A visitor searches for the letter, reads it and takes its PDF home."""
    page.goto("/rehearsal/circulars/")
    page.get_by_label("Search the register").fill(subject)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=re.compile(subject)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    expect(page.get_by_text("To fulfill our task we count on your views.")).to_be_visible()
    answer = page.request.get(page.get_by_role("link", name="Download PDF").get_attribute("href"))
    file = folder / "letter.pdf"
    file.write_bytes(answer.body())
    assert file.read_bytes()[:5] == b"%PDF-"
    assert page.context.cookies() == []
    return file


def verify(page, file):
    """A visitor asks whether a file is what was issued: it does not leave the computer."""
    page.goto("/verify/")
    page.get_by_label("Choose the file").set_input_files(file)
    page.wait_for_url(f"**/verify/{hashlib.sha256(file.read_bytes()).hexdigest()}/")
    expect(page.get_by_role("heading", name="Yes: it was issued, and it is in force.")).to_be_visible()


def expect_all_reached(page):
    """From the page of the letter: every delegation has it."""
    page.get_by_role("link", name="Whom it reached").click()
    expect(page.locator(".reach-sentence")).to_have_text(re.compile(r"^\s*195 delegations:\s+195\s+sent\s*$"))


def expect_in_the_mail(page, subject):
    page.goto("/demo/mail/?q=prt@missions.invalid")
    page.get_by_role("link", name=re.compile(subject)).first.click()
    expect(page.get_by_text("prt@missions.invalid")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"\.pdf"))).to_be_visible()


def test_letter_without_script(visitor):
    subject = "Invitation written without script"
    secretariat = visitor(java_script_enabled=False).sign_in(SECRETARIAT)
    page = secretariat.page
    begin(page)
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Text", exact=False).first.fill(BODY)
    page.get_by_role("button", name="Save and read it through").click()
    expect(page.get_by_text("Write “fulfil” for “fulfill”.")).to_be_visible()
    page.get_by_role("button", name="Send for approval").click()
    for email in BOTH:
        approve(visitor(java_script_enabled=False), email, subject)

    address = issue(page, subject)

    public = visitor(java_script_enabled=False).page
    public.goto(address)
    content_address = public.get_by_role("link", name="Verify", exact=True).get_attribute("href")
    public.goto("/verify/")
    public.get_by_label("Hash (SHA-256)").fill(content_address.split("/")[-2])
    public.get_by_role("button", name="Check").click()
    expect(public.get_by_role("heading", name="Yes: it was issued, and it is in force.")).to_be_visible()


def begin_printing():
    """A letter that has its reference and waits for a worker."""
    with waking.quiet():
        return letters.print_it(letters.approve(letters.ask(letters.begin("A letter that waits for its print")))).pk


def print_now(circular):
    jobs.print_circular(Job.objects.get(target_id=circular, task="consultations.print_circular").pk)


def test_page_shows_how_far_the_print_is_and_goes_on_by_itself(visitor, committed):
    circular = committed(begin_printing)
    page = visitor().sign_in(SECRETARIAT).page
    page.goto(f"/rehearsal/circulars/drafts/{circular}/")
    expect(page.locator("#progress")).to_contain_text("is being printed.")

    committed(print_now, circular)

    page.wait_for_url(re.compile(r"/circulars/\d{4}-\d{3}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("A letter that waits for its print")


def test_what_others_saved_meanwhile_is_shown_beside_what_was_typed(visitor):
    first, second = (visitor().sign_in(email).page for email in (SECRETARIAT, "staff@demo.invalid"))
    begin(first)
    second.goto(first.url)

    first.get_by_label("Subject").fill("The subject of the first")
    expect(first.locator("#saved")).to_contain_text("Saved")
    second.get_by_label("Subject").fill("The subject of the second")
    expect(second.locator("#saved")).to_contain_text("Someone else has saved this circular")
    second.get_by_role("button", name="Save and read it through").click()

    expect(second.get_by_label("Subject")).to_have_value("The subject of the second")
    expect(second.get_by_text("The subject of the first").first).to_be_visible()
    second.get_by_role("button", name="Save mine over theirs").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("The subject of the second")


def test_text_typed_after_the_session_has_ended_stays_in_the_page(visitor):
    page = visitor().sign_in(SECRETARIAT).page
    begin(page)
    page.context.clear_cookies()

    page.get_by_label("Subject").fill("Typed when signed out already")

    expect(page.locator("#saved")).to_contain_text("Not saved")
    expect(page.get_by_label("Subject")).to_have_value("Typed when signed out already")


def test_capacity_is_chosen_from_the_menu_by_keyboard(visitor):
    page = visitor().sign_in(BOTH[1]).page
    page.goto("/rehearsal/")
    expect(page.get_by_text("You act as co-facilitator, Spain")).to_be_visible()

    page.locator(".menu-account summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="head of delegation, Spain").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("You act as head of delegation, Spain")).to_be_visible()
    assert page.url.endswith("/rehearsal/")


def test_first_key_leads_past_the_frame_to_the_content(visitor):
    page = visitor().page
    page.goto("/imrf-modalities/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
