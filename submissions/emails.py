"""The messages about inputs: each function gives a subject and a text. Templates stand in ``email/``."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.phrases import in_a_sentence
from consultations import times


def _text(name, **context):
    return render_to_string(f"submissions/email/{name}.txt", {"site": settings.SITE_URL, **context}).strip() + "\n"


def _subject(consultation, text):
    """One line, with the consultation first, so that a mission's mailbox sorts by it."""
    return " ".join(f"{consultation.short_title}: {text}".split())[:240]


def clearance_request(submission):
    """To those of the delegation who may clear."""
    consultation = submission.consultation
    return _subject(consultation, _("an input awaits your clearance")), _text(
        "clearance_request", submission=submission, consultation=consultation, due=_due(submission)
    )


def returned(submission):
    """To whoever asked for the clearance that was not given."""
    consultation = submission.consultation
    return _subject(consultation, _("an input was returned to you")), _text(
        "returned", submission=submission, consultation=consultation
    )


def receipt(version):
    """To the delegation, with the receipt. Nobody else gets one."""
    consultation = version.submission.consultation
    subject = _subject(consultation, _("receipt of input %(reference)s") % {"reference": version.reference})
    return subject, _text(
        "receipt",
        version=version,
        consultation=consultation,
        submitted=times.moment(version.submitted_at, consultation.zone),
        received=times.house_date(version.paper.received_on) if "paper" in version.content else "",
    )


def revised(version):
    """To those who compile: a later version has taken the place of one that they may have worked with."""
    return _of_version(version, "revised", _("input %(reference)s has been revised"))


def withdrawn(version):
    """To those who compile: the input no longer stands."""
    return _of_version(version, "withdrawn", _("input %(reference)s has been withdrawn"))


def _of_version(version, template, subject):
    submission = version.submission
    name = capfirst(in_a_sentence(version.content["delegation"]["name"]))
    return _subject(submission.consultation, subject % {"reference": version.reference}), _text(
        template, version=version, submission=submission, consultation=submission.consultation, delegation=name
    )


def named(version):
    """To the people of those in whose name it was submitted."""
    consultation = version.submission.consultation
    subject = _subject(consultation, _("input %(reference)s was filed in your name") % {"reference": version.reference})
    return subject, _text("named", version=version, consultation=consultation)


def associated(submission, delegation, at):
    """To those who submitted it and those who work on it: another has joined it."""
    return _later(submission, delegation, at, "associated", _("%(name)s associates itself with input %(reference)s"))


def disowned(submission, delegation, at):
    """To the same: a State says that it was listed wrongly."""
    return _later(submission, delegation, at, "disowned", _("%(name)s is not among those of input %(reference)s"))


def _later(submission, delegation, at, template, subject):
    consultation = submission.consultation
    name = capfirst(in_a_sentence(delegation.name_on(consultation.day(at))))
    return _subject(consultation, subject % {"name": name, "reference": submission.reference}), _text(
        template,
        submission=submission,
        consultation=consultation,
        delegation=name,
        moment=times.moment(at, consultation.zone),
    )


def _due(submission):
    return times.moment(submission.due_at, submission.consultation.zone) if submission.due_at else ""
