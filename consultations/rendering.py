"""HTML to PDF by WeasyPrint: in a process of its own that may not do much, or in this one for a batch.

As a program it reads ``{"html", "css", "identifier"}`` as JSON and writes the PDF. It imports nothing of the portal,
so it needs no database, no secret and no settings.
"""

import json
import logging
import os
import sys

CPU_SECONDS = 20
MEMORY = 1 << 30
FILE_SIZE = 64 << 20
# fontTools writes the time into the fonts that it cuts; with this, the same letter is the same file.
EPOCH = {"SOURCE_DATE_EPOCH": "1546300800"}


def render(html, css, identifier):
    """The tagged PDF (PDF/UA-1) of ``html``, the same bytes for the same input. Nothing is fetched from anywhere."""
    # WeasyPrint takes a second or two to import; the web process, which never prints, must not pay for it.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    for name in ("weasyprint.progress", "fontTools"):  # a line for every step and table
        logging.getLogger(name).setLevel(logging.ERROR)
    os.environ.update(EPOCH)
    nothing = URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
    fonts = FontConfiguration()
    sheet = CSS(string=css, url_fetcher=nothing, font_config=fonts)
    return HTML(string=html, url_fetcher=nothing).write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier.encode()[:32],
        presentational_hints=False,
    )


def limit():
    """Bound what this process may use, where the system knows how to."""
    import resource  # not there on Windows

    limits = {"RLIMIT_CPU": CPU_SECONDS, "RLIMIT_AS": MEMORY, "RLIMIT_FSIZE": FILE_SIZE, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (ValueError, OSError):  # macOS refuses a bound on memory
            logging.getLogger(__name__).debug("%s could not be set", name)


def main():
    """Render what stands on standard input. The border of the process: every failure ends here, in one line."""
    limit()
    logging.disable(logging.WARNING)
    try:
        pdf = render(**json.load(sys.stdin.buffer))
    except BaseException as error:  # WeasyPrint's refusal to fetch is one
        sys.stderr.write(f"{type(error).__name__}: {error}"[:500])
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":  # pragma: no cover - in another process, where nobody counts
    sys.exit(main())
