"""One tree, one text: the Word file as LibreOffice lays it out, our PDF and the preview say the same, numbers too."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from inovik_forms.documents import pdf, write_docx, write_html
from inovik_forms.documents.fill import fill
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import load
from inovik_forms.documents.tree import Document, SectionEnd
from inovik_forms.questionnaires import xlsform

from .clause_files import clause_sample
from .samples import sample
from .word_files import answered, no_files

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "packs" / "ambon" / "samples"
SHIPPED = [
    ("nota-kesepakatan", "nota-kesepakatan", "nota-kesepakatan.json"),
    ("nota-kesepakatan", "nota-kesepakatan", "nota-kesepakatan-draf.json"),
    ("rencana-aksi", "desain", "jempol-lansia/desain.json"),
    ("profil-inovasi", "laporan-kemajuan", "jempol-lansia/laporan-kemajuan.json"),
    ("laporan-kemajuan", "laporan-kemajuan", "jempol-lansia/laporan-kemajuan.json"),
]


@cache
def documents() -> dict[str, Document]:
    """The samples, and every shipped template with answers; without page furniture, which the preview shows once."""
    found = {"contoh": sample(), "klausul": clause_sample()}
    for template, questionnaire, answers in SHIPPED:
        form = xlsform.load((ROOT / "questionnaires" / f"{questionnaire}.md").read_bytes(), f"{questionnaire}.md")
        loaded = load((ROOT / "doc_templates" / f"{template}.docx").read_bytes(), f"{template}.docx", form)
        data: dict[str, Any] = json.loads((SAMPLES / answers).read_text())
        found[f"{template} {answers}"] = resolve(fill(loaded, answered(form, data), files=no_files))[0]
    return {name: _bare(document) for name, document in found.items()}


def _bare(document: Document) -> Document:
    body = tuple(replace(b, headers={}, footers={}) if isinstance(b, SectionEnd) else b for b in document.body)
    return replace(document, body=body)


def words(text: str) -> str:
    """Only the letters that say something: no white space, no leaders, capitals as they come."""
    text = re.sub(r"\.{4,}", "", text.replace("\u00ad", ""))
    return re.sub(r"[\s\u00a0\u200b]+", "", text)


def pdf_words(data: bytes, folder: Path) -> str:
    file = folder / "halaman.pdf"
    file.write_bytes(data)
    read = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, timeout=60)
    return words(read.stdout.decode())


@cache
def printed(name: str) -> bytes:
    """Our PDF of one of the documents."""
    return pdf.pdf(documents()[name])


def preview_words(document: Document) -> str:
    root = ElementTree.fromstring(f"<x>{write_html.write(document)}</x>")
    for style in root.findall("style"):
        style.text = ""
    return words("".join(root.itertext()))


def test_the_preview_says_what_the_pdf_says(tmp_path: Path) -> None:
    for name, document in documents().items():
        pages = pdf_words(printed(name), tmp_path)
        if name != "contoh":  # its contents have page numbers, the preview has none
            assert without_heads(pages, document) == without_heads(preview_words(document), document), name


def without_heads(text: str, document: Document) -> str:
    """A text without the heads of tables, which are repeated on further pages; each must be there."""
    for row in _heads(document):
        assert row in text
    for row in _heads(document):
        text = text.replace(row, "")
    return text


def _heads(document: Document) -> list[str]:
    root = ElementTree.fromstring(f"<x>{write_html.write(document)}</x>")
    return [words("".join(head.itertext())) for head in root.iter("thead")]


@pytest.mark.office
def test_libreoffice_finds_the_same_text_in_the_word_file(tmp_path: Path) -> None:
    found = documents()
    files = {name: tmp_path / f"naskah{n}.docx" for n, name in enumerate(found)}
    for name, file in files.items():
        document = pdf.with_pages(found[name]) if name == "contoh" else found[name]
        file.write_bytes(write_docx.write(document))
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to", "pdf",
            "--outdir", str(tmp_path), *map(str, files.values()),
        ],
        check=True, capture_output=True, timeout=250,
    )  # fmt: skip
    for name, document in found.items():
        office = pdf_words(files[name].with_suffix(".pdf").read_bytes(), tmp_path)
        ours = pdf_words(printed(name), tmp_path)
        assert without_heads(office, document) == without_heads(ours, document), name
