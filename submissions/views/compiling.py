"""The compilation: one page and one Word file, for those who work for the consultation."""

from django.http import FileResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import require
from consultations.views.pages import consultation_for

from .. import word
from ..compilation import gather


@require_safe
def compilation(request, slug):
    consultation = _consultation(request, slug)
    parts = gather(consultation, request.actor)
    return render(request, "submissions/compilation.html", {"consultation": consultation, "parts": parts})


@require_safe
def compilation_docx(request, slug):
    consultation = _consultation(request, slug)
    stream = word.docx(consultation, gather(consultation, request.actor))
    return FileResponse(
        stream,
        as_attachment=True,
        filename=f"{slug}-inputs.docx",
        content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )


def _consultation(request, slug):
    consultation = consultation_for(request, slug)
    require(request.actor, "submissions.compile", consultation)
    return consultation
