"""Clauses as files: `--clauses klausul.yaml` on the command line, and in a pack."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from inovik_forms.packs import load_pack, read_pack
from inovik_forms.store import Store
from tests.test_cli import FORM, Output, word
from tests.test_cli import folder as folder
from tests.test_cli import inovik as inovik
from tests.test_packs import CITY, UNITS
from tests.test_packs import store as store

CLAUSES = """anak:
  judul: Wali anak
  varian:
    - {nama: anak, berkas: anak.docx, syarat: umur < 17}
    - {nama: dewasa, berkas: dewasa.docx}
"""


@pytest.fixture
def clauses(folder: Path) -> Path:
    """A folder with a template that prints a clause, and the clause's files in a folder of their own."""
    there = folder / "klausul"
    there.mkdir()
    (there / "klausul.yaml").write_text(CLAUSES, encoding="utf-8")
    word("Diwakili {{ wali }}.").save(str(there / "anak.docx"))
    word("Datang sendiri.").save(str(there / "dewasa.docx"))
    word("Nama: {{ nama }}", "[[KLAUSUL anak]]").save(str(folder / "uji.docx"))
    return there / "klausul.yaml"


def test_a_template_is_checked_and_filled_with_clauses(inovik: Callable[..., Output], clauses: Path) -> None:
    assert "Tidak ada klausul «anak»." in inovik("check", "uji.docx").err
    assert inovik("check", "uji.docx", "--form", "uji.md", "--clauses", clauses).code == 0
    Path("jawaban.json").write_text(json.dumps({"nama": "Siti", "umur": 12, "wali": "Budi"}), encoding="utf-8")
    command = ("render", "uji.docx", "jawaban.json", "--form", "uji.md", "--clauses", clauses, "-o", "hasil.txt")
    assert inovik(*command).code == 0
    assert Path("hasil.txt").read_text().splitlines() == ["Nama: Siti", "Diwakili Budi."]
    book = ("book", "uji.docx", "jawaban.json", "--form", "uji.md", "--clauses", clauses, "-o", "hasil.docx")
    assert inovik(*book).code == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("umur < 17", "umur <", "klausul “anak”, varian “anak” [umur <]"),
        ("umur < 17", "umur <", "Syarat «umur <» keliru"),
        ("anak.docx", "lain.docx", "Berkas “lain.docx” tidak ada"),
        ("anak.docx", "../uji.docx", "Berkas “../uji.docx” tidak ada"),
        ("syarat:", "sarat:", "setiap klausul memerlukan varian"),
        ("anak:\n", "a b:\n", "setiap klausul memerlukan varian"),
        ("  varian:", "  varian: 3\n  lain:", "setiap klausul memerlukan varian"),
        ("varian:", "varian: [", "Berkas YAML tidak dapat dibaca"),
    ],
)
def test_mistakes_in_the_file_are_told(
    inovik: Callable[..., Output], clauses: Path, old: str, new: str, words: str
) -> None:
    clauses.write_text(CLAUSES.replace(old, new, 1), encoding="utf-8")
    output = inovik("check", "uji.docx", "--form", "uji.md", "--clauses", clauses)
    assert output.code == 1 and words in output.err


def test_a_pack_brings_clauses_once(folder: Path, clauses: Path, store: Store) -> None:
    (folder / "city.yaml").write_text(CITY, encoding="utf-8")
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    pack, problems = read_pack(folder)
    assert pack, [p.message for p in problems]
    load_pack(store, pack, samples=False)
    variants = store.clause_variants("anak", 1)
    assert [(v.name, v.condition, v.file_name) for v in variants] == [
        ("anak", "umur < 17", "anak.docx"), ("dewasa", "", "dewasa.docx"),
    ]  # fmt: skip
    store.publish_clause("anak", variants[1:], "Wali", "admin", base=1)
    load_pack(store, pack, samples=False)
    assert store.clause_pins() == {"anak": 2}
    store.publish_questionnaire("uji", FORM.encode(), "uji.md")
    assert store.publish_template("uji", (folder / "uji.docx").read_bytes(), "uji") == 1
