"""The pages over HTTP: what they show to whom, what they keep of what is typed, how often they ask the database."""

import json

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.test import Client

from accounts.tests.signing_in import sign_in
from record.models import Job
from submissions import actions
from submissions.compilation import gather
from submissions.models import Answer, Submission, SubmittedVersion

from . import factories as make

pytestmark = pytest.mark.django_db


def client_of(actor=None):
    client = Client()
    if actor:
        sign_in(client, actor.user)
    return client


def page(path, actor=None, status=200):
    answer = client_of(actor).get(f"/sample/inputs{path}")
    assert answer.status_code == status
    return answer.content.decode()


def typed(submission, text="", **fields):
    """What the form posts: plain text in the first box."""
    names = [f"answer_{question.pk}" for question in submission.call.questions.all()]
    return {
        **dict.fromkeys([*names, "answer_more"], ""),
        names[0]: text,
        "revision": submission.revision,
        "format": "text",
        "language": "en",
        "visibility": "public",
        **fields,
    }


def send(actor, submission, path="", **data):
    return client_of(actor).post(f"/sample/inputs/mine/{submission.key}/{path}", data)


def sentences(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


# Reading


def test_inputs_stand_in_order_and_only_what_one_may_read(world):
    spain = make.member(make.delegation("ESP", "Spain"), "head")
    vatican = make.member(make.delegation("VAT", "Holy See", "observer_state"), "head")
    albania = make.member(make.delegation("ALB", "Albania"), "head")
    for by, visibility in [(vatican, "public"), (spain, "participants"), (world.head, "public"), (albania, "public")]:
        make.submitted(make.begun(world.call, by), by, visibility)
    make.begun(make.call(world.consultation, number=2), albania)

    listed = client_of().get("/sample/inputs/")
    assert [row.said_by["name"] for _call, rows in listed.context["parts"] for row in rows] == [
        "Albania",
        "Portugal",
        "Holy See",
    ]
    results = json.loads(page(".json"))["results"]
    assert [each["reference"] for each in results] == ["ALB-2019-1", "PRT-2019-1", "VAT-2019-1"]
    assert "ESP-2019-1" in page("/", world.delegate)


def test_json_of_an_input(world):
    make.submitted(make.begun(world.call, world.head), world.head)
    version = SubmittedVersion.objects.get()

    found = json.loads(page("/PRT-2019-1.json"))

    assert found == {
        "url": f"{settings.SITE_URL}/sample/inputs/PRT-2019-1/",
        "reference": "PRT-2019-1",
        "delegation": {"name": "Portugal", "iso3": "PRT", "kind": "member_state"},
        "capacity": "national",
        "on_behalf_of": None,
        "in_the_name_of": [],
        "aligned_with": [],
        "since": [],
        "version": 1,
        "state": "submitted",
        "submitted_at": "2019-02-20T10:00:00-05:00",
        "late": False,
        "paper": None,
        "language": "en",
        "sha256": version.sha256,
        "files": [],
        "answers": [
            {"numeral": "I", "question": "What shall it be?", "text": "This is a sample.", "html": make.SAMPLE}
        ],
    }
    del found["since"]  # in the list it would cost a question for each
    assert json.loads(page(".json")) == {"results": [found]}


def test_a_withdrawn_input_leaves_a_trace_without_its_text(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    version = actions.complete_receipt(version, b"%PDF-1.7 a sample", by=world.head)
    actions.withdraw(version.submission, by=world.head, reason="Given in error.")

    shown = page("/PRT-2019-1/")
    assert "This input was withdrawn by the delegation." in shown
    assert "Given in error." in shown
    assert make.SAMPLE not in shown
    assert json.loads(page("/PRT-2019-1.json"))["answers"] == []
    page("/PRT-2019-1.pdf", status=404)
    assert make.SAMPLE in page("/PRT-2019-1/", world.delegate)


def test_each_version_has_its_page_and_its_receipt(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    actions.complete_receipt(version, b"%PDF-1.7 the first", by=world.head)
    make.revised(version.submission, world.head, "<p>A second sample.</p>")

    assert "A second sample." in page("/PRT-2019-1/")
    first = page("/PRT-2019-1/?version=1")
    assert make.SAMPLE in first
    assert "This is version 1. Version 2 has taken its place." in first
    receipt = client_of().get("/sample/inputs/PRT-2019-1.pdf?version=1")
    assert (receipt.getvalue(), receipt["Content-Type"]) == (b"%PDF-1.7 the first", "application/pdf")
    page("/PRT-2019-1.pdf", status=404)


@pytest.mark.parametrize(
    "path", ["/PRT-2019-2/", "/ESP-2019-1/", "/PRT-2018-1/", "/PRT-2019-1/?version=2", "/PRT-2019-1/?version=x"]
)
def test_what_there_is_not_is_not_found(world, path):
    make.submitted(make.begun(world.call, world.head), world.head)
    page(path, status=404)


def test_what_one_may_not_read_is_as_unknown(world):
    make.submitted(make.begun(world.call, world.head), world.head, "cofacilitators")
    secretariat = make.works_for(world.consultation, "secretariat")
    for path in ("/PRT-2019-1/", "/PRT-2019-1.json", "/PRT-2019-1.pdf"):
        page(path, status=404)
        page(path, secretariat, status=404)
    assert "PRT-2019-1" not in page("/")


@pytest.mark.parametrize("capacity", ["secretariat", "staff", "cofacilitator", "administrator"])
def test_nobody_outside_of_the_delegation_finds_a_working_copy(world, capacity):
    outsider = make.works_for(world.consultation, capacity)
    submission = make.begun(world.call, world.head)
    client = client_of(outsider)
    for verb in ("", "clear/"):
        assert client.get(f"/sample/inputs/mine/{submission.key}/{verb}").status_code == 404
    for verb in ("", "autosave/", "submit/", "return/", "revise/", "withdraw/"):
        assert client.post(f"/sample/inputs/mine/{submission.key}/{verb}", typed(submission)).status_code == 404


# Writing


def test_new_begins_an_input(world):
    answer = client_of(world.delegate).post(
        "/sample/inputs/new/", {"call": world.call.pk, "capacity": "national", "language": "fr"}
    )
    begun = Submission.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/sample/inputs/mine/{begun.key}/")
    assert (begun.language, begun.capacity) == ("fr", "national")


def test_new_on_behalf_names_those_it_speaks_for(world):
    spain = make.delegation("ESP", "Spain")
    client = client_of(world.delegate)
    fields = {"call": world.call.pk, "capacity": "on_behalf", "language": "en", "delegations": [spain.pk]}

    refused = client.post("/sample/inputs/new/", {**fields, "delegations": []})
    client.post("/sample/inputs/new/", {**fields, "wording": "on behalf of two States"})

    assert list(refused.context["form"].errors) == ["groups"]
    party = Submission.objects.get().party
    assert (party.wording, [entry.delegation for entry in party.entries.all()]) == ("on behalf of two States", [spain])


def test_new_says_why_a_second_is_refused(world):
    make.begun(world.call, world.head)
    fields = {"call": world.call.pk, "capacity": "national", "language": "en"}
    answer = client_of(world.delegate).post("/sample/inputs/new/", fields)
    assert answer.context["form"].non_field_errors() == [
        "Your delegation has an input to this call already. Open it and go on, or revise it."
    ]


def test_new_is_not_for_those_who_are_not_asked(world):
    network = make.member(make.delegation("sample-network", "A sample network", "stakeholder"), "head")
    page("/new/", network, status=403)
    assert page("/new/", world.delegate)


def test_edit_saves_plain_text_and_keeps_what_was_not_changed(world):
    submission = make.begun(world.call, world.delegate)
    shown = client_of(world.delegate).get(f"/sample/inputs/mine/{submission.key}/")
    assert [box["text"] for box in shown.context["boxes"]] == ["This is a sample.", "", "", ""]

    answer = send(world.delegate, submission, **typed(submission, "This is a sample.", answer_more="One\r\n\r\nTwo"))

    assert (answer.status_code, sentences(answer)) == (
        302,
        ["Your input has been saved. Only your delegation can read it."],
    )
    assert list(Answer.objects.values_list("html", flat=True)) == [make.SAMPLE, "<p>One</p><p>Two</p>"]


def test_edit_takes_the_html_of_the_editor_cleaned(world):
    submission = make.begun(world.call, world.delegate)
    send(world.delegate, submission, **typed(submission, "<p onclick='x'>A<script>b</script></p>", format="html"))
    assert Answer.objects.get(question__order=1).html == "<p>A</p>"


def test_edit_then_asks_for_clearance(world):
    submission = make.begun(world.call, world.delegate)
    answer = send(world.delegate, submission, **typed(submission, "A sample.", then="ask"))
    assert answer["Location"] == f"/sample/inputs/mine/{submission.key}/clear/"
    assert Submission.objects.get().state == "in_clearance"


def test_edit_asks_for_no_clearance_of_nothing(world):
    submission = actions.begin(world.call, by=world.delegate)
    answer = send(world.delegate, submission, **typed(submission, then="ask"))
    assert sentences(answer)[-1] == "This input has no text yet. Answer a question first."
    assert Submission.objects.get().state == "draft"


def test_edit_then_leads_to_the_last_reading(world):
    submission = make.begun(world.call, world.head)
    answer = send(world.head, submission, **typed(submission, "A sample.", then="clear"))
    assert answer["Location"] == f"/sample/inputs/mine/{submission.key}/clear/"


def test_edit_shows_both_texts_after_a_conflict_and_saves_over_it_if_one_so_decides(world):
    submission = make.begun(world.call, world.delegate)
    mine = typed(submission, "Mine <b>.")
    make.answered(submission, world.head, "<p>Theirs.</p>")

    answer = send(world.delegate, submission, **mine)
    shown = answer.content.decode()

    assert "<p>Theirs.</p>" in shown
    assert ">Mine &lt;b&gt;.</textarea>" in shown
    assert answer.context["form"]["revision"].value() == 3
    send(world.delegate, submission, **{**mine, "revision": 3})
    assert Answer.objects.get().html == "<p>Mine &lt;b&gt;.</p>"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("word " * 41_000, "An answer can hold 200,000 signs. Shorten it, or divide it between the questions."),
        ("word " * 81_000, "An answer can hold 200,000 signs. Shorten it, or divide it between the questions."),
        ("a\x00b\u202ec", None),
    ],
)
def test_edit_of_what_is_hardly_text(world, text, sentence):
    submission = make.begun(world.call, world.delegate)
    answer = send(world.delegate, submission, **typed(submission, text))
    if sentence:
        assert answer.context["form"].non_field_errors() == [sentence]
        assert answer.context["boxes"][0]["text"] == text.strip()
    else:
        assert Answer.objects.get(question__order=1).html == "<p>abc</p>"


def test_edit_in_a_closed_call_gives_the_text_back(world):
    submission = make.begun(world.call, world.delegate)
    world.call.closed_at = make.DUE
    world.call.save()

    answer = send(world.delegate, submission, **typed(submission, "Typed too late."))

    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "This call no longer takes inputs." in shown
    assert ">Typed too late.</textarea>" in shown
    opened = client_of(world.delegate).get(f"/sample/inputs/mine/{submission.key}/")
    assert opened["Location"] == f"/sample/inputs/mine/{submission.key}/clear/"


def test_edit_without_a_session_gives_the_text_back(world):
    submission = make.begun(world.call, world.delegate)
    answer = send(None, submission, **typed(submission, "Typed <b> after the session."))
    assert answer.status_code == 403
    assert "Typed &lt;b&gt; after the session.</textarea>" in answer.content.decode()
    opened = client_of().get(f"/sample/inputs/mine/{submission.key}/")
    assert opened["Location"].endswith(f"?next=/sample/inputs/mine/{submission.key}/")


def test_edit_of_what_is_submitted_leads_to_its_page(world):
    submission = make.submitted(make.begun(world.call, world.head), world.head).submission
    answer = client_of(world.head).get(f"/sample/inputs/mine/{submission.key}/")
    assert answer["Location"] == "/sample/inputs/PRT-2019-1/"


def test_autosave_answers_with_the_new_revision(world):
    submission = make.begun(world.call, world.delegate)
    answer = send(world.delegate, submission, "autosave/", **typed(submission, "Two words"))
    assert answer.status_code == 200
    said = answer.json()
    assert (said["revision"], said["words"], len(said["saved"])) == (3, 2, 8)


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        (
            {"revision": 1},
            409,
            "Someone else has saved this input since you opened it. Compare the two texts and save again.",
        ),
        ({"answer_more": "word " * 41_000}, 422, "An answer can hold 200,000 signs."),
        ({"revision": "x"}, 422, "Enter a whole number."),
    ],
)
def test_autosave_says_why_it_saved_nothing(world, fields, status, reason):
    submission = make.begun(world.call, world.delegate)
    answer = send(world.delegate, submission, "autosave/", **typed(submission, "Other.", **fields))
    assert answer.status_code == status
    assert answer.json()["reason"].startswith(reason)
    assert Answer.objects.get().html == make.SAMPLE


# Clearing and after


def test_the_head_reads_and_submits_what_was_read(world):
    submission = actions.ask_for_clearance(make.begun(world.call, world.delegate), by=world.delegate)
    shown = client_of(world.head).get(f"/sample/inputs/mine/{submission.key}/clear/")
    assert make.SAMPLE in shown.content.decode()

    stale = send(world.head, submission, "submit/", seen="0" * 64)
    done = send(world.head, submission, "submit/", seen=shown.context["seen"])

    assert stale["Location"] == f"/sample/inputs/mine/{submission.key}/clear/"
    assert sentences(stale) == ["The text has changed since you opened it. Read it again before you submit it."]
    submission.refresh_from_db()
    assert done["Location"] == f"/sample/inputs/{submission.reference}/"
    assert "The receipt is being made" in page(f"/{submission.reference}/", world.delegate)
    assert "The receipt is being made" not in page(f"/{submission.reference}/")


def test_a_delegate_reads_but_does_not_submit(world):
    submission = actions.ask_for_clearance(make.begun(world.call, world.delegate), by=world.delegate)
    shown = page(f"/mine/{submission.key}/clear/", world.delegate)
    assert "It awaits the clearance of your head of delegation" in shown
    assert "Submit this text" not in shown
    assert send(world.delegate, submission, "submit/", seen="x").status_code == 403
    assert send(world.delegate, submission, "withdraw/").status_code == 403


def test_return_revise_and_withdraw(world):
    submission = actions.ask_for_clearance(make.begun(world.call, world.delegate), by=world.delegate)
    send(world.head, submission, "return/", note="Shorter, please.")
    assert "Shorter, please." in page(f"/mine/{submission.key}/", world.delegate)
    make.submitted(submission, world.head)

    revised = send(world.delegate, submission, "revise/")
    again = send(world.delegate, submission, "revise/")
    withdrawn = send(world.head, submission, "withdraw/", note="Given in error.")

    assert revised["Location"] == f"/sample/inputs/mine/{submission.key}/"
    assert again["Location"] == "/sample/inputs/PRT-2019-1/"
    assert withdrawn["Location"] == "/sample/inputs/PRT-2019-1/"
    submission.refresh_from_db()
    assert (submission.state, submission.note) == ("withdrawn", "Given in error.")


@pytest.mark.parametrize("verb", ["return", "withdraw"])
def test_a_reason_that_is_too_long_changes_nothing(world, verb):
    submission = make.begun(world.call, world.head)
    if verb == "return":
        actions.ask_for_clearance(submission, by=world.head)
    else:
        make.submitted(submission, world.head)
    answer = send(world.head, submission, f"{verb}/", note="x" * 1001)
    assert sentences(answer) == ["Ensure this value has at most 1000 characters (it has 1001)."]
    assert Submission.objects.get().state == ("in_clearance" if verb == "return" else "submitted")


def test_a_receipt_that_failed_is_made_again(world):
    version = make.submitted(make.begun(world.call, world.head), world.head)
    Job.objects.about(version).get().fail("It took too long.")
    assert "It took too long." in page("/PRT-2019-1/", world.delegate)

    answer = client_of(world.delegate).post("/sample/inputs/PRT-2019-1/receipt/?version=1")

    assert sentences(answer) == ["The receipt has been sent to print again."]
    assert [job.state for job in Job.objects.about(version)] == ["queued", "failed"]
    secretariat = make.works_for(world.consultation, "secretariat")
    assert client_of(secretariat).post("/sample/inputs/PRT-2019-1/receipt/").status_code == 404


@pytest.mark.parametrize("verb", ["autosave", "submit", "return", "revise", "withdraw"])
def test_nothing_changes_by_get(world, verb):
    submission = make.begun(world.call, world.head)
    assert client_of(world.head).get(f"/sample/inputs/mine/{submission.key}/{verb}/").status_code == 405


# The compilation


def test_compilation_goes_question_by_question(world):
    secretariat = make.works_for(world.consultation, "secretariat")
    spain = make.member(make.delegation("ESP", "Spain"), "head")
    make.submitted(make.begun(world.call, spain), spain, "cofacilitators")
    make.submitted(make.begun(world.call, world.head), world.head)

    shown = client_of(secretariat).get("/sample/inputs/compilation/")

    sections = shown.context["parts"][0].sections
    assert [(s.numeral, [v.reference for v, _answer in s.entries]) for s in sections] == [
        ("I", ["PRT-2019-1"]),
        ("II", []),
        ("III", []),
        ("", []),
    ]
    page("/compilation/", world.head, status=403)
    page("/compilation.docx", world.head, status=403)


# How often the database is asked: with one row and with three the same

SIGNED_IN = 5  # session, user, roles, memberships, second factor
GATHERED = 3  # calls, their questions, versions


def filed(world, number):
    """That many inputs, each with two versions."""
    people = [world.head]
    people += [make.member(make.delegation(code, code.title()), "head") for code in ("ALB", "BEL")]
    for by in people[:number]:
        version = make.submitted(make.begun(world.call, by), by)
        make.revised(version.submission, by, "<p>A second sample.</p>")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 4),  # consultation, versions, calls, and their questions to choose by
        (".json", 2),
        ("/PRT-2019-1/", 4),
        ("/PRT-2019-1.json", 2),  # and who joined it since
    ],
)
def test_queries_of_public_pages(world, django_assert_num_queries, path, queries, rows):
    filed(world, rows)
    client = client_of()
    with django_assert_num_queries(queries):
        assert client.get(f"/sample/inputs{path}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_compilation(world, django_assert_num_queries, rows):
    filed(world, rows)
    staff = make.works_for(world.consultation, "staff")
    client = client_of(staff)
    with django_assert_num_queries(SIGNED_IN + 1 + GATHERED):  # and the consultation
        assert client.get("/sample/inputs/compilation.docx").status_code == 200
    with django_assert_num_queries(GATHERED):
        parts = gather(world.consultation, staff)
    with django_assert_num_queries(0):
        assert "A second sample." in render_to_string("submissions/compilation.html", {"parts": parts} | world.__dict__)
