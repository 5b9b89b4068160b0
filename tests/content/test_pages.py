"""The pages of every shipped document, from our PDF and from our Word file through LibreOffice: numbered, no heading at
the foot, signatures with the words that they sign, no line left by a condition, the book as well."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from weasyprint.layout import inline, percent
from weasyprint.text import line_break

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.documents import book, pdf, write_docx
from inovik_forms.documents.fill import fill
from inovik_forms.documents.quicker import quicker
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.styles import is_heading
from inovik_forms.documents.template import Template, load
from inovik_forms.documents.tree import Block, Document, Paragraph, Table
from inovik_forms.documents.walk import paragraphs, plain_text, rows
from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.model import Questionnaire

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "packs" / "ambon" / "samples"
TODAY = date(2026, 11, 24)
SHIPPED = {
    "nota-kesepakatan": ("nota-kesepakatan", "nota-kesepakatan.json"),
    "nota-kesepakatan draf": ("nota-kesepakatan", "nota-kesepakatan-draf.json"),
    "rencana-aksi": ("desain", "jempol-lansia/desain.json"),
    "profil-inovasi": ("laporan-kemajuan", "jempol-lansia/laporan-kemajuan.json"),
    "laporan-kemajuan": ("laporan-kemajuan", "jempol-lansia/laporan-kemajuan.json"),
}
BOOK = "buku-rencana-aksi"
PLANS = ("akta-tiba", "buku-berlayar", "jempol-lansia")
SIGNED = re.compile(r"(PIHAK (KESATU|KEDUA),|Mengetahui,)")


@cache
def form(name: str) -> Questionnaire:
    return xlsform.load((ROOT / "questionnaires" / f"{name}.md").read_bytes(), f"{name}.md")


@cache
def template(name: str, questionnaire: str) -> Template:
    return load((ROOT / "doc_templates" / f"{name}.docx").read_bytes(), name, form(questionnaire))


def state(questionnaire: str, file: str) -> State:
    data: dict[str, Any] = json.loads((SAMPLES / file).read_text())
    draft, problems = draft_from_json(plan_of(form(questionnaire)), data)
    assert problems == []
    return evaluate(plan_of(form(questionnaire)), draft, today=TODAY)


def files(file: str) -> Callable[[str], bytes | None]:
    folder = (SAMPLES / file).parent
    return lambda value: (folder / value).read_bytes() if value else None


@cache
def document(name: str) -> Document:
    questionnaire, file = SHIPPED[name]
    loaded = template(name.split()[0], questionnaire)
    return resolve(fill(loaded, state(questionnaire, file), files=files(file)))[0]


def plans() -> list[State]:
    return [state("desain", f"{plan}/desain.json") for plan in PLANS]


@cache
def whole_book(kind: str) -> bytes:
    loaded = template(BOOK, "desain")
    return book.book(loaded, plans(), files=files("jempol-lansia/x"), form="pdf" if kind == "pdf" else "docx")


OTHER_FONT = frozenset({"nota-kesepakatan", BOOK})
"""Set in Bookman Old Style, for which LibreOffice finds another font here than we ship, with higher lines: a page may
break a line earlier. The book's contents are a table in the one and a field in the other."""


def pages(data: bytes, folder: Path) -> list[list[str]]:
    """The lines of each page, top to bottom, blank ones left out."""
    file = folder / "halaman.pdf"
    file.write_bytes(data)
    read = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, timeout=60)
    return [[s for line in page.splitlines() if (s := " ".join(line.split()))]
            for page in read.stdout.decode().split("\f")[:-1]]  # fmt: skip


def elsewhere() -> dict[str, str]:
    """The environment of another program: the machine's own fonts, not those that our PDF is set in."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG_")}


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, list[list[str]]]]]:
    """Document → "kami" and "office" → pages; LibreOffice runs once."""
    folder = tmp_path_factory.mktemp("halaman")
    names = [*SHIPPED, BOOK]
    for n, name in enumerate(names):
        made = whole_book("docx") if name == BOOK else write_docx.write(document(name))
        (folder / f"naskah{n}.docx").write_bytes(made)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profil", "--headless", "--convert-to", "pdf",
            "--outdir", str(folder), *(str(folder / f"naskah{n}.docx") for n in range(len(names))),
        ],
        check=True, capture_output=True, timeout=250, env=elsewhere(),
    )  # fmt: skip
    found = {}
    for n, name in enumerate(names):
        ours = whole_book("pdf") if name == BOOK else pdf.pdf(document(name))
        office = (folder / f"naskah{n}.pdf").read_bytes()
        found[name] = {"kami": pages(ours, folder), "office": pages(office, folder)}
    yield found


def bare(text: str) -> str:
    """Only what says something: no white space, no soft hyphens."""
    return re.sub(r"[\s\u00a0\u00ad\u200b]+", "", text)


def headings(found: Document) -> set[str]:
    """Each line of each heading, as a page may end with it."""
    lines: set[str] = set()
    for paragraph in paragraphs(found.body):
        if is_heading(found, paragraph):
            text = f"{paragraph.label}\n{plain_text(paragraph.inlines)}"
            lines |= {bare(line) for line in text.split("\n")}
            lines.add(bare(text))
    return {line for line in lines if line}


def is_furniture(line: str) -> bool:
    return bool(re.fullmatch(r"[-–]\s*[0-9ivx]+\s*[-–]|[0-9ivx]+|DRAF", line))


@pytest.mark.office
@pytest.mark.parametrize("name", SHIPPED)
def test_no_page_ends_with_a_heading(name: str, layouts: dict[str, dict[str, list[list[str]]]]) -> None:
    titles = headings(document(name))
    for who, found in layouts[name].items():
        for number, page in enumerate(found[:-1], 1):
            body = [line for line in page if not is_furniture(line)]
            assert not body or bare(body[-1]) not in titles, (who, number, body[-2:])


def signatures(blocks: Sequence[Block]) -> Iterator[tuple[str, str, str]]:
    """For each block of signatures: how the text before it ends, its first and its last words."""
    before = ""
    for block in blocks:
        texts = [t for p in paragraphs((block,)) if (t := bare(plain_text(p.inlines)))]
        if isinstance(block, Table) and any(SIGNED.match(plain_text(p.inlines)) for p in paragraphs((block,))):
            yield before[-12:], texts[0][:20], texts[-1][-12:]
        if texts:
            before = texts[-1]


@pytest.mark.office
@pytest.mark.parametrize("name", ["nota-kesepakatan", "rencana-aksi", "laporan-kemajuan"])
def test_signatures_stand_with_what_they_sign(name: str, layouts: dict[str, dict[str, list[list[str]]]]) -> None:
    found = list(signatures(document(name).body))
    assert found
    for who, laid in layouts[name].items():
        texts = [bare("".join(page)) for page in laid]
        for before, first, last in found:
            assert any(before in page and first in page and last in page for page in texts), (who, before, first, last)


@pytest.mark.office
@pytest.mark.parametrize("name", [*SHIPPED, BOOK])
def test_our_pdf_has_the_pages_of_the_word_file(name: str, layouts: dict[str, dict[str, list[list[str]]]]) -> None:
    """LibreOffice lays out the DOCX: as many pages, and every page begins with the same words."""
    ours, office = layouts[name]["kami"], layouts[name]["office"]
    assert len(ours) == len(office)
    if name not in OTHER_FONT:
        begins = [[bare("".join(page))[:60] for page in found] for found in (ours, office)]
        assert begins[0] == begins[1]


@pytest.mark.office
def test_pages_are_numbered_alike(layouts: dict[str, dict[str, list[list[str]]]]) -> None:
    for name, both in layouts.items():
        for who, found in both.items():
            numbers = {}
            for at, page in enumerate(found, 1):
                shown = [m[1] for line in page if (m := re.fullmatch(r"[-–]\s*(\d+)\s*[-–]", line))]
                assert len(shown) <= 1, (name, who, at, shown)
                if shown:
                    numbers[at] = int(shown[0])
            if name != BOOK:  # its own test: numbers begin behind the cover
                assert all(at == n for at, n in numbers.items()), (name, who, numbers)
            if name.startswith(("nota", "rencana")):
                assert len(numbers) >= len(found) - 1, (name, who, numbers)


@pytest.mark.office
def test_every_page_of_a_draft_says_so(layouts: dict[str, dict[str, list[list[str]]]]) -> None:
    for who, found in layouts["nota-kesepakatan draf"].items():
        assert all("DRAF" in page for page in found), who
        assert not any("DRAF" in page for page in layouts["nota-kesepakatan"][who]), who


@pytest.mark.office
def test_the_book_says_the_same_in_both(layouts: dict[str, dict[str, list[list[str]]]]) -> None:
    """Letters of the whole book, each as often; the heads of tables are repeated wherever a page begins."""
    gathered = book.gathered(template(BOOK, "desain"), plans(), files("jempol-lansia/x"))
    heads = {
        bare(plain_text(p.inlines))
        for table in gathered.body if isinstance(table, Table)
        for row in rows(table.rows) if row.header
        for cell in row.cells for p in paragraphs(cell.blocks)
    }  # fmt: skip
    texts = {who: bare("".join("".join(page) for page in found)) for who, found in layouts[BOOK].items()}
    for paragraph in paragraphs(gathered.body):
        text = bare(plain_text(paragraph.inlines))
        if len(text) > 25 and text not in heads and not any(c in text for c in "…."):
            assert (text[:25] in texts["kami"]) == (text[:25] in texts["office"]), text
    assert texts["kami"].count("RENCANAAKSIINOVASI") == texts["office"].count("RENCANAAKSIINOVASI") >= len(PLANS)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_condition_leaves_an_empty_line(name: str) -> None:
    """An empty paragraph stands only where the template has one, or alone in a cell, where Word demands one."""
    made = document(name)
    source = template(name.split()[0], SHIPPED[name][0]).document
    meant = {p.source for p in paragraphs(source.body) if not plain_text(p.inlines).strip() and not p.inlines}
    kept = {
        blocks[0].id
        for block in made.body if isinstance(block, Table)
        for row in rows(block.rows) for cell in row.cells
        if len(blocks := cell.blocks) == 1 and isinstance(blocks[0], Paragraph)
    }  # fmt: skip
    for paragraph in paragraphs(made.body):
        if not paragraph.inlines and paragraph.id not in kept:
            assert paragraph.source in meant, (paragraph.id, paragraph.source)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_document_has_the_same_bytes_without_the_memories(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = pdf.pdf(document(name))
    monkeypatch.setattr(pdf, "quicker", nullcontext)
    assert pdf.pdf(document(name)) == remembered


def test_the_memories_hold_inside_only_and_after_an_error_no_more() -> None:
    theirs = (percent.resolve_percentages, line_break.get_font_description, line_break._font_style_cache_key)

    def now() -> tuple[object, ...]:
        return (inline.resolve_percentages, line_break.get_font_description, line_break._font_style_cache_key)

    with pytest.raises(ZeroDivisionError), quicker():
        assert not set(now()) & set(theirs)
        raise ZeroDivisionError
    assert now() == theirs
