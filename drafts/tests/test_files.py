"""What is kept of a released version, what is printed for whoever asks, and what is found out if it is another text."""

import pytest
from django.core.exceptions import ValidationError

from consultations.documents import RenderError, printing_here
from drafts import actions, comparing, files, jobs, rows, verification
from drafts.documents import Options
from drafts.models import DraftVersion, VersionFile, VersionFileKind
from record.actor import Actor
from record.models import Event, File, Job

from .factories import NOW, House
from .test_actions import raced

PDF = b"%PDF-1.7 "
EVERYTHING = {*files.BY_ITSELF, *files.AGAINST_BASE}


@pytest.fixture
def house(db):
    return House()


@pytest.fixture
def pair(house):
    """A version made from another, in which one paragraph was changed, one split and one moved; both released."""
    return released_pair(house)


def released_pair(house):
    first = house.release(house.begin())
    second = actions.begin_next(first, by=house.staff, label="Rev.1", dated=NOW.date())
    actions.split_paragraph(second.paragraphs.get(order=4), by=house.staff, at=26, revision=1)
    actions.move_paragraph(second.paragraphs.get(order=7), by=house.staff, to=4)
    return house.release(second), DraftVersion.objects.get(pk=first.pk)


@pytest.fixture
def no_printer(monkeypatch):
    """Prints that need no time: each is its own name."""
    for name in ("version_pdf", "redline_pdf"):
        monkeypatch.setattr(f"drafts.documents.{name}", lambda *args, name=name, **kwargs: PDF + name.encode())
    monkeypatch.setattr("drafts.documents.pdf_available", lambda: "")


def work(task):
    jobs.AS_CHOSEN.get(task, task)(Job.objects.filter(task=getattr(task, "name", "")).first().pk)


def kinds(version):
    return {found.kind for found in VersionFile.objects.filter(version=version)}


# At release


def test_a_release_keeps_the_comparison_with_its_base(pair):
    second, first = pair
    kept = VersionFile.objects.get()

    assert (kept.version, kept.base, kept.kind) == (second, first, VersionFileKind.REDLINE)
    assert kept.file.name == "forum-draft-2-against-1.json"
    assert rows.compared(kept.file.read()) == (second.content_sha256, first.content_sha256)


def test_what_is_kept_reads_back_as_what_was_compared(pair):
    def shown(found):
        return [
            (told(row), [told_of(each) for each in (row.old, row.new, row.split_from, *row.merged)]) for row in found
        ]

    def told(row):
        return row.state, row.moved, row.restyled, row.is_change, str(row.key), row.runs, row.notes

    def told_of(paragraph):
        return paragraph and (paragraph.number, paragraph.kind, paragraph.level, paragraph.get_kind_display())

    assert shown(files.rows_between(*pair)) == shown(comparing.rows_between(*pair))


def test_the_page_of_a_pair_stays_whatever_becomes_of_the_comparing(pair, monkeypatch):
    monkeypatch.setattr(comparing, "rows_between", lambda new, old: [])

    assert len(files.rows_between(*pair)) == 8
    assert files.rows_between(*reversed(pair)) == []


def test_a_kept_comparison_whose_bytes_are_gone_is_made_anew(pair, monkeypatch, caplog):
    monkeypatch.setattr(File, "read_intact", lambda self: None)

    assert len(files.rows_between(*pair)) == 8
    assert "compared anew" in caplog.text


def test_the_print_of_a_release_keeps_every_form(pair, no_printer):
    second, _first = pair

    jobs.print_version(Job.objects.about(second).get().pk)

    second.refresh_from_db()
    assert kinds(second) == EVERYTHING
    assert Job.objects.about(second).get().result == second.pdf
    assert Event.objects.about(second).last().facts["files"] == [
        *("word", "akn", "pdf_letter"),
        *("redline_word", "redline_pdf"),
    ]
    assert sorted(found.file.name for found in VersionFile.objects.filter(version=second)) == [
        "forum-draft-2-against-1.docx",
        "forum-draft-2-against-1.json",
        "forum-draft-2-against-1.pdf",
        "forum-draft-2-letter.pdf",
        "forum-draft-2.docx",
        "forum-draft-2.xml",
    ]


def test_a_form_that_cannot_be_printed_does_not_hold_up_the_print(pair, no_printer, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise RenderError("Too long.")

    monkeypatch.setattr("drafts.documents.redline_pdf", refuse)

    jobs.print_version(Job.objects.about(pair[0]).get().pk)

    assert kinds(pair[0]) == EVERYTHING - {VersionFileKind.REDLINE_PDF}
    assert "Too long." in caplog.text


def test_a_print_that_broke_off_after_its_pdf_goes_on(pair, no_printer):
    second, _first = pair
    actions.complete_print(second, PDF, by=Actor.clock(NOW))

    jobs.print_version(Job.objects.about(second).get().pk)

    assert kinds(second) == EVERYTHING
    assert files.wanted(second) == []


def test_what_is_kept_already_stays_as_it_is(pair, house):
    second, _first = pair
    made = {(VersionFileKind.WORD, None): b"first"}
    actions.keep_files(second, made, by=house.staff)

    actions.keep_files(second, {(VersionFileKind.WORD, None): b"second"}, by=house.staff)

    assert files.stored(second, VersionFileKind.WORD).read() == b"first"
    assert Event.objects.about(second).filter(facts__files=["word"]).count() == 1


# Refusals


@pytest.mark.parametrize(
    ("discarded", "sentence"),
    [
        (False, "A working draft is not printed. Release it first."),
        (True, "A draft that was discarded is not printed. Read it on its page."),
    ],
)
def test_only_what_is_released_is_kept_or_printed(house, pair, discarded, sentence):
    version = actions.begin_next(pair[0], by=house.staff, label="Rev.2")
    if discarded:
        version = actions.discard(version, by=house.staff, reason="A sample of a reason.")
    asked = [
        lambda: actions.keep_files(version, {}, by=house.staff),
        lambda: actions.ask_for_print(version, by=house.staff, options=Options("letter")),
        lambda: actions.ask_for_redline(version, pair[0], by=house.staff),
        lambda: actions.ask_for_redline(pair[0], version, by=house.staff),
    ]

    for action in asked:
        with pytest.raises(ValidationError) as refused:
            action()
        assert refused.value.messages == [sentence]


def test_a_print_is_refused_where_there_is_no_printer(pair, house, monkeypatch):
    monkeypatch.setattr("drafts.documents.pdf_available", lambda: "No fonts here.")

    with pytest.raises(ValidationError, match=r"No fonts here\."):
        actions.ask_for_print(pair[0], by=house.staff, options=Options("letter", lines=True))


def test_a_print_that_fails_again_and_again_is_refused(pair, house, no_printer):
    for _attempt in range(3):
        actions.ask_for_redline(*pair, by=house.staff)
        Job.objects.filter(task=actions.REDLINE).first().fail("Too long.")

    with pytest.raises(ValidationError, match=r"Tell the administrator"):
        actions.ask_for_redline(*pair, by=house.staff)


# As somebody chooses


def test_a_print_as_chosen_is_made_once_and_kept_with_its_job(pair, house, no_printer):
    version, options = pair[0], Options("letter", lines=True, sign=True)
    for _again in range(2):
        actions.ask_for_print(version, by=Actor(at=NOW), options=options)
    job = Job.objects.about(version).get(task="drafts.print_as_chosen.letter-lines-sign")

    jobs.AS_CHOSEN[options](job.pk)
    actions.ask_for_print(version, by=Actor(at=NOW), options=options)

    job.refresh_from_db()
    assert (job.state, job.user, job.result.name) == ("done", None, "forum-draft-2-letter-lines-sign.pdf")
    assert Job.objects.filter(task=job.task).count() == 1
    assert job.result.content_type == "application/pdf"


def test_changes_against_any_version_are_printed_once_and_kept(pair, house, no_printer):
    second, first = pair
    for _again in range(2):
        actions.ask_for_redline(first, second, by=Actor(at=NOW))  # the other way round, which no release keeps
    job = Job.objects.get(task=actions.REDLINE)

    jobs.print_redline(job.pk)
    jobs.print_redline(job.pk)
    actions.ask_for_redline(first, second, by=Actor(at=NOW))

    job.refresh_from_db()
    assert job.result == files.stored(first, VersionFileKind.REDLINE_PDF, second)
    assert Job.objects.filter(task=actions.REDLINE).count() == 1
    assert kinds(first) == {VersionFileKind.REDLINE, VersionFileKind.REDLINE_PDF}


def test_the_prints_are_real_ones(pair, house):
    second, first = pair
    actions.ask_for_redline(second, first, by=house.staff)
    with printing_here():
        jobs.print_redline(Job.objects.get(task=actions.REDLINE).pk)

    assert files.stored(second, VersionFileKind.REDLINE_PDF, first).read().startswith(b"%PDF-")


def test_prints_of_visitors_do_not_crowd_out_the_others(pair, house, no_printer):
    version, visitor = pair[0], Actor(at=NOW)
    *first, last = [options for options in Options.all() if options != Options()]
    for options in first:
        actions.ask_for_print(version, by=visitor, options=options)

    sentence = "Several prints wait to be made already. Ask for this one again in a few minutes."
    for deed in (
        lambda: actions.ask_for_print(version, by=visitor, options=last),
        lambda: actions.ask_for_redline(pair[1], version, by=visitor),
        lambda: actions.ask_for_redline(*pair, by=visitor),  # whose rows are kept already
    ):
        with pytest.raises(ValidationError) as error:
            deed()
        assert error.value.messages == [sentence]
    actions.ask_for_print(version, by=visitor, options=first[0])  # asked for already: it waits on
    actions.ask_for_print(version, by=house.staff, options=last)

    assert Job.objects.filter(task__startswith="drafts.print_as_chosen").count() == len(first) + 1
    assert not VersionFile.objects.filter(version=pair[1], base=version).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_have_one_print(wait_until_a_query_is_blocked, no_printer):
    second, first = released_pair(House())

    other = raced(
        lambda: actions.ask_for_redline(first, second, by=Actor(at=NOW)),
        lambda: actions.ask_for_redline(first, second, by=Actor(at=NOW)),
        wait_until_a_query_is_blocked,
    )

    assert other.result() == first
    assert Job.objects.filter(task=actions.REDLINE).count() == 1
    assert VersionFile.objects.filter(version=first, kind=VersionFileKind.REDLINE, base=second).count() == 1


# The record


def test_what_was_kept_of_other_texts_is_found(pair, monkeypatch):
    second, _first = pair
    kept = VersionFile.objects.get()
    assert list(verification.problems()) == []

    content = kept.file.read().replace(second.content_sha256.encode(), b"0" * 64)
    monkeypatch.setattr(File, "read_intact", lambda self: content)

    assert [str(problem) for problem in verification.problems()] == [
        "forum version 2: the redline that is kept is one of other texts"
    ]
