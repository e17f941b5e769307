"""Comments on a released version are asked for, paragraph by paragraph."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .. import actions, calling
from ..call_forms import ParagraphCallForm
from .reading import visible


def call_by_paragraph(request, slug, number):
    version = visible(request, slug, number, "consultations.open_calls")
    if reason := calling.why_not(version):
        messages.error(request, reason)
        return redirect(version)
    sent = request.POST if request.method == "POST" else None
    form = ParagraphCallForm(sent, version=version, on=version.consultation.day(request.at))
    if form.is_valid():
        try:
            actions.call_by_paragraph(version, by=request.actor, **form.terms())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The call is entered, with a question for each paragraph that was chosen."))
            return redirect("consultations:calls", slug)
    context = {"consultation": version.consultation, "version": version, "form": form}
    return render(request, "drafts/call.html", context)
