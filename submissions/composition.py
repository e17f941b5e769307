"""What an input says: its answers and who speaks, composed into the content that is cleared, submitted and hashed."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import DelegationKind, PartyCapacity
from accounts.names import sort_key
from record.hashing import content_hash

from . import naming, prose

LANGUAGES = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}


def content_of(submission, at):
    """All that would be submitted at ``at``, but the reference, as a JSON value."""
    day = submission.consultation.day(at)
    alignments = naming.alignments_of(submission)
    content = {
        "delegation": delegation_of(submission.delegation, day, submission.language),
        "capacity": submission.capacity,
        "wording": submission.party.wording,
        "in_the_name_of": _in_the_name_of(submission.party, day),
        "alignments": alignments,
        "aligned": naming.aligned_phrase(alignments, submission.language),
        "call": {"number": submission.call.number, "subject": submission.call.subject},
        "language": submission.language,
        "visibility": submission.visibility,
        "answers": answers_of(submission),
    }
    if files := files_of(submission):
        content["files"] = files
    return content


def delegation_of(delegation, day, language):
    """Who speaks, under the names of that day."""
    return {
        "code": delegation.code,
        "iso3": delegation.iso3 or None,
        "kind": delegation.kind,
        "name": delegation.name_on(day),
        "name_in_language": delegation.name_on(day, language),
        "formal_name": delegation.formal_name,
    }


def _in_the_name_of(party, day):
    """The names of those it is submitted in the name of; none for a delegation that speaks for itself alone."""
    if party.capacity == PartyCapacity.NATIONAL:
        return []
    return [delegation.name_on(day) for delegation in party.delegations().with_names().in_order(day)]


def places(call):
    """The boxes of an input: each question of the call, and ``None`` for the additional elements."""
    return [*call.questions.all(), None]


def additional():
    """What the fourth box is called, in English as the questions of the call are."""
    with translation.override("en"):
        return _("Additional elements")


def answers_of(submission):
    """The answers that say something, in the order of the questions, the additional elements last."""
    return said(submission.call, dict(submission.answers.values_list("question", "html")))


def said(call, html):
    """Of ``html``, by the key of the question, the answers to a call that say something, in the order of questions."""
    return [
        {
            "numeral": question.numeral if question else "",
            "question": question.text if question else additional(),
            "html": html[key],
            "text": prose.to_text(html[key]),
        }
        for question in places(call)
        if html.get(key := question.pk if question else None)
    ]


def paper_content(call, delegation, answers, at, *, language, visibility, way, received_on):
    """All but the reference of an input that came on paper, for its delegation alone, with how it came."""
    return {
        "delegation": delegation_of(delegation, call.consultation.day(at), language),
        "capacity": PartyCapacity.NATIONAL.value,
        "wording": "",
        "in_the_name_of": [],
        "alignments": [],
        "aligned": naming.aligned_phrase([], language),
        "call": {"number": call.number, "subject": call.subject},
        "language": language,
        "visibility": visibility,
        "answers": said(call, answers),
        "paper": {"way": way, "received_on": received_on.isoformat()},
    }


def files_of(submission):
    """The files that it brings, in their order: what they are and the hash of each."""
    return [
        {
            "number": attachment.number,
            "title": attachment.title,
            "name": attachment.file.name,
            "language": attachment.language,
            "original": attachment.is_original,
            "sha256": attachment.file.sha256,
            "size": attachment.file.size,
        }
        for attachment in submission.attachments.standing()
    ]


def by_language(content):
    """The files of a content as pages list them: the original first, then by the name of their language."""
    files = [
        {**file, "language_name": LANGUAGES.get(file["language"], file["language"])}
        for file in content.get("files", [])
    ]
    return sorted(files, key=lambda file: (not file["original"], file["language_name"], file["number"]))


def why_empty(has_files):
    """Why what has no answer is neither cleared nor submitted, and what to do."""
    if has_files:
        return _(
            "This input has files, but no answer yet. Take their text over into the answers, or answer a question "
            "first."
        )
    return _("This input has no text yet. Answer a question first.")


def fingerprint(html):
    """Two hashes of an answer as it stood when its box was opened: of its HTML, and of its plain text."""
    return f"{_short_hash(html)}.{_short_hash(prose.to_text(html))}"


def is_as_opened(typed, opened, *, plain):
    """Whether what a box holds is what it was opened with; ``plain`` is what a bare textarea sends."""
    html, _dot, text = opened.partition(".")
    return _short_hash(typed.strip()) == (text if plain else html)


def _short_hash(text):
    return content_hash(text)[:16]


def text_sha256(submission, at):
    """The hash of what would be submitted now: what one who clears has seen."""
    return content_hash(content_of(submission, at))


def with_reference(content, reference):
    """The content as it is frozen."""
    return {"reference": reference, **content}


RANK = {str(kind): place for place, kind in enumerate(DelegationKind)}


def in_order(versions):
    """As lists print them: States before others, then alphabetical; of one delegation by reference."""
    return sorted(versions, key=place)


def place(version):
    """What puts a version in its place in lists."""
    said_by = version.said_by if hasattr(version, "said_by") else version.content["delegation"]
    input_ = version.submission
    return RANK[said_by["kind"]], sort_key(said_by["name"]), said_by["code"], input_.year, input_.serial


def words_of(answers):
    """How many words the answers have together."""
    return sum(prose.words(answer["html"]) for answer in answers)
