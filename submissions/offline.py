"""The form for writing without a connection: a Word file with the questions, and a box under each to write in.

Before and behind each box stands a mark in words (``[answer 1]`` … ``[/answer 1]``), since that is what every program
keeps: content controls and bookmarks are lost on the way through some. ``submissions.assigning`` reads the marks.
"""

from io import BytesIO

from django.utils.translation import gettext as _

from .assigning import MORE
from .word import NAMESPACE, RIGHT_TO_LEFT

GREY = "767676"


def form_docx(call):
    """The bytes of the form of a call, ready to be read from their beginning."""
    from docx import Document  # as in ``word``: pages that write no Word file must not pay for it

    document = Document()
    consultation = call.consultation
    document.core_properties.title = f"{consultation.short_title}: {call}"
    document.core_properties.author = consultation.title
    document.add_heading(consultation.title, 0)
    document.add_paragraph(str(call), style="Subtitle")
    document.add_paragraph(
        _(
            "Write your answers in the boxes and save the file as Word (.docx). Then begin an input in the portal, "
            "open its page of files and send this file there: each answer goes to its question once you have confirmed "
            "it. Leave the grey marks in brackets as they are: by them the portal knows the boxes."
        )
    )
    _mark(document, f"[form {consultation.slug} {call.number}]")
    for number, question in enumerate(call.questions.all(), start=1):
        heading = document.add_heading(f"({question.numeral}) {question.text}", 1)
        if question.language in RIGHT_TO_LEFT:
            _turn(heading)
        _box(document, number)
    document.add_heading(_("Additional elements"), 1)
    _box(document, MORE)
    stream = BytesIO()
    document.save(stream)
    stream.seek(0)
    return stream


def _mark(document, text):
    from docx.shared import Pt, RGBColor  # as above

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(GREY)


def _box(document, place):
    from docx.shared import Cm  # as above

    _mark(document, f"[answer {place}]")
    table = document.add_table(1, 1, style="Table Grid")
    table.rows[0].height = Cm(4)  # at least: it grows with what is written
    _mark(document, f"[/answer {place}]")


def _turn(paragraph):
    from docx.oxml import parse_xml  # as above

    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:bidi {NAMESPACE}/>"))
