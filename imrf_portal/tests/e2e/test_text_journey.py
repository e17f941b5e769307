"""The text from a delegation's first word to the public comparison, as the people do it who work with it."""

import re
import subprocess

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from drafts import actions
from drafts.models import DraftVersion, VersionState
from imrf_portal.demo import people
from imrf_portal.demo.accounts import COFACILITATORS
from imrf_portal.demo.seed_letter import SEED_QUESTIONS
from imrf_portal.tests.e2e.axe import expect_for_everyone
from imrf_portal.tests.e2e.conftest import PHONE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

DELEGATE, HEAD, STAFF = "delegate.prt@demo.invalid", "head.prt@demo.invalid", "staff@demo.invalid"
ANSWERS = (
    "Sample answer of this journey to the first question, written on a telephone.",
    "Sample answer of this journey to the second question, with one word that weighs more.",
    "Sample answer of this journey to the third question, written while the network was away.",
)
LABEL = "Revision of the journey (sample)"
ADDED = " and that whoever reads this sample can compare it"
NEW = "*Notes* that this paragraph of the sample is new;"
SAVED = re.compile(r"^\s*Saved \d\d:\d\d:\d\d")


def test_text_from_an_answer_to_its_comparison(visitor, committed, tmp_path):
    delegate, head = (come(visitor, email, viewport=PHONE) for email in (DELEGATE, HEAD))
    write_the_answers(delegate)
    ask_for_clearance(delegate)
    reference = clear_and_submit(head)
    expect_receipt(delegate, reference, tmp_path)

    staff = come(visitor, STAFF)
    find_in_the_compilation(staff, reference)
    base = committed(release_what_is_worked_on)
    begin_a_version(staff, base)
    changed = write_two_paragraphs(staff)
    send_for_approval(staff)
    for email, _code in COFACILITATORS:
        release(come(visitor, email))

    public = visitor(reduced_motion="reduce").page
    read_the_input(public, reference)
    read_the_version(public, changed)
    compare(public, base, changed)
    assert public.context.cookies() == []


def come(visitor, email, **options):
    """The desk of somebody who has signed in, in a browser of their own."""
    page = visitor(reduced_motion="reduce", **options).sign_in(email).page
    expect_for_everyone(page)
    return page


def box(page, question):
    return page.get_by_role("textbox", name=question)


def expect_saved(page):
    expect(page.locator("#saved")).to_have_text(SAVED)


def write_the_answers(page):
    """Three answers on a telephone, saved by themselves, also what was written while the network was away."""
    page.get_by_role("link", name=re.compile("^Go on writing: ")).click()
    expect(page.get_by_role("toolbar")).to_have_count(len(SEED_QUESTIONS) + 1)  # one is the additional elements'
    box(page, SEED_QUESTIONS[0]).fill(ANSWERS[0])
    expect_saved(page)
    box(page, SEED_QUESTIONS[1]).fill("")
    write_with_weight(page, ANSWERS[1])
    expect_saved(page)

    page.context.set_offline(True)
    box(page, SEED_QUESTIONS[2]).fill(ANSWERS[2])
    expect(page.locator("#saved")).to_contain_text("Not saved: the portal cannot be reached.")
    expect_for_everyone(page)
    page.context.set_offline(False)
    expect_saved(page)

    page.reload()
    for question, answer in zip(SEED_QUESTIONS, ANSWERS, strict=True):
        expect(box(page, question)).to_have_text(answer)
    expect_for_everyone(page)


def write_with_weight(page, answer):
    """Type the second answer as one does, its last words in bold by the tool above it."""
    light, heavy = answer[: answer.index("weighs")], answer[answer.index("weighs") :]
    bold = page.locator(".box").filter(has_text=SEED_QUESTIONS[1]).get_by_role("button", name="Bold")
    page.keyboard.type(light)
    bold.click()
    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.type(heavy)


def ask_for_clearance(page):
    page.get_by_role("button", name="Ask for clearance").click()
    expect(page.get_by_text("Saved, and sent to those of your delegation who may clear it.")).to_be_visible()
    expect(page.get_by_role("button", name="Submit this text")).to_have_count(0)
    expect_for_everyone(page)


def clear_and_submit(page):
    """The head finds it on the desk, reads the final text and its hash, and submits. Its reference."""
    page.reload()  # the desk, where something waits by now
    page.get_by_role("link", name=re.compile("^Read and submit: ")).click()
    expect_the_answers(page)
    seen = page.locator("input[name=seen]").input_value()
    expect(page.locator(".facts .hash")).to_have_attribute("title", seen)
    expect_for_everyone(page)

    page.get_by_role("button", name="Submit this text").click()
    expect(page.get_by_text("Your input has been submitted.")).to_be_visible()
    expect_for_everyone(page)
    return re.search(r"/inputs/(PRT-\d{4}-\d+)/$", page.url)[1]


def expect_the_answers(page):
    """On a page of one input: each answer below its question, and the bold words bold."""
    for question, answer in zip(SEED_QUESTIONS, ANSWERS, strict=True):
        expect(page.get_by_role("region", name=question).locator(".answer-text")).to_have_text(answer)
    expect(page.locator(".answer-text strong")).to_have_text("weighs more.")


def expect_receipt(page, reference, folder):
    """In the delegate's mail: the PDF with reference, text and hash."""
    page.goto(f"/demo/mail/?q={DELEGATE}")
    expect_for_everyone(page)
    page.get_by_role("link", name=f"receipt of input {reference}").click()
    expect_for_everyone(page)
    sha256 = re.search(r"SHA-256 of the content: ([0-9a-f]{64})", page.locator(".mail-text").inner_text())[1]
    link = page.get_by_role("link", name=f"rehearsal-{reference}-v1.pdf")

    words = text_of(page.request.get(link.get_attribute("href")), folder)

    wanted = (f"Reference {reference}, version 1", sha256, *SEED_QUESTIONS, *ANSWERS)
    assert [each for each in wanted if each not in words] == []


def text_of(answer, folder):
    """The words of a PDF that was answered, with single spaces."""
    assert answer.headers["content-type"] == "application/pdf"
    file = folder / "answer.pdf"
    file.write_bytes(answer.body())
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True)
    return " ".join(done.stdout.split())


def go(page, name):
    """To a page of the consultation, by the column of pages or, on a telephone, the menu."""
    menu = page.locator(".menu-pages summary")
    if menu.is_visible():
        menu.click()
    page.get_by_role("link", name=name, exact=True).locator("visible=true").first.click()


def find_in_the_compilation(page, reference):
    """Staff find each answer beside those of others, with its reference."""
    go(page, "Inputs")
    expect_for_everyone(page)
    page.get_by_role("link", name="Read the compilation").click()
    for question, answer in zip(SEED_QUESTIONS, ANSWERS, strict=True):
        entry = page.get_by_role("region", name=question).get_by_role("article").filter(has_text=reference)
        expect(entry.get_by_role("heading")).to_have_text("Portugal")
        expect(entry.locator(".doc")).to_have_text(answer)
    expect_for_everyone(page)


def release_what_is_worked_on():
    """The label of the version that stands once the demonstration's working draft, if there is one, is released."""
    versions, at = DraftVersion.objects.filter(consultation__slug="rehearsal"), timezone.now()
    for version in versions.filter(state=VersionState.WORKING):
        asked = actions.ask_for_release(version, by=people.actor(STAFF, at))
        for email, _code in COFACILITATORS:
            actions.approve_release(asked, by=people.actor(email, at), seen=asked.asked_sha256)
    return versions.get(state=VersionState.RELEASED).label


def begin_a_version(page, base):
    go(page, "Draft text")
    expect_for_everyone(page)
    page.get_by_role("link", name=base, exact=True).click()
    expect_for_everyone(page)
    page.get_by_role("link", name="Begin the next version from it").click()
    page.get_by_label("Label").fill(LABEL)
    expect_for_everyone(page)
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LABEL)


def write_two_paragraphs(page):
    """Change the first operative paragraph and write a new one after it. The first as it then reads."""
    first = page.get_by_role("textbox", name="OP1", exact=True)
    changed = f"{first.input_value().removesuffix(';')}{ADDED};"
    write(page, "OP1", changed)
    expect_for_everyone(page)
    page.locator(".edit-para").filter(has=first).get_by_role("button", name="Insert after").click()
    write(page, "OP1 bis", NEW)
    return changed


def write(page, number, text):
    """Write one paragraph, until it has been saved by itself."""
    paragraph = page.get_by_role("textbox", name=number, exact=True)
    paragraph.fill(text)
    state = page.locator(".edit-para").filter(has=paragraph).get_by_role("status")
    expect(state).to_have_text(SAVED)


def send_for_approval(page):
    page.get_by_role("link", name="Read it through").click()
    expect(page.get_by_text(NEW.replace("*", ""))).to_be_visible()
    expect_for_everyone(page)
    page.get_by_role("button", name="Ask for its release").click()
    expect(page.get_by_text("The co-facilitators have been asked to release the draft.")).to_be_visible()
    expect_for_everyone(page)


def release(page):
    """A co-facilitator finds the draft on the desk, reads and approves it."""
    page.get_by_role("link", name=f"Read and release: {LABEL}").click()
    expect(page.get_by_text(NEW.replace("*", ""))).to_be_visible()
    expect_for_everyone(page)
    page.get_by_role("button", name="Approve the release").click()
    expect(page.get_by_text("You have approved the draft.")).to_be_visible()
    expect_for_everyone(page)


def read_the_input(page, reference):
    """A visitor finds the input in the list."""
    page.goto("/rehearsal/")
    expect_for_everyone(page)
    go(page, "Inputs")
    page.get_by_role("listitem").filter(has_text=reference).get_by_role("link", name="Portugal").click()
    expect_the_answers(page)
    expect_for_everyone(page)


def read_the_version(page, changed):
    go(page, "Draft text")
    expect_for_everyone(page)
    page.get_by_role("link", name=LABEL, exact=True).click()
    expect(page.locator(".draft .para", has_text="OP1")).to_contain_text([changed.replace("*", "")])
    expect(page.locator(".draft .para", has_text="OP2")).to_contain_text([NEW.replace("*", "")])
    expect_for_everyone(page)


def compare(page, base, changed):
    """A visitor compares the version with the one before it: word by word, and no other paragraph is touched."""
    page.locator(".facts").get_by_role("link", name=base, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{LABEL} against {base}")
    expect(page.locator(".lede")).to_contain_text("1 paragraph changed, 1 new.")
    expect_for_everyone(page)
    rows = page.locator("[data-change]")
    expect(rows.locator("ins")).to_have_text([ADDED, *NEW.split("*")[1:]])  # emphasis has a mark of its own
    expect(rows.locator("del")).to_have_count(0)
