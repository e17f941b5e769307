"""What a browser can tell of a page that is meant for everyone: the violations that axe knows, and its width."""

from pathlib import Path

import axe_playwright_python

from imrf_portal.tests.e2e.conftest import DESKTOP, PHONE

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """options => axe.run(document, options).then(
    found => found.violations.map(violation => [violation.id, violation.nodes[0].target.join(" ")]))"""
CONTRAST = ["color-contrast"]
# What a smaller window changes: how large and how near to each other things are, and which landmarks are shown.
LAYOUT = ["target-size", "region", "bypass", "heading-order", "landmark-unique", "scrollable-region-focusable"]
SIDEWAYS = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def violations(page, **options):
    """What axe finds in a page: (rule, the first element that breaks it), once nothing fades in."""
    page.emulate_media(reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):  # half a megabyte, once for each page
        page.evaluate(AXE)
    return page.evaluate(RUN, {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}} | options)


def rules(*names):
    """What ``violations`` takes to look for these rules alone."""
    return {"runOnly": {"type": "rule", "values": names}}


def sideways(page, width):
    """How many pixels wider than the window the page is."""
    page.set_viewport_size({"width": width, "height": 844})
    return page.evaluate(SIDEWAYS)


def expect_for_everyone(page):
    """Where somebody stands on their way: no violation on a desktop nor on a telephone, and no scrolling sideways."""
    before = page.viewport_size
    faults = [*faults_at(page, DESKTOP), *faults_at(page, PHONE, **rules(*LAYOUT))]
    page.set_viewport_size(before)
    assert not faults, f"{page.url}: {faults}"


def faults_at(page, size, **options):
    """What is wrong with a page in a window of this size: (width, rule or "sideways", where)."""
    page.set_viewport_size(size)
    found = [*violations(page, **options), *(("sideways", by) for by in [page.evaluate(SIDEWAYS)] if by)]
    return [(size["width"], *fault) for fault in found]
