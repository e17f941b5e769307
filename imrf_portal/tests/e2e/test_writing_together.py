"""Two browsers write one input at once, and one of them loses the network: no word of either is lost."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consultations.models import Call

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]


def open_input(visitor, email, address=""):
    page = visitor().sign_in(email).page
    if address:
        page.goto(address)
    else:
        page.get_by_role("link", name=re.compile("^Go on writing: ")).click()
    expect(page.get_by_role("toolbar")).to_have_count(4)
    return page


def box(page, number):
    return page.locator(".ProseMirror").nth(number)


def type_at(page, number, key, text):
    box(page, number).click()  # a click sets the cursor at once, focus() some moments later
    page.keyboard.press(key)
    page.keyboard.type(text)


def test_two_write_at_once_and_what_was_typed_without_a_network_comes_back(visitor):
    delegate = open_input(visitor, "delegate.prt@demo.invalid")
    type_at(delegate, 0, "Control+A", "The Forum shall be held in New York.")
    expect(delegate.locator("#saved")).to_contain_text("Saved ")
    head = open_input(visitor, "head.prt@demo.invalid", delegate.url)
    expect(head.locator("#here")).to_contain_text("Also here: ")

    type_at(delegate, 0, "Control+Home", "Sample: ")
    expect(delegate.locator("#saved")).to_contain_text("Saved ")
    type_at(head, 0, "Control+End", " So it was.")
    expect(head.locator("#saved")).to_contain_text("Merged with what a colleague wrote")
    expect(box(head, 0)).to_have_text("Sample: The Forum shall be held in New York. So it was.")
    head.keyboard.type(" Yes.")
    expect(box(head, 0)).to_have_text("Sample: The Forum shall be held in New York. So it was. Yes.")

    browser = delegate.context
    browser.set_offline(True)
    type_at(delegate, 2, "Control+A", "Typed without a network.")
    expect(delegate.locator("#saved")).to_contain_text("the portal cannot be reached")
    delegate.close()
    browser.set_offline(False)
    again = browser.new_page()
    again.goto(head.url)
    expect(box(again, 2)).not_to_have_text("Typed without a network.")
    again.get_by_role("button", name="Put it back").click()
    expect(box(again, 2)).to_have_text("Typed without a network.")
    expect(again.locator("#saved")).to_contain_text("Saved ")
    assert again.evaluate("() => Object.keys(localStorage)") == []


def test_what_was_typed_without_a_network_can_be_copied_once_the_call_is_closed(visitor, committed):
    page = open_input(visitor, "delegate.phl@demo.invalid")
    browser, address = page.context, page.url
    browser.grant_permissions(["clipboard-read", "clipboard-write"])
    browser.set_offline(True)
    type_at(page, 1, "Control+A", "Sample: typed too late.")
    expect(page.locator("#saved")).to_contain_text("the portal cannot be reached")
    page.close()
    committed(lambda: Call.objects.filter(consultation__slug="rehearsal").update(closed_at=timezone.now()))
    browser.set_offline(False)

    again = browser.new_page()
    again.goto(address)
    kept = again.get_by_role("region", name="Text that was not saved")
    expect(again.get_by_text("This call no longer takes inputs.").first).to_be_visible()
    expect(kept.get_by_role("article").locator(".kept-text")).to_have_text("Sample: typed too late.")
    kept.get_by_role("button", name="Copy it").click()
    expect(kept.get_by_role("button", name="Copied")).to_be_visible()
    assert again.evaluate("() => navigator.clipboard.readText()") == "Sample: typed too late."
    kept.get_by_role("button", name="Discard all of it").click()
    expect(kept).to_be_hidden()
    assert again.evaluate("() => Object.keys(localStorage)") == []
