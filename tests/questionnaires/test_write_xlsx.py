"""A questionnaire leaves as .xlsx and comes back without a change."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inovik_forms.packs import content_dir
from inovik_forms.problems import Refused
from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.model import Questionnaire
from inovik_forms.questionnaires.write_xlsx import write, xlsx_of

SHIPPED = sorted(content_dir("questionnaires").glob("*.md"))


def without_rows(value: Any) -> Any:
    """The model without the numbers of its rows, which are those of the file."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return {name: without_rows(one) for name, one in fields.items() if name != "row"}
    if isinstance(value, tuple | list):
        return [without_rows(one) for one in value]
    if isinstance(value, dict):
        return {key: without_rows(one) for key, one in value.items()}
    return value


def same(a: Questionnaire, b: Questionnaire) -> bool:
    return bool(without_rows(a) == without_rows(b))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_a_shipped_questionnaire_comes_back_unchanged(file: Any) -> None:
    data = file.read_bytes()
    spreadsheet = xlsx_of(data, file.name)
    assert same(xlsform.load(data, file.name), xlsform.load(spreadsheet, f"{file.stem}.xlsx"))
    assert xlsx_of(spreadsheet, "x.xlsx") == spreadsheet, "a spreadsheet leaves as it is"
    assert xlsx_of(data, file.name) == spreadsheet, "the same questionnaire, the same bytes"


def test_columns_and_sheets_that_nobody_knows_survive() -> None:
    source = """
| survey |
| | type | name | label::Bahasa Indonesia (id) | catatan kami | body::esri:style |
| | text | nama | Nama | =1+1 | {a} |
| settings |
| | form_title | version |
| | Uji | 1.0 |
| entities |
| | dataset | label |
| | unit | ${nama} |
"""
    book = openpyxl.load_workbook(BytesIO(xlsx_of(source.encode(), "uji.md")))
    assert book.sheetnames == ["survey", "settings", "entities"]
    assert [cell.value for cell in book["survey"][2]] == ["text", "nama", "Nama", "=1+1", "{a}"]
    assert book["survey"]["D2"].data_type == "s", "a text that looks like a formula is a text"
    assert book["settings"]["B2"].value == "1.0" and book["entities"]["B2"].value == "${nama}"
    assert book["survey"].freeze_panes == "C2"


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(Refused):
        xlsx_of(b"\xff\xfe\x00", "uji.md")


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=8))
def test_any_text_comes_back(rows: list[list[str]]) -> None:
    book = openpyxl.load_workbook(BytesIO(write({"survey": [["type", "name", "a", "b", "c"], *rows]})))
    found = [[cell.value for cell in row if cell.value is not None] for row in book["survey"].iter_rows(min_row=2)]
    assert found == rows
