"""A PDF that shows pages and does nothing else."""

import io
import zipfile

import pikepdf

from . import PAGES_LIMIT, RefusedError

# What a PDF may tell its reader to do when somebody presses a link; what it may do unasked is less.
HARMFUL = {
    "/JavaScript": "pdf_script",
    "/Launch": "pdf_launch",
    "/SubmitForm": "pdf_form",
    "/ImportData": "pdf_form",
    "/GoToE": "pdf_embedded",
    "/Rendition": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/RichMediaExecute": "pdf_media",
}
UNASKED = {"/GoTo", "/Named"}
MEDIA = {"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"}
KEYS = {
    "/JS": "pdf_script",
    "/JavaScript": "pdf_script",
    "/XFA": "pdf_form",
    "/EF": "pdf_embedded",
    "/EmbeddedFiles": "pdf_embedded",
    "/Collection": "pdf_embedded",
    "/RichMediaContent": "pdf_media",
}
COMMENTS = {"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Stamp", "/Ink", "/Caret"}


def inspect(file):
    """What the sender should know of the PDF in the open ``file``; ``RefusedError`` if it holds more than pages."""
    content = file.read()
    _refuse_other_ends(content)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            _refuse_locked(pdf)
            _refuse_pages(pdf)
            comments = sum(_look_at(thing) for thing in pdf.objects)
            return {"author": _author(pdf), "comments": comments}
    except pikepdf.PasswordError as error:
        raise RefusedError("locked") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError) as error:
        # pikepdf passes on what its parser throws, and a damaged file has other types where a document has its own
        raise RefusedError("damaged") from error


def _refuse_other_ends(content):
    """Before the header and behind the end stands nothing: no second file that another program would open."""
    if not content.startswith(b"%PDF-"):
        raise RefusedError("kind")
    if not content.rstrip(b"\0\t\n\f\r ").endswith(b"%%EOF"):
        raise RefusedError("tail" if b"%%EOF" in content else "damaged")
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise RefusedError("tail")


def _refuse_locked(pdf):
    if pdf.is_encrypted:
        raise RefusedError("locked")


def _refuse_pages(pdf):
    pages = len(pdf.pages)  # the tree is walked, and refused where it runs in a circle
    if not pages:
        raise RefusedError("damaged")
    if pages > PAGES_LIMIT:
        raise RefusedError("pages", pages=pages, most=PAGES_LIMIT)


def _look_at(thing):
    """How many comments an object and what it directly holds are; ``RefusedError`` if it does anything."""
    comments, waiting = 0, [thing]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting += _direct(list(thing))
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            _refuse_doing(thing)
            comments += str(thing.get("/Subtype", "")) in COMMENTS and "/Rect" in thing
            waiting += _direct([value for _key, value in thing.items()])
    return comments


def _direct(things):
    """Those that stand in no place of their own: the others are among the objects of the file anyway."""
    holders = (pikepdf.Array, pikepdf.Dictionary)
    return [thing for thing in things if isinstance(thing, holders) and not thing.is_indirect]


def _refuse_doing(thing):
    keys = set(thing.keys())
    for key in keys & KEYS.keys():
        raise RefusedError(KEYS[key])
    if code := HARMFUL.get(_name(thing, "/S")):
        raise RefusedError(code)
    if _name(thing, "/Subtype") in MEDIA and "/Rect" in keys:
        raise RefusedError("pdf_media")
    if _name(thing, "/Subtype") == "/FileAttachment" or _name(thing, "/Type") == "/EmbeddedFile":
        raise RefusedError("pdf_embedded")
    if isinstance(thing, pikepdf.Stream) and "/F" in keys:  # its bytes stand in another file
        raise RefusedError("pdf_embedded")
    _refuse_unasked(thing, keys)


def _refuse_unasked(thing, keys):
    """What happens on opening the file, a page or a field may turn to a place in it, and no more."""
    unasked = [thing["/OpenAction"]] if "/OpenAction" in keys else []
    if "/AA" in keys and isinstance(thing["/AA"], pikepdf.Dictionary):
        unasked += [action for _event, action in thing["/AA"].items()]
    for action in unasked:
        if isinstance(action, pikepdf.Dictionary) and (_name(action, "/S") not in UNASKED or "/Next" in action):
            raise RefusedError("pdf_opening")


def _name(thing, key):
    value = thing.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _author(pdf):
    """Whom the file names as its author, in either of the two places where a PDF does."""
    named = str(pdf.docinfo.get("/Author", "")) if "/Info" in pdf.trailer else ""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        creators = metadata.get("dc:creator") or []
    if isinstance(creators, str):
        creators = [creators]
    return " ".join((named or ", ".join(creators)).split())[:200]
