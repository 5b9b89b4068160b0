"""Documents: our figures beside peers (docxtpl, WeasyPrint, LibreOffice), in one run.

    .venv/bin/python bench/documents.py            # the agreement
    .venv/bin/python bench/documents.py --book     # a book of 40 plans, too

Each figure is the best of several runs that take turns, in milliseconds; a busy machine changes all of them alike.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import docxtpl
import weasyprint
from msgspec.structs import replace

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.documents import pdf, write_docx, write_html
from inovik_forms.documents.book import book
from inovik_forms.documents.fill import fill
from inovik_forms.documents.grid import grid
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import Template, load
from inovik_forms.documents.tree import (
    BLANK_TEXT,
    Blank,
    Cell,
    Document,
    Inline,
    LineBreak,
    Link,
    Paragraph,
    Ref,
    Row,
    Tab,
    Table,
    Text,
)
from inovik_forms.documents.typeset.document import Laid
from inovik_forms.jobs import settle_memory
from inovik_forms.lint import lint
from inovik_forms.packs.facts import load_facts
from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.model import Questionnaire

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "packs" / "ambon" / "samples"


def files(value: str) -> bytes | None:
    file = SAMPLES / value
    return file.read_bytes() if file.is_file() else None


def loaded(template: str, questionnaire: str) -> tuple[Template, Questionnaire]:
    form = xlsform.load((ROOT / "questionnaires" / f"{questionnaire}.md").read_bytes(), f"{questionnaire}.md")
    return load((ROOT / "doc_templates" / f"{template}.docx").read_bytes(), f"{template}.docx", form), form


def state_of(form: Questionnaire, data: dict[str, Any]) -> State:
    plan = plan_of(form)
    draft, _ = draft_from_json(plan, data)
    return evaluate(plan, draft, today=date(2026, 11, 24))


# ---------------------------------------------------------------- what the others are given


def plain_html(document: Document) -> str:
    """The same text as somebody would write it by hand for WeasyPrint: paragraphs, bold, tables, one small style."""
    body = "\n".join(_plain_block(block) for block in document.body)
    return (
        '<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>Naskah</title><style>'
        '@page{size:A4;margin:2.5cm;@top-center{content:"- " counter(page) " -"}}'
        'body{font:12pt "TeX Gyre Bonum",serif}p{margin:0 0 6pt;text-align:justify}'
        "table{border-collapse:collapse;width:100%}td{border:.5pt solid;padding:2pt 5pt;vertical-align:top}"
        f"td p{{text-align:left;margin:0}}</style></head><body>{body}</body></html>"
    )


def _plain_block(block: Any) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{escape(block.label)} {_plain(block.inlines)}</p>"
    if not isinstance(block, Table):
        return ""
    rows = [row for row in block.rows if isinstance(row, Row)]
    lines = ["".join(_plain_cell(p.cell, p.rows) for p in line) for line in grid(rows)]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _plain_cell(cell: Cell, rows: int) -> str:
    span = f' rowspan="{rows}"' if rows > 1 else ""
    span += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    return f"<td{span}>{''.join(_plain_block(block) for block in cell.blocks)}</td>"


def _plain(nodes: tuple[Inline, ...]) -> str:
    out = []
    for node in nodes:
        if isinstance(node, (Text, Ref)):
            text = escape(node.text)
            out.append(f"<b>{text}</b>" if node.format.bold else text)
        elif isinstance(node, Blank):
            out.append(BLANK_TEXT)
        elif isinstance(node, Link):
            out.append(_plain(node.inlines))
        else:
            out.append("<br>" if isinstance(node, LineBreak) else " " if isinstance(node, Tab) else "")
    return "".join(out)


def peer_template(document: Document) -> tuple[bytes, dict[str, str]]:
    """The finished document as a template of docxtpl: every filled value is one of its variables."""
    values: dict[str, str] = {}

    def inlines(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
        out: list[Inline] = []
        for node in nodes:
            if isinstance(node, Text) and node.path:
                name = f"v{len(values)}"
                values[name] = node.text
                node = replace(node, text="{{ " + name + " }}", path="")
            out.append(node)
        return tuple(out)

    def block(node: Any) -> Any:
        if isinstance(node, Paragraph):
            return replace(node, inlines=inlines(node.inlines))
        if isinstance(node, Table):
            rows = [replace(r, cells=tuple(map(cell, r.cells))) for r in node.rows if isinstance(r, Row)]
            return replace(node, rows=tuple(rows))
        return node

    def cell(node: Cell) -> Cell:
        return replace(node, blocks=tuple(map(block, node.blocks)))

    made = replace(document, body=tuple(map(block, document.body)), answers_json="")
    return write_docx.write(made), values


def by_docxtpl(data: bytes, values: dict[str, str]) -> bytes:
    template = docxtpl.DocxTemplate(io.BytesIO(data))
    template.render(values, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def by_libreoffice(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "naskah.docx").write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{tempfile.gettempdir()}/inovik-bench-office", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", folder, f"{folder}/naskah.docx"]
        subprocess.run(command, check=True, capture_output=True)


# ---------------------------------------------------------------- measuring


def take_turns(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Name → the best time in milliseconds, after one run to warm up."""
    best = dict.fromkeys(jobs, float("inf"))
    for number in range(rounds + 1):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            if number:
                best[name] = min(best[name], (time.perf_counter() - start) * 1000)
    return best


def agreement() -> None:
    template, form = loaded("nota-kesepakatan", "nota-kesepakatan")
    state = state_of(form, json.loads((SAMPLES / "nota-kesepakatan.json").read_text()))
    filled = fill(template, state, files=files)
    document, _ = resolve(filled)
    data = write_docx.write(document)
    peer, values = peer_template(document)
    html = plain_html(document)
    facts = load_facts()
    settle_memory()  # as the worker does
    quick: dict[str, Callable[[], object]] = {
        "fill": lambda: fill(template, state, files=files),
        "resolve": lambda: resolve(filled),
        "write DOCX": lambda: write_docx.write(document),
        "answers to DOCX": lambda: write_docx.write(resolve(fill(template, state, files=files))[0]),
        "docxtpl, same text": lambda: by_docxtpl(peer, values),
        "preview HTML": lambda: write_html.write(document),
        "lint": lambda: lint(document, facts),
    }
    slow: dict[str, Callable[[], object]] = {
        "PDF": lambda: pdf.pdf(document),
        "WeasyPrint, plain HTML": lambda: weasyprint.HTML(string=html).write_pdf(),
    }
    times = (
        take_turns(quick, 30)
        | take_turns(slow, 7)
        | take_turns({"LibreOffice to PDF": lambda: by_libreoffice(data)}, 3)
    )
    print(f"Agreement, {len(Laid.whole(document).pages.pages)} pages, {len(values)} values")
    for name, milliseconds in times.items():
        print(f"  {name:26} {milliseconds:9.1f} ms")
    print(f"  DOCX / docxtpl             {times['answers to DOCX'] / times['docxtpl, same text']:9.2f}")
    print(f"  PDF / WeasyPrint plain     {times['PDF'] / times['WeasyPrint, plain HTML']:9.2f}")


def large_book() -> None:
    template, form = loaded("buku-rencana-aksi", "desain")
    sources = [json.loads(file.read_text()) for file in sorted(SAMPLES.glob("*/desain.json"))]
    states: list[State] = []

    def timed(label: str, states: list[State], form: Any = "pdf") -> bytes:
        start, before = time.perf_counter(), os.times()
        data = book(template, states, files=files, form=form)
        after = os.times()
        busy = sum(after[:4]) - sum(before[:4])
        print(f"  {label:26} {time.perf_counter() - start:9.2f} s, of processors {busy:6.2f} s")
        return data

    print("Book of 40 plans")
    for number in range(40):
        data = json.loads(json.dumps(sources[number % len(sources)]))
        data["identitas"]["deskripsi"] += f" Rencana ke-{number}."
        states.append(state_of(form, data))
    first = timed("PDF", states)
    data = json.loads(json.dumps(sources[5]))
    data["latar"]["latar_belakang"] += " Kalimat tambahan." * 30
    states[5] = state_of(form, data)
    timed("PDF, one plan changed", states)
    timed("DOCX", states, "docx")
    from pypdf import PdfReader

    print(f"  {len(PdfReader(io.BytesIO(first)).pages)} pages, {len(first) // 1024} KiB")


def main() -> None:
    agreement()
    large_book()


if __name__ == "__main__":
    agreement()
    if "--book" in sys.argv:
        large_book()
