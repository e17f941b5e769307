"""Why a file is not taken in, and what its sender should know of one that is: the codes of ``inspection`` in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

SENTENCES = {
    "kind": gettext_lazy("This file is not a %(wanted)s file. Save it as such and send it again."),
    "name": gettext_lazy(
        "The name of this file ends in %(end)s, but it is a %(kind)s file. Save it again as %(kind)s, with the ending "
        "%(right)s, and send it again."
    ),
    "empty": gettext_lazy("This file is empty. Choose the one that you meant and send it again."),
    "size": gettext_lazy("This file is larger than 10 MB. Send a smaller one."),
    "room": gettext_lazy(
        "There is no room for this file at the moment, and nothing was kept of it. Tell the secretariat, and send it "
        "again later."
    ),
    "damaged": gettext_lazy("This file is damaged and cannot be read through. Save it anew and send it again."),
    "tail": gettext_lazy(
        "Something else is attached to the beginning or the end of this file. Save it anew, without signing or joining "
        "it by another program, and send it again."
    ),
    "locked": gettext_lazy(
        "This file is protected by a password or by limits on its use. Save it without protection and send it again."
    ),
    "old_word": gettext_lazy(
        "This file is of an older kind of Office, or protected by a password. Save it as Word (.docx) or PDF, without "
        "a password, and send it again."
    ),
    "too_much": gettext_lazy(
        "This file is too intricate to be checked. Print it to a new PDF, or split it, and send it again."
    ),
    "checks": gettext_lazy("Files cannot be checked at the moment. Send it again in some minutes."),
    "pages": gettext_lazy("This file has %(pages)s pages; %(most)s is the most. Split it and send the parts."),
    "pdf_script": gettext_lazy("This PDF contains a program (JavaScript). Print it to a new PDF and send that one."),
    "pdf_launch": gettext_lazy("This PDF can start other programs. Print it to a new PDF and send that one."),
    "pdf_form": gettext_lazy("This PDF is a form that sends or loads data. Print it to a new PDF and send that one."),
    "pdf_embedded": gettext_lazy(
        "This PDF contains other files or refers to them. Send them by themselves, and print this one to a new PDF."
    ),
    "pdf_media": gettext_lazy("This PDF contains sound, film or models. Print it to a new PDF and send that one."),
    "pdf_opening": gettext_lazy(
        "This PDF does something as soon as it is opened. Print it to a new PDF and send that one."
    ),
    "zip_parts": gettext_lazy(
        "This file consists of more than %(most)s parts. Save it as PDF, or split it, and send it again."
    ),
    "zip_size": gettext_lazy("This file unpacks to more than can be checked. Save it as PDF and send that one."),
    "zip_names": gettext_lazy(
        "The parts inside this file have names that no Word file has. Open it in Word, save it anew and send it again."
    ),
    "word_macros": gettext_lazy(
        "This file contains macros or controls. Save it as a Word document without macros (.docx) and send it again."
    ),
    "word_embedded": gettext_lazy(
        "Another file is embedded in this one, such as a table of Excel, also behind a chart. Put it in as a picture, "
        "or save the whole as PDF, and send it again."
    ),
    "word_linked": gettext_lazy(
        "This file brings in something that stands elsewhere, such as a linked picture. Put it into the file itself, "
        "or save the whole as PDF, and send it again."
    ),
    "word_template": gettext_lazy(
        "This file loads its template from another place. Choose the template “Normal” in Word, or save it as PDF, and "
        "send it again."
    ),
    "word_link": gettext_lazy("This file has a link to “%(target)s”, which is no address on the web. Remove the link."),
    "word_field": gettext_lazy(
        "This file has a field (%(field)s) that brings in other files or starts programs. Select it, press "
        "Ctrl+Shift+F9 to keep its text only, and send it again."
    ),
    "word_doctype": gettext_lazy(
        "This file has declarations inside that no Word file has. Open it in Word, save it anew and send it again."
    ),
    "infected": gettext_lazy(
        "The virus scanner has found “%(virus)s” in this file, and nothing was kept of it. Tell your own technicians, "
        "and send a clean copy."
    ),
    "scanner": gettext_lazy("The virus scanner does not answer, so nothing was kept. Send it again in some minutes."),
}


def sentence(code, **facts):
    return SENTENCES[code] % facts


def notes(found):
    """Sentences about what a file tells of its makers, for the sender to decide whether others shall read it too."""
    told = []
    if author := found.get("author"):
        told.append(_("This file names its author: %(names)s.") % {"names": author})
    if people := found.get("changes"):
        told.append(
            ngettext(
                "This file has tracked changes by %(count)s person.",
                "This file has tracked changes by %(count)s persons.",
                people,
            )
            % {"count": people}
        )
    if comments := found.get("comments"):
        told.append(
            ngettext("This file has %(count)s comment.", "This file has %(count)s comments.", comments)
            % {"count": comments}
        )
    if found.get("hidden"):
        told.append(_("This file has hidden text."))
    if told:
        told.append(
            _(
                "Whoever opens the file can see this. If they should not, remove it (in Word: File, Info, Inspect "
                "Document) and send the file again."
            )
        )
    return told
