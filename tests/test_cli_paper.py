"""`inovik paper` and `inovik export`."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader

from inovik_forms.cli.main import run

FORM = """| survey |
| | type | name | label | keterangan |
| | text | nama | Nama | untuk kami |
| | integer | umur | Umur | |
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "uji.md").write_text(FORM)
    (tmp_path / "jawaban.json").write_text(json.dumps({"nama": "Siti", "umur": 1200}))
    return tmp_path


def text_of(file: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(file.read_bytes())).pages)


def test_a_blank_form_and_its_answers(folder: Path) -> None:
    assert run(["paper", "uji.md", "-o", "kosong.pdf"]) == 0
    assert "Nama" in text_of(folder / "kosong.pdf") and "Siti" not in text_of(folder / "kosong.pdf")
    assert run(["paper", "uji.md", "jawaban.json", "-o", "isi.pdf"]) == 0
    assert "Siti" in text_of(folder / "isi.pdf") and "1.200" in text_of(folder / "isi.pdf")


def test_pictures_come_from_the_folder_beside_the_form(folder: Path) -> None:
    (folder / "uji.md").write_text(FORM.replace("| keterangan |", "| image |").replace("untuk kami", "peta.png"))
    Image.new("RGB", (40, 20), "khaki").save(folder / "peta.png")
    assert run(["paper", "uji.md", "-o", "kosong.pdf"]) == 0
    assert "Gambar: peta.png" in text_of(folder / "kosong.pdf")
    (folder / "media").mkdir()
    (folder / "peta.png").rename(folder / "media" / "peta.png")
    assert run(["paper", "uji.md", "-o", "kosong.pdf"]) == 0
    assert "Gambar" not in text_of(folder / "kosong.pdf")
    assert len(PdfReader(folder / "kosong.pdf").pages[0].images) == 1


def test_paper_refuses_another_form_and_wrong_answers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["paper", "uji.md", "-o", "kosong.docx"]) == 2
    assert ".pdf" in capsys.readouterr().err
    (folder / "jawaban.json").write_text('{"nama": ["satu"]}')
    assert run(["paper", "uji.md", "jawaban.json", "-o", "isi.pdf"]) == 1
    assert not (folder / "isi.pdf").exists()


def test_a_questionnaire_as_a_spreadsheet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "uji.md", "-o", "uji.xlsx"]) == 0
    book = openpyxl.load_workbook(folder / "uji.xlsx")
    assert [c.value for c in book["survey"][1]] == ["type", "name", "label", "keterangan"]
    assert run(["check", "uji.xlsx"]) == 0
    capsys.readouterr()
    assert run(["export", "uji.md", "-o", "uji.csv"]) == 2
    assert ".xlsx" in capsys.readouterr().err
