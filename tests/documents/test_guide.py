"""Every example of the guide for those who write templates comes out of the program as the guide says."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from itertools import groupby
from pathlib import Path

import docx
import pytest

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import evaluate
from inovik_forms.documents.render import render
from inovik_forms.documents.template import inspect, load
from inovik_forms.questionnaires import xlsform

GUIDE = (Path(__file__).parents[2] / "docs" / "panduan" / "templat-word.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.M | re.S)


def pairs(first: str, second: str) -> list[tuple[str, str]]:
    """Each block of a kind with the block behind it, which must be of the second kind."""
    found = [(BLOCKS[n], BLOCKS[n + 1]) for n, (kind, _) in enumerate(BLOCKS) if kind == first]
    assert {following for _, (following, _) in found} == {second}
    return [(text, result) for (_, text), (_, result) in found]


EXAMPLES, MISTAKES = pairs("templat", "menjadi"), pairs("salah", "pesan")
TAGS = ("[[JIKA", "[[ATAU JIKA", "[[SELAIN ITU", "[[AKHIR", "[[ULANGI ", "[[ULANGI KOLOM", "[[KOSONG", "[[TANDAI",
        "PEMISAH", "RUJUK")  # fmt: skip


def block(kind: str) -> str:
    return next(text for name, text in BLOCKS if name == kind)


def word_file(text: str) -> bytes:
    """A Word file with a paragraph for each line, numbered where it begins with "1."; lines of cells are tables."""
    file, out = docx.Document(), io.BytesIO()
    for is_table, lines in groupby(text.splitlines(), lambda line: line.startswith("|")):
        if is_table:
            rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
            table = file.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, content in zip(row.cells, cells, strict=True):
                    cell.text = content
            continue
        for line in lines:
            file.add_paragraph(line.removeprefix("1. "), "List Number" if line.startswith("1. ") else None)
    file.save(out)
    return out.getvalue()


def test_every_block_is_tried() -> None:
    kinds = [kind for kind, _ in BLOCKS]
    assert kinds[:2] == ["kuesioner", "jawaban"]
    assert len(kinds) == 2 + 2 * len(EXAMPLES) + 2 * len(MISTAKES)
    assert [tag for tag in TAGS if not any(tag in text for text, _ in EXAMPLES)] == [], "every tag has an example"


@pytest.mark.parametrize(("text", "messages"), MISTAKES, ids=lambda text: text.split("\n")[0][:40])
def test_a_mistake_of_the_guide(text: str, messages: str) -> None:
    _, problems = inspect(word_file(text), "contoh.docx", xlsform.load(block("kuesioner").encode(), "contoh.md"))
    assert [f"{problem.message} {problem.fix}" for problem in problems] == messages.splitlines()


@pytest.mark.parametrize(("text", "result"), EXAMPLES, ids=lambda text: text.split("\n")[0][:40])
def test_an_example_of_the_guide(text: str, result: str) -> None:
    form = xlsform.load(block("kuesioner").encode(), "contoh.md")
    template = load(word_file(text), "contoh.docx", form)
    draft, problems = draft_from_json(plan_of(form), json.loads(block("jawaban")))
    assert not problems
    state = evaluate(plan_of(form), draft, today=date(2026, 11, 26))
    made = render(template, state, files=lambda _: None, form="txt")
    lines = made.bytes.decode().split("[isi]\n")[-1]
    assert [line.strip() for line in lines.splitlines() if line.strip()] == result.splitlines()
