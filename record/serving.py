"""Files leave through here, after a view has asked the rules: streamed, with their true type, never run."""

from django.http import FileResponse, HttpResponseNotModified
from django.utils.http import quote_etag

# What may open in the browser, under a policy that its viewer can live with: a sandbox keeps Chromium's from starting.
INLINE = {
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
DOWNLOAD = "sandbox; default-src 'none'"


def serve(request, file, *, name=""):
    """The stored file. A PDF may open in the browser, all else is a download; nothing in it can run as ours."""
    etag = quote_etag(file.sha256)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    response = FileResponse(
        file.open(),
        as_attachment=file.content_type not in INLINE,
        filename=name or file.name,
        content_type=file.content_type,
    )
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = INLINE.get(file.content_type, DOWNLOAD)
    return response
