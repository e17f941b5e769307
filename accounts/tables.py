"""Tables as spreadsheets write and read them: several encodings and separators in, one out, and never a formula."""

import csv
import io
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LIMIT = 512 * 1024
MOST_ROWS = 2000
# A spreadsheet takes a cell that begins so for a formula, and does what it says.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Where the separator of a country is another, a cell is cut there and at ends of lines: "- " begins the item of a list.
CUT = r"([;\t\r\n] *)"
WITHIN = "(?='*(?:[=+@＝＋－＠]|-(?! )))"
MARK = "\ufeff"
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = ",;\t"


def guarded(cell):
    """A cell that no spreadsheet takes for a formula. ``unguarded`` gives back what it was."""
    text = re.sub(CUT + WITHIN, r"\1'", str(cell))
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def unguarded(cell):
    text = cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell
    return re.sub(f"{CUT}'{WITHIN}", r"\1", text)


def lines(rows):
    """Rows of cells as a piece of a table, no cell of which is a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()


def written(rows):
    """Rows of cells as a file that spreadsheets read: the first sign tells them that it is UTF-8."""
    return MARK + lines(rows)


def decoded(content):
    """The text of a file in UTF-8, or in what Excel calls Unicode text."""
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("The file is in an encoding that cannot be told. Save it as “CSV UTF-8” and choose it again."), "encoding"
        ) from error
    if "\x00" in text or not text.strip():
        raise ValidationError(_("The file holds no table. Save it as “CSV UTF-8” and choose it again."), "encoding")
    return text


def read(text, needed=()):
    """The header of a table and its rows, each with the number of its line: (columns, [(line, {column: cell})]).

    A ValidationError says why it is no table. Empty rows are left out; a row of another width has the key ``None``.
    """
    typed = list(io.StringIO(text.lstrip(MARK), newline=""))  # which splits where tables do, and nowhere else
    if typed and typed[0].lower().startswith("sep="):  # what Excel writes and reads, and nobody else
        typed = ["\n", *typed[1:]]
    reader = csv.reader(typed, delimiter=_separator(typed), strict=True)
    try:
        rows = [(reader.line_num, [unguarded(cell.strip()) for cell in row]) for row in reader if any(row)]
    except csv.Error as error:
        raise ValidationError(
            _("Line %(line)s cannot be read: a quotation mark is missing, or there is one too many. Correct it."),
            "table",
            {"line": reader.line_num},
        ) from error
    return _checked(rows, needed)


def _separator(typed):
    header = next((line for line in typed if line.strip()), "")
    return max(SEPARATORS, key=header.count)


def _checked(rows, needed):
    if not rows:
        raise ValidationError(_("The file holds no table. Its first line names the columns."), "table")
    columns, body = [cell.lower() for cell in rows[0][1]], rows[1:]
    if missing := [column for column in needed if column not in columns]:
        raise ValidationError(
            _("These columns are missing: %(columns)s. The first line names the columns."),
            "columns",
            {"columns": ", ".join(missing)},
        )
    if doubled := sorted({column for column in columns if columns.count(column) > 1}):
        raise ValidationError(_("These columns stand twice: %(columns)s."), "columns", {"columns": ", ".join(doubled)})
    if len(body) > MOST_ROWS:
        raise ValidationError(_("The file has more than 2,000 rows. Split it and send the parts."), "rows")
    return columns, [(line, _by_column(columns, cells)) for line, cells in body]


def _by_column(columns, cells):
    width = None if len(cells) == len(columns) else len(cells)
    row = dict(zip(columns, cells, strict=False))
    return row if width is None else {None: width, **row}
