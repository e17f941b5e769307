"""The letter that circulates a released version: drafted as it is released, with its PDF once that is printed."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction

from consultations import composition
from consultations.actions import create_circular, enclose
from consultations.models import Circular, CircularForm, CircularKind, CircularState

from .. import transmitting

log = logging.getLogger(__name__)


def draft_letter(version, by):
    """Draft the joint letter that transmits a version, in the transaction that releases it, unless there is one.

    It is made of what was checked when it was typed, so nothing of it can be refused: a release never waits for it.
    """
    if transmitting.letters_about(version).exists():
        return None
    meeting, form = transmitting.next_meeting(version, by.at), CircularForm.JOINT_LETTER
    subject, body = transmitting.text(version, with_meeting=meeting is not None)
    return create_circular(
        version.consultation,
        by=by,
        kind=CircularKind.TRANSMITTAL,
        form=form,
        meeting=meeting,
        subject=subject,
        body=body,
        dated=version.consultation.day(by.at),
        language=transmitting.LANGUAGE,
        audience=composition.default_audience(form),
        addressee=composition.default_addressee(form),
    )


def enclose_print(version, by):
    """Enclose the PDF of a version with the letters that transmit it and are drafts still.

    What is in approval stays as it was read; a letter that can take no more files goes without, and the print is kept.
    """
    for pk in transmitting.letters_about(version).order_by("pk").values_list("pk", flat=True):
        circular = Circular.objects.hold(pk)
        if circular.state != CircularState.DRAFT:
            continue
        try:
            with transaction.atomic():
                enclose(circular, by=by, title=version.label, file=version.pdf)
        except ValidationError as error:
            log.warning("%s was not enclosed with the letter that transmits it: %s", version, error)
