"""Files leave through here, after a view has asked the rules: with their true type, and never run as ours.

Where ``ACCEL_PREFIX`` is set the web server before the portal sends the bytes, from a location that only the portal can
name; else the portal streams them. No address opens a file by itself, signed or not.
"""

import logging

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from . import filenames

log = logging.getLogger(__name__)
# What may open in the browser, under a policy that its viewer can live with: a sandbox keeps Chromium's from starting.
INLINE = {
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
DOWNLOAD = "sandbox; default-src 'none'"


def serve(request, file, *, name=""):
    """The stored file. A PDF may open in the browser, all else is a download; nothing in it can run as ours.

    503 with a sentence if its bytes are gone or are not as many as were kept. Their hash is asked by
    ``verify_record`` and before they are mailed, not each time: it is the ETag, so that who has them can ask.
    Parts of a file are sent by the web server only; the portal answers a Range with the whole.
    """
    etag = quote_etag(file.sha256)
    known = get_conditional_response(request, etag=etag)
    if known is None and not file.has_its_size():
        log.error("File %s is missing or damaged: its bytes are not those that were kept.", file.pk)
        return render(request, "record/damaged.html", status=503)
    response = known or _with_bytes(request, file)
    response.headers["ETag"] = etag
    # What a visitor gets is public, but asked for again each time, since it may be withdrawn.
    response.headers["Cache-Control"] = "public, no-cache" if request.user.is_anonymous else "private, no-store"
    if known is None:
        _describe(response, file, filenames.clean(name or file.name))
    return response


def _with_bytes(request, file):
    """The answer that carries the bytes, or tells the web server where they are, or, to HEAD, how many they are."""
    if settings.ACCEL_PREFIX:
        answer = HttpResponse()
        answer.headers["X-Accel-Redirect"] = settings.ACCEL_PREFIX + file.key
        return answer
    if request.method == "HEAD":
        return HttpResponse(headers={"Content-Length": str(file.size)})
    return FileResponse(file.open(), headers={"Content-Length": str(file.size)})


def _describe(response, file, name):
    """Say what the bytes are, and what a browser may do with them."""
    inline = file.content_type in INLINE
    response.headers["Content-Type"] = file.content_type
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = INLINE.get(file.content_type, DOWNLOAD)
