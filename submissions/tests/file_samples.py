"""Statements as delegations write them, for tests of files: all say that they are samples."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from record.tests.sample_files import body, word

FRENCH = ["Ceci est un exemple.", "Question 1", "Une réponse.", "Question 2", "Une autre réponse."]


def docx_of(*paragraphs):
    """A Word file of these paragraphs."""
    return word(body=body("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)))


def upload(content=None, name="statement.docx"):
    return SimpleUploadedFile(name, docx_of(*FRENCH) if content is None else content)


def typed(content=None, name="statement.docx", **fields):
    """What the page of files is sent."""
    return {"file": upload(content, name), "title": "", "language": "fr", "is_original": "on", **fields}


def filled(form, **answers):
    """The form for writing offline, filled: by the place in the order of its boxes, the lines of each."""
    import docx

    document = docx.Document(form)
    for place, lines in answers.items():
        cell = document.tables[int(place.removeprefix("box_"))].cell(0, 0)
        cell.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()
