"""As each role, every link of the demonstration is followed; then every address that any other role saw is asked for.

What opens must be of a kind to which the role's own links lead, or be named below with the reason why nothing links to
it; and no page, file, feed or table holds words that its reader may not read.
"""

import re
from collections import Counter, defaultdict, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from consultations.models import Circular
from drafts.models import DraftVersion
from submissions.models import Submission, SubmittedVersion, Visibility

from .clients import body_of, client_of

pytestmark = pytest.mark.django_db
# A delegate and an observer see less than a head of delegation; the access table has them all.
ROLES = {
    "visitor": "",
    "head.prt": "head.prt@demo.invalid",
    "head.phl": "head.phl@demo.invalid",
    "stakeholder": "stakeholder@demo.invalid",
    "staff": "staff@demo.invalid",
    "cofacilitator": "cofacilitator.bgd@demo.invalid",
    "secretariat": "secretariat@demo.invalid",
    "administrator": "admin@demo.invalid",
}
PREPARED = ["draft", "in_approval", "approved"]
AT_WORK = {"staff", "cofacilitator", "secretariat"}
LINK = re.compile(r'(?:href|src|hx-get)="([^"#]+)')
MOST = 3  # addresses of one view for one role, so that 195 delegations are not 195 times the same
OUTSIDE = ("/static/", "/accounts/logout/")
# What opens though no link of the role leads there: machines' forms, and pages that are reached by a form or a mail.
UNLINKED = {
    "consultations:calls",  # the secretariat has them in its setup
    "healthz",
    "readyz",
    "verified",
    "verified_json",
    "members",  # administrators read it, from an address that somebody gives them
    # of the members of a delegation that has some, and the first of the directory have none
    *("change_member", "end_member", "hand_over", "appoint_acting"),
    "account_inactive",
    "consultations:call_list",  # linked while there is somebody whom a letter has not reached
    "account_reset_password_done",
}


class Crawl:
    """What one role sees: ``seen`` are the addresses that its links name, with the answers; ``views`` those it had."""

    def __init__(self, email):
        self.client = client_of(email)
        self.seen, self.capped, self.told = {}, Counter(), {}

    def everything(self):
        waiting = deque(["/rehearsal/", "/rehearsal/desk/", "/", "/imrf-modalities/", "/imrf-modalities.json"])
        while waiting:
            path = waiting.popleft()
            if path in self.seen or not self.is_wanted(path):
                continue
            self.seen[path], _body, links = self.ask(path)
            waiting.extend(links)
        return self

    def is_wanted(self, path):
        name = name_of(path)
        self.capped[name] += 1
        return self.capped[name] <= MOST and not path.startswith(OUTSIDE)

    def ask(self, path):
        """The status of an address, its text, and where its links lead."""
        answer = self.client.get(path)
        body = body_of(answer).decode(errors="replace")
        if answer.status_code == 200:
            self.told[path] = body
        if answer.status_code == 302:
            return 302, body, [inside(path, answer.headers["Location"])]
        found = LINK.findall(body) if answer.headers["Content-Type"].startswith("text/html") else []
        return answer.status_code, body, [link for link in (inside(path, unescape(one)) for one in found) if link]


def inside(page, link):
    """The path of a link of ours, without query; "" for others."""
    parts = urlsplit(urljoin(f"http://testserver{page}", link))
    return parts.path if parts.scheme == "http" and parts.netloc in {"testserver", "127.0.0.1:8000"} else ""


def name_of(path):
    try:
        match = resolve(path)
    except Resolver404:
        return path
    return match.view_name or path


def of_each_view(addresses):
    """Some of these addresses: the first and the last of each view's."""
    found = defaultdict(list)
    for path in sorted(addresses):
        found[name_of(path)].append(path)
    return {path for paths in found.values() for path in [paths[0], paths[-1]]}


def canaries():
    """Words that stand in one thing only, with the roles that may read it."""
    found = {"Unsubmitted sample of Portugal": {"head.prt"}}
    found["Unsubmitted sample of the Philippines"] = {"head.phl"}
    for letter in Circular.objects.filter(state__in=PREPARED):
        found[letter.subject] = AT_WORK
    for submission in Submission.objects.exclude(year=None).exclude(delegation__code__in=["PRT", "PHL", "VAT"]):
        version = SubmittedVersion.objects.filter(submission=submission).current().first()
        if version and version.visibility == Visibility.COFACILITATORS:
            found[submission.reference] = {"staff", "cofacilitator"}
        elif version and version.visibility == Visibility.PARTICIPANTS:
            found[submission.reference] = set(ROLES) - {"visitor", "stakeholder", "administrator"}
    return found


@pytest.fixture(scope="module")
def letters(letters):
    """The demonstration with a letter in every state, its letters in preparation and its working draft marked."""
    for letter in Circular.objects.filter(state__in=PREPARED):
        Circular.objects.filter(pk=letter.pk).update(subject=f"Canary of letter {letter.pk}")
    working = DraftVersion.objects.get(consultation__slug="rehearsal", state="working")
    working.paragraphs.filter(kind="operative").update(text="Canary of the working draft")
    return letters


@pytest.fixture(scope="module")
def crawls(letters):
    return {role: Crawl(email).everything() for role, email in ROLES.items()}


def test_every_link_leads_somewhere(crawls):
    dead = {
        (role, path): status
        for role, crawl in crawls.items()
        for path, status in crawl.seen.items()
        if status not in {200, 302}
    }

    assert dead == {}


def test_nothing_opens_to_a_role_that_its_own_links_do_not_lead_to(crawls):
    addresses = of_each_view({path for crawl in crawls.values() for path in crawl.seen})
    opened, odd = set(), {}
    for role, crawl in crawls.items():
        for path in addresses - set(crawl.seen):
            status, _body, _links = crawl.ask(path)
            if status not in {200, 302, 403, 404, 405}:
                odd[role, path] = status
            name = name_of(path)
            if status == 200 and name not in UNLINKED and not crawl.capped[name]:
                opened.add((role, name))

    assert odd == {}
    assert sorted(opened) == []


def test_nobody_is_told_what_they_may_not_read(crawls):
    words = canaries() | {"Canary of the working draft": AT_WORK}
    leaks = {
        (role, path, word)
        for role, crawl in crawls.items()
        for path, body in crawl.told.items()
        for word, readers in words.items()
        if role not in readers and word in body
    }
    read = {word for word, readers in words.items() if any(word in b for r in readers for b in crawls[r].told.values())}

    assert leaks == set()
    assert set(words) - read == set()  # each canary is alive: somebody who may read it has read it
