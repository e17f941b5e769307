"""The compilation as a Word file: styles of its own, the body written as one text and read in once."""

from io import BytesIO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from . import prose

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FONT = "Cambria"
# name: (points, bold, before, after, keep with next)
STYLES = {
    "Input Title": (20, True, 0, 6, True),
    "Input Question": (14, True, 18, 6, True),
    "Input Delegation": (11, True, 12, 2, True),
    "Input Facts": (9, False, 0, 4, True),
    "Input Text": (11, False, 0, 6, False),
}
RIGHT_TO_LEFT = {"ar"}
# What XML 1.0 cannot hold is left out; prose.clean has taken it out of answers, names come from elsewhere.
UNPRINTABLE = {code: None for code in [*range(32), 0xFFFE, 0xFFFF] if code not in {9, 10, 13}}


def docx(consultation, parts):
    """The bytes of the Word file, ready to be read from their beginning."""
    # python-docx takes its time to import, and pages that write no Word file must not pay for it.
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    document.core_properties.title = f"{consultation.short_title}: {_('compilation of inputs')}"
    document.core_properties.author = consultation.title
    _add_styles(document)
    written = parse_xml(f"<w:body {NAMESPACE}>{''.join(_body(consultation, parts))}</w:body>")
    body = document.element.body
    for paragraph in list(written):
        body.insert(len(body) - 1, paragraph)  # before the properties of the section, which stay last
    stream = BytesIO()
    document.save(stream)
    stream.seek(0)
    return stream


def _add_styles(document):
    from docx.enum.style import WD_STYLE_TYPE  # as above
    from docx.shared import Pt

    for name, (size, bold, before, after, keep) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        layout = style.paragraph_format
        layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), keep
    for name, level in (("Input Title", 0), ("Input Question", 1), ("Input Delegation", 2)):
        document.styles[name].element.get_or_add_pPr().append(_outline(level))


def _outline(level):
    from docx.oxml import parse_xml  # as above

    return parse_xml(f'<w:outlineLvl {NAMESPACE} w:val="{level}"/>')


def _body(consultation, parts):
    yield _paragraph("InputTitle", [prose.Run(f"{consultation.short_title}: {_('compilation of inputs')}")])
    for part in parts:
        yield _paragraph("InputTitle", [prose.Run(str(part.call))])
        for section in part.sections:
            number = f"({section.numeral}) " if section.numeral else ""
            yield _paragraph("InputQuestion", [prose.Run(number + section.question)])
            if not section.entries:
                yield _paragraph("InputText", [prose.Run(_("No answer yet."), italic=True)])
            for version, answer in section.entries:
                yield from _entry(version, answer)


def _entry(version, answer):
    content = version.content
    name = content["delegation"]["name"]
    yield _paragraph("InputDelegation", [prose.Run(f"{name}, {content['wording']}" if content["wording"] else name)])
    if aligned := content.get("aligned"):
        yield _paragraph("InputFacts", [prose.Run(aligned)])
    facts = [content["reference"], _("version %(number)s") % {"number": version.number}]
    yield _paragraph("InputFacts", [prose.Run(", ".join([*facts, _("late")] if version.late else facts))])
    turned = content["language"] in RIGHT_TO_LEFT
    for block in prose.blocks(answer["html"]):
        label = [prose.Run(f"{block.label}\t")] if block.label else []
        yield _paragraph("InputText", [*label, *block.runs], depth=block.depth, turned=turned)


def _paragraph(style, runs, *, depth=0, turned=False):
    layout = f'<w:pStyle w:val="{style}"/>' + ("<w:bidi/>" if turned else "")
    if depth:
        layout += f'<w:ind w:left="{360 * depth}" w:hanging="360"/>'
    return f"<w:p><w:pPr>{layout}</w:pPr>{''.join(_run(run, turned) for run in runs)}</w:p>"


def _run(run, turned):
    marks = ("<w:b/>" if run.bold else "") + ("<w:i/>" if run.italic else "") + ("<w:rtl/>" if turned else "")
    text = run.text if not run.href or run.href == run.text else f"{run.text} ({run.href})"
    pieces = [_piece(piece) for piece in text.translate(UNPRINTABLE).split("\n")]
    return f"<w:r><w:rPr>{marks}</w:rPr>{'<w:br/>'.join(pieces)}</w:r>"


def _piece(text):
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
