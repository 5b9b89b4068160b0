"""CSV files beside a questionnaire become part of it, in Markdown and in a spreadsheet."""

from __future__ import annotations

import pytest

from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.bring import with_tables
from inovik_forms.questionnaires.model import Question
from inovik_forms.questionnaires.write_xlsx import xlsx_of

FORM = b"| survey |\n| | type | name | label |\n| | select_one_from_file desa.csv | desa | Desa |\n"
CSV = b"name,label\nhative,Hative | Besar\npoka,Poka\n"


@pytest.mark.parametrize("is_sheet", [False, True])
@pytest.mark.parametrize("csv", [CSV, CSV.replace(b",", b";"), b"\xef\xbb\xbf" + CSV.replace(b"\n", b"\r\n")])
def test_choices_come_from_the_file_beside(is_sheet: bool, csv: bytes) -> None:
    data = xlsx_of(FORM, "x.md") if is_sheet else FORM
    assert xlsform.read(data, "x")[0] is None
    for _ in range(2):  # a second time replaces the first
        data, problems = with_tables(data, "x", {"desa.csv": csv})
        assert problems == []
    question = xlsform.load(data, "x").items[0]
    assert isinstance(question, Question) and question.choices is not None
    assert [(c.name, c.label[""]) for c in question.choices.choices] == [("hative", "Hative | Besar"), ("poka", "Poka")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("desa.csv", b"\xff\xfe\x00a", "csv_unreadable"),
        ("desa.csv", b"", "csv_unreadable"),
        ("desa.txt", CSV, "csv_name"),
        ("nama berkas yang terlalu panjang sekali.csv", CSV, "csv_name"),
        ("desa.csv", b"a\n" * 20_001, "csv_large"),
    ],
)
def test_a_file_that_is_no_table_is_named(name: str, content: bytes, code: str) -> None:
    data, problems = with_tables(FORM, "x.md", {name: content})
    assert data == FORM
    assert [p.code for p in problems] == [f"questionnaires.{code}"]
    assert all(p.message and p.fix for p in problems)


def test_what_cannot_be_read_comes_back_as_it_is() -> None:
    for data in (b"PK broken", b"\xff\xfe"):
        assert with_tables(data, "x.xlsx", {"desa.csv": CSV}) == (data, [])
