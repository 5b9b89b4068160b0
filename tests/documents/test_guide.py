"""Every example of the guide for those who write templates comes out of the program as the guide says."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import docx
import pytest

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import evaluate
from inovik_forms.documents.render import render
from inovik_forms.documents.template import load
from inovik_forms.questionnaires import xlsform

GUIDE = (Path(__file__).parents[2] / "docs" / "panduan" / "templat-word.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.M | re.S)
EXAMPLES = [(text, BLOCKS[n + 1][1]) for n, (kind, text) in enumerate(BLOCKS) if kind == "templat"]


def block(kind: str) -> str:
    return next(text for name, text in BLOCKS if name == kind)


def word_file(text: str) -> bytes:
    """A Word file with a paragraph for each line."""
    file, out = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        file.add_paragraph(line)
    file.save(out)
    return out.getvalue()


def test_every_example_has_its_result() -> None:
    kinds = [kind for kind, _ in BLOCKS]
    assert kinds[:2] == ["kuesioner", "jawaban"] and len(EXAMPLES) >= 7
    assert kinds[2:] == ["templat", "menjadi"] * len(EXAMPLES)


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
