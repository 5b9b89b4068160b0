"""The shipped agreement as a Word file, and that file changed as people change it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from inovik_forms.documents import read, resolve
from inovik_forms.documents.render import render
from inovik_forms.documents.template import load
from inovik_forms.documents.tree import Document
from inovik_forms.lint import Record, Report, lint
from inovik_forms.packs.facts import load_facts
from inovik_forms.questionnaires import xlsform
from tests.documents.word_files import answered

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "packs" / "ambon" / "samples"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Change = Callable[[Any], None]


@cache
def agreement(original: int = 1) -> bytes:
    """The shipped agreement filled with the sample answers."""
    form = xlsform.load((ROOT / "questionnaires" / "nota-kesepakatan.md").read_bytes(), "nota-kesepakatan.md")
    template = load((ROOT / "doc_templates" / "nota-kesepakatan.docx").read_bytes(), "nota-kesepakatan.docx", form)
    answers = json.loads((SAMPLES / "nota-kesepakatan.json").read_text())
    state = answered(form, answers)

    def files(value: str) -> bytes | None:
        return (SAMPLES / value).read_bytes() if (SAMPLES / value).is_file() else None

    return render(template, state, files=files, original=original).bytes


def read_back(docx: bytes) -> Document:
    """The file as our own reader sees it."""
    document, problems = read.read(docx, "naskah.docx")
    assert document is not None, problems
    return resolve.resolve(document)[0]


def changed(docx: bytes, *changes: tuple[str, str] | Change, part: str = "word/document.xml") -> bytes:
    """The file with changes: (old, new) in the first paragraph that has the old text, or a function on the body."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    tree = etree.fromstring(members[part])
    for change in changes:
        if callable(change):
            change(tree)
        else:
            _replace(tree, *change)
    members[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def text_of(paragraph: Any) -> str:
    """The letters of a w:p."""
    return "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


def paragraph_with(tree: Any, text: str) -> Any:
    """The first w:p that has the text."""
    return next(p for p in tree.iter(f"{W}p") if text in text_of(p))


def _replace(tree: Any, old: str, new: str) -> None:
    paragraph = paragraph_with(tree, old)
    texts = list(paragraph.iter(f"{W}t"))
    whole = text_of(paragraph).replace(old, new, 1)
    for t in texts:
        t.text = ""
    texts[0].text = whole
    texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def removed(*texts: str) -> Change:
    """Takes whole paragraphs out."""

    def change(tree: Any) -> None:
        for text in texts:
            paragraph = paragraph_with(tree, text)
            paragraph.getparent().remove(paragraph)

    return change


def doubled(text: str) -> Change:
    """A paragraph twice."""

    def change(tree: Any) -> None:
        paragraph = paragraph_with(tree, text)
        paragraph.addnext(etree.fromstring(etree.tostring(paragraph)))

    return change


def added(after: str, *texts: str) -> Change:
    """Paragraphs as somebody types them, numbers too, behind the paragraph with a text."""

    def change(tree: Any) -> None:
        before = paragraph_with(tree, after)
        for text in texts:
            paragraph = etree.Element(f"{W}p")
            run = etree.SubElement(paragraph, f"{W}r")
            etree.SubElement(run, f"{W}t").text = text
            before.addnext(paragraph)
            before = paragraph

    return change


def check(docx: bytes, record: Record | None = None, **options: Any) -> Report:
    """What the lint says of a file, with the shipped facts."""
    return lint(read_back(docx), load_facts(), record, **options)


def of_rule(report: Report, rule: str, worst: str = "") -> list[str]:
    """The quotations of a rule's findings; `worst`: only of this severity."""
    return [
        f.problem.where.quote  # type: ignore[union-attr]
        for f in report.findings
        if f.rule.id == rule and worst in ("", f.problem.severity)
    ]
