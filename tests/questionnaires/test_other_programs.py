"""Workbooks as other programs save them: LibreOffice 7.4 really (tests/cases/workbooks), Google Sheets, Excel for Mac
by what their files are known to hold: texts within cells, phonetic runs, dates from 1904, targets from the root."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from inovik_forms.problems import Cell
from inovik_forms.questionnaires.model import Question, Questionnaire, walk
from inovik_forms.questionnaires.write_xlsx import xlsx_of
from inovik_forms.questionnaires.xlsform import load, read

WORKBOOKS = Path(__file__).parents[1] / "cases" / "workbooks"
FORM = """
| survey | | | | | |
| | type | name | label | relevant | default |
| | select_one ya | a | Apakah “siap”? | | |
| | text | b | Nama | ${a} = ‘ya’ | |
| | date | c | Tanggal | | |
| | integer | d | Nomor\u00a0urut | | 7 |
| choices | | | |
| | list_name | name | label |
| | ya | ya | Ya |
| | ya | tidak | Tidak |
"""
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def shape(form: Questionnaire) -> list[tuple[object, ...]]:
    found = [item for item in walk(form.items) if isinstance(item, Question)]
    return [(q.path, q.kind, dict(q.label), q.relevant and q.relevant.text, q.default) for q in found]


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    """The package with some parts put in place of what was there, others added."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in changed if name not in old.namelist())]:
            new.writestr(name, changed.get(name) or old.read(name))
    return stream.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read(name)


@pytest.fixture(scope="module")
def xlsx() -> bytes:
    return xlsx_of(FORM.encode(), "x.md")


def test_libreoffice_saves_the_same_form() -> None:
    saved = (WORKBOOKS / "libreoffice.xlsx").read_bytes()
    assert b"LibreOffice" in part(saved, "docProps/app.xml")
    assert shape(load(saved, "form.xlsx")) == shape(load(FORM.encode(), "form.md"))


def test_an_old_xls_is_told_how_to_be_saved_anew() -> None:
    form, (problem,) = read((WORKBOOKS / "libreoffice.xls").read_bytes(), "form.xls")
    assert form is None
    assert problem.code == "questionnaires.old_xls"
    assert ".xlsx" in problem.fix


def test_texts_within_their_cells() -> None:
    """Google Sheets' export may do without a table of shared texts."""
    heads = "".join(f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in zip("ABC", HEADS, strict=True))
    cells = (
        '<c r="A2" t="inlineStr"><is><t>text</t></is></c><c r="B2" t="inlineStr"><is><r><t>na</t></r><r><t>ma</t></r>'
        '</is></c><c r="C2" t="inlineStr"><is><t xml:space="preserve"> Nama </t></is></c>'
    )
    sheet = SHEET.format(f'<row r="1">{heads}</row><row r="2">{cells}</row>')
    data = repacked(plain(), {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert shape(load(data, "x.xlsx")) == [("nama", "text", {"": "Nama"}, None, "")]


HEADS = ("type", "name", "label")


def plain(*rows: list[object], **more: object) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in ([*HEADS, *more], *rows):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_phonetic_runs_are_no_part_of_a_text(xlsx: bytes) -> None:
    read_aloud = b'<t>Nama</t><rPh sb="0" eb="4"><t>NA</t></rPh><phoneticPr fontId="1"/>'
    texts = part(xlsx, "xl/sharedStrings.xml").replace(b"<t>Nama</t>", read_aloud)
    assert b"rPh" in texts
    assert shape(load(repacked(xlsx, {"xl/sharedStrings.xml": texts}), "x.xlsx"))[1][2] == {"": "Nama"}


def test_dates_counted_from_1904() -> None:
    """Excel for Mac's old way: the same number is a day four years later."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append([*HEADS, "default"])
    sheet.append(["date", "hari", "Hari", 44591])
    sheet["D2"].number_format = "yyyy-mm-dd"
    stream = BytesIO()
    book.save(stream)
    data = stream.getvalue()
    assert shape(load(data, "x.xlsx"))[0][4] == "2022-01-30"
    workbook = part(data, "xl/workbook.xml").replace(b"<workbookPr", b'<workbookPr date1904="1"')
    assert shape(load(repacked(data, {"xl/workbook.xml": workbook}), "x.xlsx"))[0][4] == "2026-01-31"


def test_targets_from_the_root_of_the_package(xlsx: bytes) -> None:
    name = "xl/_rels/workbook.xml.rels"
    relations = part(xlsx, name).replace(b'Target="worksheets/', b'Target="/xl/worksheets/')
    assert b'"/xl/worksheets/' in relations
    assert shape(load(repacked(xlsx, {name: relations}), "x.xlsx")) == shape(load(xlsx, "x.xlsx"))


def test_typed_quotes_and_unbreakable_blanks_are_no_mistake(xlsx: bytes) -> None:
    rows = shape(load(xlsx, "x.xlsx"))
    assert rows[0][2] == {"": 'Apakah "siap"?'}
    assert rows[1][3] == "${a} = 'ya'"
    assert rows[3][2] == {"": "Nomor\u00a0urut"}


def test_an_unbreakable_blank_is_a_blank_in_a_type_and_named_within_a_name() -> None:
    text = FORM.replace("select_one ya", "select_one\u00a0ya").replace("| text | b |", "| text\u00a0 | \u00a0b |")
    assert shape(load(xlsx_of(text.encode(), "x.md"), "x.xlsx")) == shape(load(FORM.encode(), "x.md"))
    form, (problem,) = read(FORM.replace("| c |", "| c\u00a0d |").encode(), "x.md")
    assert form is None
    assert problem.where == Cell("survey", 4, "B", "c\u00a0d")
    assert "c_d" in problem.fix


def test_merged_cells_hidden_rows_and_columns_and_blank_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in (["type", "name", "label", "hint"], ["text", "a", "A", "H"], [], ["note", "b", "Catatan", ""]):
        sheet.append(row)
    sheet.append(["text", "c", "C", ""])
    sheet.merge_cells("C4:D4")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("choices").sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)
    form = load(stream.getvalue(), "x.xlsx")
    assert [(item.name, item.row) for item in form.items] == [("a", 2), ("b", 4), ("c", 5)]
    first = form.items[0]
    assert isinstance(first, Question)
    assert first.hint == {"": "H"}


def test_a_long_number_is_not_rounded_in_silence() -> None:
    """A48: a NIP typed as a number has lost its last digits before it is read; it stays as the spreadsheet has it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append([*HEADS, "default"])
    sheet.append(["text", "nip", "NIP", "198501012010011001"])
    sheet.append(["text", "nol", "Nol", "007"])
    sheet.append(["text", "koma", "Koma", "1,000"])
    stream = BytesIO()
    book.save(stream)
    assert [row[4] for row in shape(load(stream.getvalue(), "x.xlsx"))] == ["198501012010011001", "007", "1,000"]
