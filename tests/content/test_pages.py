"""The pages of every shipped document, from our PDF and from our Word file through LibreOffice: numbered, no heading at
the foot, signatures with the words that they sign, no line left by a condition, the book as well."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.documents import book, pdf, write_docx
from inovik_forms.documents.fill import fill
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


OTHER_FONT = frozenset({"nota-kesepakatan", "nota-kesepakatan draf", BOOK})
"""Set in Bookman Old Style, for which LibreOffice finds another font here than we ship, with higher lines: a page may
break a line earlier. The book's contents are a table in the one and a field in the other."""


def pages(data: bytes, folder: Path) -> list[list[str]]:
    """The lines of each page, top to bottom, blank ones left out."""
    file = folder / "halaman.pdf"
    file.write_bytes(data)
    read = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, timeout=60)
    return [[s for line in page.splitlines() if (s := " ".join(line.split()))]
            for page in read.stdout.decode().split("\f")[:-1]]  # fmt: skip


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
        check=True, capture_output=True, timeout=250,
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


# ---------------------------------------------------------------- every word at its place


FIVE_MM = 14.2  # points
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="[\d.-]+" yMax="([\d.-]+)">(.*?)</word>')
_BOOKMAN = b"Bookman Old Style"


def placed(data: bytes, folder: Path) -> list[tuple[str, int, float, float]]:
    """(word, page, left edge, lower edge) in points, in the order of the file."""
    file = folder / "tempat.pdf"
    file.write_bytes(data)
    read = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True, timeout=60)
    return [
        (word, number, float(x), float(y))
        for number, page in enumerate(read.stdout.decode().split("<page ")[1:], 1)
        for x, y, word in _WORD.findall(page)
    ]


def share_at_its_place(ours: bytes, office: bytes, folder: Path) -> float:
    """Of all words of the longer file, those that stand on the same page of the other within 5 mm."""
    some, others = placed(ours, folder), placed(office, folder)
    matcher = SequenceMatcher(None, [w[0] for w in some], [w[0] for w in others], autojunk=False)
    pairs = [
        (some[block.a + k], others[block.b + k]) for block in matcher.get_matching_blocks() for k in range(block.size)
    ]
    near = [a for a, b in pairs if a[1] == b[1] and abs(a[2] - b[2]) < FIVE_MM and abs(a[3] - b[3]) < FIVE_MM]
    return len(near) / max(len(some), len(others))


def in_a_font_that_both_have(name: str) -> Document:
    """The agreement is set in Bookman, for which LibreOffice finds another font here, with higher lines."""
    questionnaire, file = SHIPPED[name]
    source = (ROOT / "doc_templates" / f"{name}.docx").read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(_BOOKMAN, b"Times New Roman"))
    loaded = load(out.getvalue(), name, form(questionnaire))
    return resolve(fill(loaded, state(questionnaire, file), files=files(file)))[0]


@pytest.mark.office
def test_every_word_stands_where_libreoffice_puts_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [name for name in SHIPPED if " " not in name]
    made = {name: in_a_font_that_both_have(name) for name in names}
    for name in names:
        (tmp_path / f"{name}.docx").write_bytes(write_docx.write(made[name]))
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to", "pdf"]
    command = [*office, "--outdir", str(tmp_path), *(str(tmp_path / f"{name}.docx") for name in names)]
    subprocess.run(command, check=True, capture_output=True, timeout=250)
    shares = {}
    for name in names:
        theirs = (tmp_path / f"{name}.pdf").read_bytes()
        shares[name] = share_at_its_place(pdf.pdf(made[name]), theirs, tmp_path)
    with capsys.disabled():
        print("".join(f"\n{name}: {share:.1%} of the words within 5 mm" for name, share in shares.items()))
    assert all(share >= 0.95 for share in shares.values()), shares
