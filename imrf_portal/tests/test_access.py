"""The access table: what each role is answered at every address, in every state of what stands there.

302 for a visitor leads to the sign-in; 404 says that there is nothing, to those who may not know of it; 403 is for
those who may see and not do. What an action answers is 302, also where it is refused in words.
"""

import re
from copy import deepcopy
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Delegation, Membership, User
from consultations.models import Circular, CoFacilitator, Reminder, Role
from imrf_portal.demo import accounts, people
from record import waking

from .access_table import ACCESS as TABLE
from .access_table_admin import ACCESS as ADMIN
from .access_table_calendar import ACCESS as CALENDAR
from .access_table_changes import ACCESS as CHANGES
from .access_table_comments import ACCESS as COMMENTS
from .access_table_comparing import ACCESS as COMPARING
from .access_table_directory import ACCESS as DIRECTORY
from .access_table_draft_files import ACCESS as DRAFT_FILES
from .access_table_editor import ACCESS as EDITOR
from .access_table_files import ACCESS as FILES
from .access_table_import import ACCESS as IMPORT
from .access_table_letters import ACCESS as REGISTER
from .access_table_members import ACCESS as MEMBERS
from .access_table_names import ACCESS as NAMES
from .access_table_paper import ACCESS as PAPER
from .access_table_paper import CALLS
from .access_table_print import ACCESS as PRINT
from .access_table_reach import ACCESS as REACH
from .access_table_reading import ACCESS as READING
from .access_table_reminders import ACCESS as REMINDERS
from .access_table_sent import ACCESS as SENT
from .access_table_setup import ACCESS as SETUP
from .access_table_texts import ACCESS as TEXTS
from .access_table_writing import ACCESS as WRITING
from .clients import body_of, client_of, undone
from .letters import printed_for_the_post

pytestmark = pytest.mark.django_db

LETTER = ["draft", "in_approval", "approved", "issuing", "issued"]
ROLES = {
    "anonymous": "",
    "stranger": "stranger@demo.invalid",  # an account that acts for nobody
    "delegate": "delegate.prt@demo.invalid",
    "head": "head.prt@demo.invalid",
    "stakeholder": "stakeholder@demo.invalid",
    "observer": "observer.vat@demo.invalid",
    "staff": "staff@demo.invalid",
    "cofacilitator": "cofacilitator.bgd@demo.invalid",
    "secretariat": "secretariat@demo.invalid",
    "administrator": "admin@demo.invalid",
}
NONE_OF_THEIRS = ("stranger", "delegate", "head", "stakeholder", "observer", "administrator")
HASH = "ab" * 32
HIDDEN = {False: 404, True: 403}  # that an issued letter exists is no secret
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture(scope="module")
def clients(letters):
    """A client for each role."""
    stranger = User.objects.create_user(ROLES["stranger"], accounts.PASSWORD, name="A stranger")
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    return {role: client_of(email) for role, email in ROLES.items()}


@pytest.fixture(scope="module")
def invitation(letters):
    """An open invitation to speak for Portugal."""
    by = people.actor(ROLES["secretariat"], timezone.now())
    portugal = Delegation.objects.get(code="PRT")
    with waking.quiet():
        return invite(by=by, email="invited@demo.invalid", delegation=portugal, role="delegate")


@pytest.fixture(scope="module")
def print_run(letters):
    """A print run of the issued letter, with its file."""
    return printed_for_the_post(letters)


@pytest.fixture(autouse=True)
def in_the_demonstration(letters, settings):
    """People who have signed in once for all of these, which on a slow machine takes longer than a sign-in is fresh."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600
    settings.DEMO = True


@pytest.fixture
def place(letters, invitation, print_run):
    """A function that gives method and path of a line of the table: ``POST consultations:issue approved``."""

    delegate, head = (Membership.objects.get(user__email=ROLES[role]).pk for role in ("delegate", "head"))
    leading = CoFacilitator.objects.get(consultation__slug="rehearsal", user__email=ROLES["cofacilitator"]).pk
    working = Role.objects.get(consultation__slug="rehearsal", user__email=ROLES["staff"]).pk

    reminder = Reminder.objects.filter(consultation__slug="rehearsal").first()

    def place(line):
        method, name, *state = line.split()
        placed = {
            "slug": "rehearsal",
            "number": 1,
            "reference": letters.reference,
            "order": 1,
            "sha256": letters.sha256,
            "key": "nothing00",
            "kind": "invitation" if name == "portal_record_of" else "circular",
            "name": invitation.pk if name == "portal_record_of" else letters.reference,
            "uidb36": "1",
            "provider_id": "institution",
            "app_label": "record",
            "content_type_id": "0",
            "object_id": "0",
            "token": invitation.token,
            "code": "PRT",
            "month": "2019-02",
            "secret": "nothing" * 6,
            "pk": {
                "consultations:settle_delivery": letters.delivery,
                "consultations:mark_bounced": letters.delivery,
                "consultations:print_run": print_run.pk,
                "consultations:print_run_file": print_run.pk,
                "consultations:retry_print_run": print_run.pk,
                "withdraw_invitation": invitation.pk,
                "resend_invitation": invitation.pk,
                "change_member": delegate,
                "end_member": delegate,
                "appoint_acting": delegate,
                "hand_over": head,
                "consultations:change_cofacilitator": leading,
                "consultations:end_cofacilitator": leading,
                "consultations:end_role": working,
                **dict.fromkeys(["consultations:change_deadline", "consultations:end_deadline"], reminder.deadline_id),
                **{f"consultations:{verb}reminder": reminder.pk for verb in ("", "change_", "stop_", "resume_")},
            }.get(name)
            or getattr(letters, *state or ["draft"]),
        }
        return method, reverse(name, kwargs={key: placed[key] for key in ARGUMENT.findall(routes()[name])})

    return place


def one_by_one(table):
    """The table with a line for each state; a line that names none holds for all of them."""
    found = {}
    for line, expected in table.items():
        method, name, *states = line.split()
        if states == ["unissued"]:
            states = LETTER[:-1]
        states = states or (LETTER if "/drafts/" in routes()[name] else [""])
        found |= {f"{method} {name} {state}".strip(): expected for state in states}
    return found


def routes(resolver=None, prefix="", namespace=""):
    """The route of every named address of the project, by its full name."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found |= routes(pattern, route, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif pattern.name:  # the admin has redirects without a name
            found[namespace + pattern.name] = route
    return found


def ask(client, method, path, **headers):
    cookies = deepcopy(client.cookies)
    with undone():
        answer = client.generic(method, path, **headers)
        body_of(answer)
        assert urlsplit(answer.headers.get("Location", "/")).netloc == ""  # nobody is led elsewhere
    client.cookies = cookies  # signing out has not happened either
    return answer


def answers(clients, method, path, **headers):
    return " ".join(str(ask(client, method, path, **headers).status_code) for client in clients.values())


ACCESS = one_by_one(TABLE | ADMIN | CALENDAR | REGISTER | MEMBERS | REMINDERS | SENT | SETUP | CALLS | PRINT | REACH)


REFUSED = {"302", "403", "404"}  # for a visitor 302 leads to the sign-in


def refusals(expected):
    """What of a line is a refusal, by the role: only these could a fragment open. Of 302 only that of a visitor."""
    told = dict(zip(ROLES, expected.split(), strict=True))
    return {role: code for role, code in told.items() if code in REFUSED and (code != "302" or role == "anonymous")}


def fragments(clients, method, path, expected):
    """What those who are refused are answered when they ask for a fragment."""
    fragment = {"HX-Request": "true"}
    return {role: str(ask(clients[role], method, path, headers=fragment).status_code) for role in refusals(expected)}


def tells_apart(expected):
    """Whether those who are signed in are answered differently: elsewhere a fragment can open nothing more."""
    return len(set(expected.split()[1:])) > 1


def route_of(line):
    return routes()[line.split()[1]]


def lines(method="", *, prepared=False):
    chosen = [line for line in ACCESS if line.startswith(method)]
    return [line for line in chosen if "/drafts/" in route_of(line)] if prepared else chosen


OURS = [line for line in ACCESS if not line.split()[1].startswith(("account_", "admin:", "mfa_", "usersessions_"))]
PREPARED = [line for line in lines(prepared=True) if "405" not in ACCESS[line]]


@pytest.mark.parametrize("line", ACCESS)
def test_each_role_is_answered_as_the_table_says(place, clients, line):
    method, path = place(line)

    assert answers(clients, method, path) == ACCESS[line]


@pytest.mark.parametrize("line", [line for line in OURS if tells_apart(ACCESS[line])])
def test_asking_for_a_fragment_opens_nothing_more(place, clients, line):
    method, path = place(line)

    assert fragments(clients, method, path, ACCESS[line]) == refusals(ACCESS[line])


def test_every_address_has_its_line_and_every_line_its_address():
    assert sorted(
        {
            line.split()[1]
            for line in [
                *ACCESS,
                *CHANGES,
                *EDITOR,
                *NAMES,
                *PAPER,
                *TEXTS,
                *WRITING,
                *COMMENTS,
                *COMPARING,
                *DRAFT_FILES,
                *READING,
                *IMPORT,
                *DIRECTORY,
                *FILES,
            ]
        }
    ) == sorted(routes())


@pytest.mark.parametrize("line", [line for line in OURS if line.startswith("GET")])
def test_head_is_answered_like_get(place, clients, line):
    _get, path = place(line)

    assert answers({"": clients["secretariat"]}, "HEAD", path) == ACCESS[line].split()[8]


def test_visitors_are_led_to_the_sign_in_and_back(place, clients):
    for line in lines("GET", prepared=True):
        _get, path = place(line)
        answer = clients["anonymous"].get(path)
        assert answer.headers["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_methods_that_nothing_here_knows_are_refused_everywhere(place, clients, method):
    paths = {place(line)[1] for line in ACCESS}

    assert {answers(clients, method, path) for path in sorted(paths)[:12]} == {" ".join(["405"] * 10)}
    assert {clients["secretariat"].generic(method, path).status_code for path in paths} == {405}


def test_method_cannot_be_overridden_by_a_header_or_a_field(place, letters, clients):
    _post, path = place("POST consultations:discard draft")

    with undone():
        answer = clients["secretariat"].get(path, {"_method": "POST"}, headers={"X-HTTP-Method-Override": "POST"})

    assert answer.status_code == 405
    assert Circular.objects.get(pk=letters.draft).state == "draft"


@pytest.mark.parametrize("line", lines(prepared=True))
def test_letter_of_one_consultation_stands_under_no_other(place, clients, line):
    method, path = place(line)

    other = path.replace("/rehearsal/", "/imrf-modalities/")

    assert ask(clients["secretariat"], method, other).status_code == (405 if "405" in ACCESS[line] else 404)


@pytest.mark.parametrize("line", PREPARED)
def test_role_that_has_ended_opens_nothing_in_a_session_that_goes_on(place, clients, line):
    method, path = place(line)

    with undone():
        Role.objects.update(ends_at=timezone.now())
        CoFacilitator.objects.update(ends_at=timezone.now())
        after = [ask(clients[role], method, path).status_code for role in ("staff", "cofacilitator", "secretariat")]

    assert after == [HIDDEN[line.endswith("issued")]] * 3


def test_ended_role_ends_the_desk_of_that_role_too(letters, clients):
    with undone():
        before = clients["secretariat"].get("/rehearsal/desk/").content.decode()
        Role.objects.update(ends_at=timezone.now())
        after = clients["secretariat"].get("/rehearsal/desk/").content.decode()

    assert "A letter approved" in before
    assert "A letter approved" not in after


@pytest.mark.parametrize("line", PREPARED)
def test_head_of_spain_opens_nothing_of_what_the_cofacilitator_of_spain_opens(place, line):
    method, path = place(line)
    client = client_of("cofacilitator.esp@demo.invalid")
    as_cofacilitator = ask(client, method, path).status_code
    client.post("/acting/", {"capacity": "head:ESP"})
    as_head = ask(client, method, path).status_code
    client.post("/acting/", {"capacity": "cofacilitator:ESP"})
    again = ask(client, method, path).status_code

    assert as_head == HIDDEN[line.endswith("issued")]
    assert as_cofacilitator == int(ACCESS[line].split()[7])
    assert again == as_cofacilitator


def test_capacity_of_another_cannot_be_chosen(letters):
    with undone():
        client = client_of("head.prt@demo.invalid")
        for capacity in ("secretariat:", "cofacilitator:BGD", "head:ESP", "administrator:", "clock:", "public:"):
            client.post("/acting/", {"capacity": capacity})
            assert "capacity" not in client.session
        assert client.get(f"/rehearsal/circulars/drafts/{letters.draft}/").status_code == 404


def test_what_is_hidden_is_answered_like_what_is_not_there(letters, clients):
    hidden = clients["head"].get(f"/rehearsal/circulars/drafts/{letters.draft}/")
    absent = clients["head"].get("/rehearsal/circulars/drafts/999999999/")

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert page(hidden) == page(absent)


def page(answer):
    """The page without what differs between any two requests."""
    return answer.content.decode().replace(answer.request["PATH_INFO"], "").split("<main")[1]


@pytest.mark.parametrize("state", ["draft", "in_approval", "approved", "issuing"])
def test_letter_in_preparation_shows_nowhere_to_those_who_may_not_know_of_it(letters, clients, state):
    pages = ["/", "/rehearsal/", "/rehearsal/circulars/", "/rehearsal/circulars/?q=letter", "/rehearsal/desk/"]
    machines = ["/rehearsal/circulars.json", "/rehearsal.json", "/rehearsal/calendar.ics", "/rehearsal/calendar.json"]
    machines += ["/rehearsal/circulars.atom"]
    letter = Circular.objects.get(pk=getattr(letters, state))

    for role in ("anonymous", *NONE_OF_THEIRS):
        shown = [clients[role].get(path, follow=True).content.decode() for path in pages + machines]
        assert [letter.subject in text or (letter.reference or "2222-222") in text for text in shown] == [False] * 10
        assert clients[role].get(f"/verify/{letter.content_sha256 or letter.asked_sha256 or HASH}/").status_code == 404


def test_a_form_without_its_token_is_refused(place):
    client = client_of(ROLES["secretariat"], enforce_csrf_checks=True)
    found = {line: client.post(place(line)[1]).status_code for line in lines("POST")}

    assert {line for line, status in found.items() if status != 403} == set()


def test_a_form_from_elsewhere_is_refused(letters):
    with undone():
        client = client_of(ROLES["secretariat"], enforce_csrf_checks=True)
        client.get("/accounts/password/change/")
        token = client.cookies["csrftoken"].value
        path = reverse("consultations:discard", args=["rehearsal", letters.draft])
        sent = {
            origin: client.post(path, {"csrfmiddlewaretoken": token}, headers={"Origin": origin}).status_code
            for origin in ("https://elsewhere.invalid", "null", "http://testserver")
        }

    assert sent == {"https://elsewhere.invalid": 403, "null": 403, "http://testserver": 302}
