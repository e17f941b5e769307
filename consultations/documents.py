"""The documents that the consultation issues, as bytes of PDF."""

import ctypes
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from record.hashing import content_hash, file_hash

from . import rendering

SECONDS = 30
# What WeasyPrint cannot do without, as this system names them.
LIBRARIES = {
    "linux": (
        "libgobject-2.0.so.0",
        "libpango-1.0.so.0",
        "libpangoft2-1.0.so.0",
        "libharfbuzz.so.0",
        "libfontconfig.so.1",
    ),
    "darwin": (
        "libgobject-2.0.dylib",
        "libpango-1.0.dylib",
        "libpangoft2-1.0.dylib",
        "libharfbuzz.dylib",
        "libfontconfig.dylib",
    ),
}
KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE", "TMPDIR")
PAPERS = ("a4", "letter")


class RenderError(Exception):
    """A document could not be printed; the message is a sentence for the person who asked."""


def pdf_available():
    """Why no PDF can be printed on this machine and what to do, or "". Cheap: it does not import WeasyPrint."""
    missing = [name for name in LIBRARIES.get(sys.platform, ()) if not _loads(name)]
    if missing:
        return _(
            "PDF cannot be printed here: %(libraries)s is missing. Ask the administrator to run "
            "“%(command)s” and to start the portal again."
        ) % {"libraries": ", ".join(missing), "command": _install_command()}
    if not os.path.isfile(os.environ.get("FONTCONFIG_FILE", "")):
        return _(
            "PDF cannot be printed here: the fonts of the letter are not set up. Ask the administrator to start the "
            "portal with ./run, or to set FONTCONFIG_FILE as the README says."
        )
    return ""


def circular_pdf(content, *, reference, verify_url, issued_at, paper="a4"):
    """The letter as a tagged PDF, the same bytes for the same input. Raises RenderError with a sentence."""
    if reason := pdf_available():
        raise RenderError(reason)
    html = circular_html(content, reference=reference, verify_url=verify_url, issued_at=issued_at, paper=paper)
    return print_page(html, letter_css())


def print_page(html, css):
    """The PDF of a page, by the printer that is set: apart, or here within ``printing_here``."""
    return _printer.get()(html, css)


def circular_html(content, *, reference, verify_url, issued_at, paper="a4"):
    """The page that is printed. Without a reference it says in its foot that it is a draft."""
    if paper not in PAPERS:
        raise ValueError(f"There is no paper {paper!r}.")
    context = {
        "content": content,
        "content_sha256": content_hash(content),
        "reference": reference,
        "verify_url": verify_url,
        "issued": bool(reference),
        "issued_at": issued_at and issued_at.isoformat(timespec="seconds"),
        "paper": paper,
        "on_paper": True,
    }
    return render_to_string("consultations/pdf/circular.html", context)


def letter_css():
    """The style sheet of the letter, which the preview on the screen uses too."""
    return (settings.BASE_DIR / "static" / "css" / "letter.css").read_text()


def render_apart(html, css):
    """Render in a child process, bound in time, memory and environment: what prints text from people."""
    command = [sys.executable, "-I", rendering.__file__]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            command, input=_order(html, css), capture_output=True, timeout=SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RenderError(_too_much()) from error
    if done.returncode < 0:  # killed: by a limit, or by the system for want of memory
        raise RenderError(_too_much())
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise RenderError(_failed(done.stderr.decode(errors="replace")))
    return done.stdout


def render_here(html, css):
    """Render in this process: for a batch of our own letters, such as the demo, where starting costs the most."""
    try:
        return rendering.render(**json.loads(_order(html, css)))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # WeasyPrint's refusal to fetch is a BaseException
        raise RenderError(_failed(f"{type(error).__name__}: {error}")) from error


_printer = ContextVar("printer", default=render_apart)


@contextmanager
def printing_here():
    """Print in this process while the block lasts."""
    token = _printer.set(render_here)
    try:
        yield
    finally:
        _printer.reset(token)


def _order(html, css):
    """What the renderer is given. The identifier of the file follows from what is in it."""
    return json.dumps({"html": html, "css": css, "identifier": file_hash((html + css).encode())}).encode()


def _too_much():
    return _("The PDF took too long or too much memory and was given up. Shorten the letter, or try again later.")


def _failed(detail):
    return _("The PDF could not be made (%(detail)s). Try again, and tell the administrator if it fails again.") % {
        "detail": " ".join(detail.split())[:200] or _("no reason given")
    }


def _install_command():
    if sys.platform == "darwin":
        return "brew install pango"
    return "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def _loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
