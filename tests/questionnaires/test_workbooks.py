"""Workbooks: what Excel stores, and files that are broken, hostile or something else."""

import zipfile
from datetime import datetime, time
from io import BytesIO

import openpyxl
import pytest

from bench.forms import thousand_question_form
from inovik_forms.problems import Cell, errors
from inovik_forms.questionnaires.model import Question, walk
from inovik_forms.questionnaires.sheets import column_letter, read_workbook
from inovik_forms.questionnaires.xlsform import read

HEADS = ["type", "name", "label", "default"]


def workbook(rows: list[list[object]], **more: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for title, lines in {"survey": rows, **more}.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    del book["Sheet"]
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def codes(data: bytes, name: str = "x.xlsx") -> list[str]:
    questionnaire, problems = read(data, name)
    assert questionnaire is None
    assert all(problem.message and "{" not in problem.message for problem in problems)
    return [problem.code.partition(".")[2] for problem in errors(problems)]


def repacked(data: bytes, part: str, change: object) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name == part else body)  # type: ignore[operator]
    return stream.getvalue()


def test_cells_read_as_a_person_sees_them() -> None:
    data = workbook(
        [
            HEADS,
            ["integer", "a", "A", 5.0],
            ["decimal", "b", "B", 2.5],
            ["date", "c", "C", datetime(2026, 1, 31)],  # noqa: DTZ001  Excel knows no time zones
            ["time", "d", "D", time(8, 30)],
            ["text", "e", 12, True],
            ["text", "f", "F", None],
        ]
    )
    form, problems = read(data, "x.xlsx")
    assert form is not None, problems
    questions = [item for item in walk(form.items) if isinstance(item, Question)]
    assert [question.default for question in questions] == ["5", "2.5", "2026-01-31", "08:30:00", "TRUE", ""]
    assert questions[4].label == {"": "12"}


def test_a_single_sheet_is_the_survey_whatever_its_name() -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    book.active.append(["text", "a", "A"])
    stream = BytesIO()
    book.save(stream)
    assert read(stream.getvalue(), "x.xlsx")[0] is not None


def test_row_numbers_are_those_of_the_spreadsheet_even_after_blank_rows() -> None:
    data = workbook([HEADS, ["text", "a", "A"], [], [], ["txet", "b", "B"]])
    (problem,) = errors(read(data, "x.xlsx")[1])
    assert isinstance(problem.where, Cell)
    assert (problem.where.sheet, problem.where.row, problem.where.column) == ("survey", 5, "A")
    assert problem.where.quote == "txet"


def test_xlsx_and_markdown_give_the_same_form() -> None:
    rows = [HEADS, ["text", "a", "A", "x"], ["integer", "b", "B", 3]]
    markdown = "| survey | | | | |\n" + "".join("| | " + " | ".join(str(c) for c in row) + " |\n" for row in rows)
    assert read(workbook(rows), "x.xlsx")[0] == read(markdown.encode(), "x.md")[0]


def test_the_thousand_question_form_has_no_error() -> None:
    form, problems = read(thousand_question_form(), "seribu.xlsx")
    assert form is not None, errors(problems)[:3]
    assert sum(isinstance(item, Question) for item in walk(form.items)) == 1000


def test_all_mistakes_of_a_large_form_are_found() -> None:
    assert codes(thousand_question_form(mistakes=30)).count("unknown_name_near") == 30


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_form"),
        (b"hello", "not_a_form"),
        (b"\xff\xfe\x00|", "not_a_form"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_xls"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 and then nothing", "broken_xlsx"),
        (b"|" * (17 * 1024 * 1024), "file_too_large"),
    ],
)
def test_files_that_are_no_workbook_get_a_plain_word(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def test_a_word_file_is_not_taken_for_a_form() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", "<w:document/>")
    assert codes(stream.getvalue()) == ["not_a_form"]


def test_a_truncated_workbook_is_broken() -> None:
    data = workbook([HEADS, ["text", "a", "A"]])
    assert codes(data[: len(data) // 2]) == ["broken_xlsx"]


def test_a_workbook_with_a_wrong_checksum_is_broken() -> None:
    data = workbook([HEADS, ["text", "a", "A"]])
    place = data.index(b"xl/worksheets/sheet1.xml") + 60
    assert codes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]) == ["broken_xlsx"]


def test_a_doctype_is_refused() -> None:
    data = workbook([HEADS, ["text", "a", "A"]])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert codes(repacked(data, "xl/workbook.xml", lambda xml: bomb + xml)) == ["doctype"]


def test_a_part_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    data = workbook([HEADS, ["text", "a", "A"]])
    assert codes(repacked(data, "xl/styles.xml", lambda xml: xml + b" " * (70 * 1024 * 1024))) == ["zip_bomb"]


def test_a_part_with_a_password_and_one_that_leads_elsewhere() -> None:
    data = workbook([HEADS, ["text", "a", "A"]])
    entry = data.index(b"PK\x01\x02")
    locked = data[: entry + 8] + bytes([data[entry + 8] | 1]) + data[entry + 9 :]
    assert codes(locked) == ["encrypted"]
    stream = BytesIO(data)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("../luar.xml", "<a/>")
    assert codes(stream.getvalue()) == ["broken_xlsx"]


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "ZZZ3", "A99999"])
def test_a_cell_far_out_is_refused_with_the_name_of_its_sheet(cell: str) -> None:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(HEADS)
    book.active[cell] = "x"
    stream = BytesIO()
    book.save(stream)
    questionnaire, problems = read(stream.getvalue(), "x.xlsx")
    assert questionnaire is None
    assert [problem.code for problem in problems] == ["questionnaires.sheet_too_large"]
    assert isinstance(problems[0].where, Cell)
    assert problems[0].where.sheet == "survey"


def test_cells_that_do_not_say_where_they_stand_are_counted() -> None:
    row = b"<row>" + b"<c><v>1</v></c>" * 300 + b"</row>"
    data = repacked(
        workbook([HEADS, ["text", "a", "A"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", row * 3 + b"</sheetData>"),
    )
    assert codes(data) == ["sheet_too_large"]


def test_a_sheet_that_is_no_part_of_the_form_may_be_of_any_size() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook([HEADS, ["text", "a", "A"]], data=[["=1+1"]])))
    book["data"]["A900000"] = "x"
    stream = BytesIO()
    book.save(stream)
    form, problems = read(stream.getvalue(), "x.xlsx")
    assert form is not None, problems


def test_a_huge_dimension_alone_does_no_harm() -> None:
    data = workbook([HEADS, ["text", "a", "A"]])
    wide = repacked(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:D2"', b'ref="A1:XFD1048576"'))
    assert wide != data
    assert read(wide, "x.xlsx")[0] is not None


def test_a_formula_without_a_stored_value_is_named() -> None:
    data = workbook([HEADS, ["text", "a", "=1+1"]])
    questionnaire, problems = read(data, "x.xlsx")
    assert questionnaire is None
    assert [problem.code for problem in problems] == ["questionnaires.dead_formula"]
    assert isinstance(problems[0].where, Cell)
    assert (problems[0].where.sheet, problems[0].where.row, problems[0].where.column) == ("survey", 2, "C")


def test_a_cell_of_a_hundred_thousand_letters_is_named() -> None:
    found, problems = read_workbook(f"| survey | |\n| | type |\n| | {'x' * 100_000} |\n".encode(), "x.md")
    assert found is not None
    assert [problem.code for problem in problems] == ["questionnaires.cell_too_long"]


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_the_spreadsheet_names_them(index: int, letter: str) -> None:
    assert column_letter(index) == letter


def test_two_sheets_for_the_same_are_named_not_chosen_between() -> None:
    rows = [["type", "name", "label"], ["text", "a", "A"]]
    assert codes(workbook(rows, **{"Survey ": rows})) == ["double_sheet"]
    table = b"| survey |\n| | type | name | label |\n| | text | a | A |\n"
    assert codes(table + table, "x.md") == ["double_sheet"]
    assert codes(table + table.replace(b"survey", b"Survey"), "x.md") == ["double_sheet"]
