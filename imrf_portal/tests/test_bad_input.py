"""What nobody should type, and somebody will: the answer is a page that says so, never an error of ours."""

from html import unescape

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Delegation
from consultations.models import Circular, Meeting
from imrf_portal.demo import people
from record import waking
from record.tests.sample_files import PDF

from .clients import body_of, client_of, undone

pytestmark = pytest.mark.django_db

TEXTS = {
    "nothing": "",
    "spaces": "   ",
    "300 kB": "long " * 60_000,
    "NUL": "a\0b",
    "right to left override": "a\u202eb",
    "zero width": "\u200b\u2060\ufeff",
    "combining marks": "e" + "\u0301" * 10_000,
    "far number": str(10**30),
    "negative number": "-1",
    "beyond four bytes": str(2**31),
    "beyond eight bytes": str(2**63),
    "NaN": "NaN",
    "Arabic figures": "٣",
    "no such day": "2019-02-30",
    "last of all days": "9999-12-31",
    "day before all days": "0000-00-00",
    "markup": "<script>alert(1)</script>",
    "template": "{{ 7|add:191 }} {% include 'x' %} {meeting.__class__} {0} {",
    "quotes": "' OR 1=1; SELECT pg_sleep(9) --\\",
    "pattern": "%_" * 500,
    "line breaks in a header": "a\r\nBcc: someone@demo.invalid",
    "six scripts": "العربية 中文 Русский \U0001f54a",
}
NAMES = {"kind", "form", "meeting", "call", "corrects", "correction", "audience", "revision"}
NAMES |= {"delegation", "role", "outcome", "capacity"}
SHORTER = {"consultations:autosave_circular"}  # which saves by the form of edit_circular
FOR_NAMES = ["nothing", "NUL", "300 kB", "far number", "negative number", "beyond four bytes", "NaN", "markup"]
LETTER = {
    "kind": "free",
    "form": "joint_letter",
    "dated": "2026-11-24",
    "meeting": "",
    "call": "",
    "corrects": "",
    "correction": "",
    "subject": "A sample",
    "body": "This letter is a sample.",
    "addressee": "All Permanent Representatives",
    "audience": "member_state",
    "revision": "2",
}
NEW = {"kind": "free", "form": "joint_letter", "meeting": "", "call": "", "corrects": "", "correction": ""}
ANSWERS = {200, 302, 400, 403, 404, 429}
# name of the address, what is sent, as whom
FORMS = {
    "consultations:new_circular": (NEW, "secretariat"),
    "consultations:edit_circular": (LETTER, "secretariat"),
    "consultations:autosave_circular": (LETTER, "secretariat"),
    "consultations:add_enclosure": ({"title": "A sample"}, "secretariat"),
    "consultations:return_to_draft": ({"reason": "A sample"}, "secretariat"),
    "consultations:approve": ({"seen": "0" * 64}, "cofacilitator.bgd"),
    "consultations:withdraw": ({"reason": "A sample"}, "secretariat"),
    "consultations:settle_delivery": ({"outcome": "resend"}, "secretariat"),
    "invitations": ({"email": "someone@demo.invalid", "delegation": "1", "role": "delegate"}, "secretariat"),
    "accept_invitation": ({"name": "A delegate", "password": "p", "again": "p"}, ""),
    "act_as": ({"capacity": "secretariat:", "next": "/"}, "secretariat"),
    "account_login": ({"login": "someone@demo.invalid", "password": "p"}, ""),
    "account_reset_password": ({"email": "someone@demo.invalid"}, ""),
    "account_change_password": ({"oldpassword": "p", "password1": "p", "password2": "p"}, "secretariat"),
    "account_email": ({"email": "someone@demo.invalid", "action_add": ""}, "secretariat"),
    "mfa_activate_totp": ({"code": "123456"}, "secretariat"),
    "mfa_add_webauthn": ({"name": "A key", "credential": "{}"}, "secretariat"),
    "mfa_login_webauthn": ({"credential": "{}"}, ""),
    "account_reauthenticate": ({"password": "p"}, "secretariat"),
}


@pytest.fixture(autouse=True)
def settings_of_the_demonstration(letters, settings):
    settings.DEMO = True
    settings.ACCOUNT_RATE_LIMITS = False  # every try shall reach the form
    cache.clear()


@pytest.fixture
def place(letters):
    """A function that gives the path of the form of this name."""
    rehearsal, reference = "rehearsal", letters.reference
    arguments = {
        "consultations:new_circular": [rehearsal],
        "consultations:approve": [rehearsal, letters.in_approval],
        "consultations:return_to_draft": [rehearsal, letters.in_approval],
        "consultations:withdraw": [rehearsal, reference],
        "consultations:settle_delivery": [rehearsal, reference, letters.delivery],
    }
    preparing = ("consultations:edit_circular", "consultations:autosave_circular", "consultations:add_enclosure")
    arguments |= {name: [rehearsal, letters.draft] for name in preparing}

    def place(name):
        if name == "accept_invitation":
            return reverse(name, args=[an_invitation().token])
        return reverse(name, args=arguments.get(name, []))

    return place


def an_invitation():
    by = people.actor("secretariat@demo.invalid", timezone.now())
    with waking.quiet():
        portugal = Delegation.objects.get(code="PRT")
        return invite(by=by, email="invited@demo.invalid", delegation=portugal, role="delegate")


def person(name):
    return client_of(f"{name}@demo.invalid" if name else "")


@pytest.mark.parametrize("name", FORMS)
def test_nothing_typed_into_a_form_is_an_error_of_ours(place, name):
    sent, who = FORMS[name]
    client, path, found = person(who), place(name), {}

    for field in sent:
        for text in FOR_NAMES if field in NAMES or name in SHORTER else TEXTS:
            with undone():
                found[field, text] = client.post(path, sent | {field: TEXTS[text]}).status_code

    assert {case: status for case, status in found.items() if status not in ANSWERS} == {}


@pytest.mark.parametrize("name", FORMS)
def test_fields_that_come_twice_not_at_all_or_besides_are_no_error_of_ours(place, name):
    sent, who = FORMS[name]
    path = place(name)
    twice = {field: [value, "other"] for field, value in sent.items()}
    besides = sent | {"state": "issued", "consultation": "1", "drafted_by": "1", "is_superuser": "1", "year": "2019"}

    found = [person(who).post(path, data).status_code for data in ({}, twice, besides)]

    assert [status for status in found if status not in ANSWERS] == []


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"subject=%ed%a0%80&body=\xff\xfe&=&&%=%zz"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"subject=+ADw-"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"subject=a"),
        ("application/json", b'{"subject": "\\ud800"}'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ncut'),
        ("text/plain", b"subject=a"),
        ("", b"\x00\x01"),
    ],
    ids=["surrogate", "utf-7", "charset", "json", "boundary", "cut", "plain", "none"],
)
def test_bodies_that_are_no_form_are_no_error_of_ours(place, name, content_type, body):
    answer = person(FORMS[name][1]).generic("POST", place(name), body, content_type)

    assert answer.status_code in ANSWERS


def test_two_thousand_fields_are_refused_in_words(place):
    client = person("secretariat")
    path = place("consultations:edit_circular")

    answer = client.post(path, LETTER | {f"field{number}": "1" for number in range(2000)})

    assert answer.status_code == 400
    assert "This request could not be read" in sentence(answer)


def test_six_megabytes_in_a_field_are_refused(place):
    answer = person("secretariat").post(place("consultations:edit_circular"), LETTER | {"body": "a" * 6 * 2**20})

    assert answer.status_code == 400


def sentence(answer):
    return unescape(answer.content.decode())


# Said in words, and what was typed is still there


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("dated", "2019-02-30", "Enter a valid date."),
        ("dated", "", "This field is required."),
        ("subject", "   ", "This field is required."),
        ("subject", "a\u202eb", "This holds invisible characters that change the line or its direction."),
        ("subject", "long " * 60, "Ensure this value has at most 200 characters"),
        ("subject", "a\0b", "Null characters are not allowed."),
        ("body", "a\0b", "Null characters are not allowed."),
        ("body", "long " * 60_000, "Ensure this value has at most 20000 characters"),
        ("kind", "nonsense", "Select a valid choice. nonsense is not one of the available choices."),
        ("form", "nonsense", "Select a valid choice. nonsense is not one of the available choices."),
        ("audience", "nonsense", "Select a valid choice. nonsense is not one of the available choices."),
        ("meeting", str(10**30), "Select a valid choice."),
        ("meeting", "-1", "Select a valid choice."),
        ("correction", "corr", "Say which circular it corrects and how, or neither."),
        ("corrects", "nonsense", "Select a valid choice."),
    ],
)
def test_what_is_wrong_in_a_letter_is_said_and_what_was_typed_is_kept(place, field, text, said):
    typed = {"subject": "A subject “typed” <by hand>", "body": "Typed & kept.\n\nالعربية 中文 Русский"}

    answer = person("secretariat").post(place("consultations:edit_circular"), LETTER | typed | {field: text})

    assert answer.status_code == 200
    assert said in sentence(answer)
    kept = {name: value for name, value in typed.items() if name != field}
    assert [name for name, value in kept.items() if value not in sentence(answer)] == []
    assert Circular.objects.filter(subject=typed["subject"]).count() == 0


def test_what_belongs_to_another_consultation_cannot_be_chosen(place, letters):
    other = Meeting.objects.filter(consultation__slug="imrf-modalities").first()
    old = Circular.objects.get(consultation__slug="imrf-modalities", serial=1)
    client = person("secretariat")

    by_meeting = client.post(place("consultations:edit_circular"), LETTER | {"meeting": other.pk})
    by_circular = client.post(place("consultations:new_circular"), NEW | {"corrects": old.pk, "correction": "corr"})

    assert "Select a valid choice." in sentence(by_meeting)
    assert "Select a valid choice." in sentence(by_circular)


def test_what_only_actions_write_is_not_written_by_a_form(place, letters):
    besides = {
        "state": "issued",
        "consultation": "1",
        "drafted_by": "1",
        "year": "2019",
        "serial": "1",
        "content": "{}",
    }

    person("secretariat").post(place("consultations:edit_circular"), LETTER | besides)

    circular = Circular.objects.get(pk=letters.draft)
    assert (circular.subject, circular.state, circular.year, circular.content) == ("A sample", "draft", None, None)
    assert (circular.consultation.slug, circular.drafted_by.email) == ("rehearsal", "secretariat@demo.invalid")


def test_another_revision_writes_nothing_and_keeps_what_was_typed(place, letters):
    before = Circular.objects.get(pk=letters.draft)
    typed = LETTER | {"revision": "1", "subject": "Typed meanwhile"}

    answer = person("secretariat").post(place("consultations:edit_circular"), typed)

    assert answer.status_code == 200
    assert "Typed meanwhile" in sentence(answer)
    assert before.subject in sentence(answer)
    assert Circular.objects.get(pk=letters.draft).subject == before.subject


def test_addresses_typed_wrongly_are_kept(place):
    login = client_of().post(place("account_login"), {"login": "a wrong address", "password": "p"})
    invitation = person("secretariat").post(place("invitations"), {"email": "a wrong address"})

    assert ('value="a wrong address"' in sentence(login), "Enter a valid email address." in sentence(login)) == (
        True,
        True,
    )
    assert 'value="a wrong address"' in sentence(invitation)


# Files


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("letter.pdf", b"", "The submitted file is empty."),
        ("letter.pdf", b"MZ not a PDF", "This file is not a PDF or Word (.docx) file."),
        ("letter.docx", b"PK\x03\x04 cut", "This file is damaged and cannot be read through."),
        ("letter.docx", PDF, "The name of this file ends in .docx, but it is a PDF file."),
        ("letter.exe", PDF, "The name of this file ends in .exe, but it is a PDF file."),
        ("letter.pdf", b"<html><script>alert(1)</script>", "This file is not a PDF or Word (.docx) file."),
        ("x" * 250 + ".pdf", b"%PDF-1.7", "Ensure this filename has at most 200 characters"),
    ],
)
def test_files_that_are_none_are_refused_in_words(place, name, content, said):
    client = person("secretariat")
    file = SimpleUploadedFile(name, content, "application/pdf")

    answer = client.post(place("consultations:add_enclosure"), {"title": "A sample", "file": file}, follow=True)

    assert answer.status_code == 200
    assert said in sentence(answer)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\x\\letter.pdf", "letter.pdf"),
        ('a"b\u202efdp.pdf', "abfdp.pdf"),
        ("COM1.pdf", "_COM1.pdf"),
        ("a&#13;&#10;X-Evil: b.pdf", "aX-Evil b.pdf"),
        ("letter." + "x" * 150, f"letter.{'x' * 113}.pdf"),
        ("letter;filename=x.pdf", "letter;filename=x.pdf"),
        ("…", "….pdf"),
        ("中文.pdf", "中文.pdf"),
    ],
)
def test_names_of_files_are_made_harmless(place, letters, name, kept):
    client = person("secretariat")
    file = SimpleUploadedFile("letter.pdf", PDF)
    file._name = name  # as a client may send it, past what Django's own class cleans

    client.post(place("consultations:add_enclosure"), {"title": "A sample", "file": file})

    enclosure = Circular.objects.get(pk=letters.draft).enclosures.last()
    assert enclosure.file.name == kept


# Addresses


@pytest.mark.parametrize(
    "path",
    [
        "/%ff/",
        "/%c0%af..%c0%af/",
        "/%00/",
        "/%0d%0aSet-Cookie:%20a=b/",
        "/rehearsal%00/",
        "/rehearsal/../accounts/",
        "/rehearsal/meetings/0/",
        "/rehearsal/meetings/-1/",
        "/rehearsal/meetings/2147483648/",
        f"/rehearsal/meetings/{10**30}/",
        f"/rehearsal/meetings/{'9' * 4900}/",
        f"/rehearsal/meetings/{10**30}.ics",
        f"/rehearsal/meetings/{10**30}.json",
        "/rehearsal/meetings/%D9%A3/",
        "/rehearsal/circulars/0000-000/",
        "/rehearsal/circulars/9999-99999/",
        "/rehearsal/circulars/9999-99999.pdf",
        "/rehearsal/circulars/2019-001/",  # of the other consultation
        f"/rehearsal/circulars/drafts/{10**30}/",
        "/rehearsal/circulars/drafts/9223372036854775808/edit/",
        f"/rehearsal/circulars/drafts/1/enclosures/{10**30}/",
        "/no-such-consultation/",
        f"/{'a' * 5000}/",
        "/" + "a/" * 2500,
        "/verify/" + "0" * 65 + "/",
        "/demo/mail/..%2f..%2fetc/",
        f"/demo/mail/nothing00/{10**30}/",
        "/accounts/invitation/" + "x" * 5000 + "/",
        "/accounts/invitation/%00/",
        f"/accounts/invitations/{10**30}/withdraw/",
        "/accounts/confirm-email/" + "x" * 5000 + "/",
        "/accounts/password/reset/key/" + "z" * 50 + "-set-password/",
        f"/accounts/2fa/webauthn/keys/{10**30}/edit/",
    ],
    ids=lambda path: path[:50],
)
def test_addresses_that_lead_nowhere_say_so(letters, path):
    found = {person(who).get(path).status_code for who in ("", "secretariat")}

    assert found <= {200, 302, 404, 405}
    assert 404 in found or path.startswith("/accounts/")


PARAMETERS = [
    ("/", "q"),
    ("/verify/", "sha256"),
    ("/rehearsal/circulars/", "q"),
    ("/rehearsal/circulars.json", "q"),
    ("/rehearsal/", "at"),
    ("/demo/mail/", "q"),
    ("/accounts/login/", "next"),
]


@pytest.mark.parametrize(("path", "parameter"), PARAMETERS)
def test_parameters_are_no_error_of_ours(letters, path, parameter):
    client = person("secretariat")
    for text, value in TEXTS.items():
        answer = client.get(path, {parameter: value[:5000]})
        assert (text, answer.status_code < 500) == (text, True)
        assert "<script>alert(1)" not in body_of(answer).decode()
    for query in (
        f"{parameter}=a&{parameter}=b",
        f"{parameter}=%ff%c0%80%ed%a0%80",
        f"{parameter}[]=a",
        "&&=&%zz",
        "%",
    ):
        assert client.get(path, QUERY_STRING=query).status_code < 500


def test_what_is_searched_for_is_kept_and_written_harmlessly(letters):
    for path in ("/rehearsal/circulars/", "/demo/mail/"):
        page = person("secretariat").get(path, {"q": "\"><b>'&"}).content.decode()
        assert "&quot;&gt;&lt;b&gt;&#x27;&amp;" in page


@pytest.mark.parametrize("host", ["elsewhere.invalid", "testserver:80@elsewhere.invalid", "", "testserver/x", "[::1"])
def test_forged_host_is_refused(letters, host):
    assert client_of().get("/verify/", headers={"Host": host}).status_code in ({400} if host else {200, 400})


def test_forged_headers_of_a_proxy_change_nothing(letters):
    headers = {
        "X-Forwarded-Host": "elsewhere.invalid",
        "X-Forwarded-Proto": "https",
        "X-Original-URL": "/styleguide/",
        "X-Rewrite-URL": "/styleguide/",
        "Accept-Language": "xx" * 4000,
        "HX-Current-URL": "https://elsewhere.invalid",
    }

    answer = client_of().get("/verify/", headers=headers)

    assert answer.status_code == 200
    assert "elsewhere" not in answer.content.decode()


def test_cookies_that_are_not_ours_are_no_error_of_ours(letters):
    client = client_of()
    client.cookies["sessionid"] = "a" * 5000
    client.cookies["csrftoken"] = "\x00"
    client.cookies["messages"] = "nonsense"

    assert client.get("/rehearsal/").status_code == 200
    assert client.get("/accounts/login/").status_code == 200
