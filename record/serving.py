"""Files leave through here, after a view has asked the rules: streamed, with their true type, never run."""

from django.http import FileResponse, HttpResponseNotModified
from django.utils.http import quote_etag

INLINE = {"application/pdf"}


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
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response
