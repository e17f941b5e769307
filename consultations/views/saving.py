"""What the pages of setting up share: a form is shown, saved by an action, and comes back with what was refused."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import require

from ..forms.changing import Changing
from .pages import consultation_for


class Page(NamedTuple):
    """The words of a page that has one form: its title, what it does in a sentence, its button, and what is done."""

    title: str
    lede: str
    button: str
    done: str
    danger: bool = False


def set_up_for(request, slug, perm="consultations.set_up"):
    """The consultation of the address, for those of its secretariat."""
    consultation = consultation_for(request, slug)
    require(request.actor, perm, consultation)
    return consultation


def setup_address(consultation, section=""):
    return reverse("consultations:setup", args=[consultation.slug]) + (f"#{section}" if section else "")


def posted(request):
    """What was sent, for forms: a form whose boxes are all empty is sent too."""
    return request.POST if request.method == "POST" else None


def done(form, deed):
    """What ``deed`` gives, done with a valid form; ``None`` where it was refused, which then stands in the form."""
    if not form.is_valid():
        return None
    try:
        return deed()
    except ValidationError as error:
        _show(form, error)
        return None


def _show(form, error):
    """What was refused, beside the fields that it names; after a conflict also what the others have saved."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)
        return
    form.add_error(None, error.messages)
    if getattr(error, "code", "") == "conflict" and isinstance(form, Changing):
        form.catch_up()


def show(request, form, page, consultation, *, section, back=None, status=200, **more):
    """The page of ``form``; ``back`` is where one leaves it for, or the section of the setup."""
    back = back or setup_address(consultation, section)
    context = {"consultation": consultation, "form": form, "page": page, "section": section, "back": back} | more
    return render(request, more.get("template", "consultations/setup_form.html"), context, status=status)


def lead(request, page, consultation, section):
    """Back to the section of the setup, with the word that it is done."""
    messages.success(request, page.done)
    return redirect(setup_address(consultation, section))


def tell_refusal(request, deed, sentence):
    """Do what one button does, and say what came of it."""
    try:
        deed()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, sentence)


def not_now(request, reason, consultation, section):
    """Back to the setup with what stands in the way of a page."""
    messages.error(request, reason)
    return redirect(setup_address(consultation, section))
