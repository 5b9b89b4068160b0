"""Whatever people answer, every shipped template becomes a sound document: no exception, no tag left, Word opens it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.documents import book, pdf, resolve, write_docx, write_html
from inovik_forms.documents.dump import dump
from inovik_forms.documents.fill import fill
from inovik_forms.documents.read import read
from inovik_forms.documents.template import Template, load
from inovik_forms.documents.tree import Document
from inovik_forms.documents.walk import furniture, paragraphs
from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.model import Group, Item, Question, Questionnaire, Repeat

ROOT = Path(__file__).parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TODAY = date(2026, 11, 24)
FORMS = {
    "nota-kesepakatan": "nota-kesepakatan",
    "rencana-aksi": "desain",
    "buku-rencana-aksi": "desain",
    "laporan-kemajuan": "laporan-kemajuan",
    "profil-inovasi": "laporan-kemajuan",
}
WITHOUT_TEMPLATE = ("drum-up", "diagnosa")

NASTY = (
    "{{nakal}}", "[[JIKA nakal]]", "[[ULANGI nakal]]", "[[AKHIR]]", "{{ RUJUK nakal }}", "{% raw %}", "${nakal}",
    "<w:br/>", "&amp; <b>&</b>", "]]>", "<script>alert(1)</script>", "\U0001f469\u200d\u2695\ufe0f \U0001f3dd\ufe0f",
    "\u05d0\u05d1\u05d2 \u0645\u062f\u0646\u064a\u0629", "\u202eterbalik\u202c", "\ufdfd", "e\u0301" * 40,
    "Ambon " * 300, "Ambon" * 60, "satu\ndua\n\n\ntiga\n", "\t\ttab", "-", ".", "; dan", "a" * 300, "\u00a0",
    "\u0000\u000b\u001f\ufffe", "\ud800", "0", "-1", "1e308", "9" * 30, "NaN", "2026-02-30", "2026-11-24", "25:61",
)  # fmt: skip
"""Answers that people should not be able to break anything with, whatever the question."""
MARKS = re.compile(r"\{\{\s*(rujuk )?nakal\s*\}\}|\[\[(jika|ulangi) nakal\]\]|\[\[akhir\]\]", re.IGNORECASE)
"""The tags among them, as any function may have changed their letters."""


@cache
def form(name: str) -> Questionnaire:
    return xlsform.load((ROOT / "questionnaires" / f"{name}.md").read_bytes(), f"{name}.md")


@cache
def template(name: str) -> Template:
    return load((ROOT / "doc_templates" / f"{name}.docx").read_bytes(), name, form(FORMS[name]))


@cache
def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def files(value: str) -> bytes | None:
    """A picture, rubbish, or nothing."""
    return picture() if value.endswith("a.png") else b"bukan gambar" if value.endswith("b.png") else None


# ---------------------------------------------------------------- answers


def valid(question: Question) -> st.SearchStrategy[str]:
    """Answers of the question's own kind."""
    if question.choices is not None:
        names = [c.name for c in question.choices.choices]
        many = st.lists(st.sampled_from(names), unique=True).map(" ".join)
        return many if question.kind == "select_multiple" else st.sampled_from(names)
    plain: dict[str, st.SearchStrategy[str]] = {
        "integer": st.sampled_from([0, 1, 2, 5, 2026, 10**9, 10**18, -3]).map(str),
        "decimal": st.sampled_from(["0.5", "1234567.89", "3", "1e20"]),
        "range": st.integers(0, 100).map(str),
        "date": st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(str),
        "time": st.times().map(lambda t: t.strftime("%H:%M:%S")),
        "acknowledge": st.just("OK"),
        "image": st.sampled_from(["a.png", "b.png", "c.png"]),
        "file": st.just("laporan.pdf"),
    }
    return plain.get(question.kind, st.sampled_from(["Dinas Contoh", "Jalan A\nNomor 1", "Ruang 2, lantai 3;"]))


def answer(question: Question) -> st.SearchStrategy[str]:
    own = valid(question)
    nasty = NASTY if question.choices is None else [text for text in NASTY if " " not in text]  # blanks part choices
    return st.one_of(own, own, own, st.just(""), st.sampled_from(nasty))


@dataclass(eq=False, repr=False)
class Sample:
    """A draft that hypothesis does not spell out: it is long."""

    draft: Draft


@st.composite
def drafts(draw: st.DrawFn, questionnaire: Questionnaire) -> Sample:
    """Answers to everything, questions that are not asked and hidden ones too; each repeat with none to three items."""
    draft = Draft()

    def visit(items: tuple[Item, ...], prefix: str, form_path: str) -> None:
        for item in items:
            path = prefix + item.path[len(form_path) :]
            if isinstance(item, Question):
                if item.kind not in ("note", "calculate"):
                    draft.values[path] = draw(answers[item.path])
            elif isinstance(item, Group):
                visit(item.items, prefix, form_path)
            else:
                keys = [f"k{n}" for n in range(draw(st.integers(0, 3)))]
                draft.instances[path] = keys
                for key in keys:
                    visit(item.items, f"{path}[{key}]", item.path)

    answers = _strategies(questionnaire)
    visit(questionnaire.items, "", "")
    return Sample(draft)


def _strategies(questionnaire: Questionnaire) -> dict[str, st.SearchStrategy[str]]:
    found: dict[str, st.SearchStrategy[str]] = {}

    def visit(items: tuple[Item, ...]) -> None:
        for item in items:
            if isinstance(item, Group | Repeat):
                visit(item.items)
            else:
                found[item.path] = answer(item)

    visit(questionnaire.items)
    return found


def state_of(questionnaire: Questionnaire, draft: Draft) -> State:
    return evaluate(plan_of(questionnaire), draft, today=TODAY)


def document_of(name: str, state: State, original: int) -> Document:
    made = fill(template(name), state, files=files, original=original, collection=(state, state))
    document, problems = resolve.resolve(made)
    for problem in problems:
        assert problem.message and problem.fix is not None
    return document


# ---------------------------------------------------------------- what must hold


def assert_no_tag(text: str, where: str) -> None:
    rest = MARKS.sub("", text)
    for sign in ("{{", "}}", "[[JIKA", "[[ULANGI", "[[AKHIR", "[[TANDAI", "[[SELAIN", "[[KOSONG", "RUJUK"):
        found = rest.find(sign)
        assert found < 0, (where, rest[max(found - 60, 0) : found + 60])


def assert_sound(document: Document) -> bytes:
    """The Word file: well formed, identities unique, and readable again as the same text."""
    data = write_docx.write(document)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(package.read(name))
                if not name.startswith("customXml/"):  # answers as JSON, whose brackets may stand in pairs
                    assert_no_tag("".join(root.itertext()), name)
                marks = [e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart")]
                assert len(marks) == len(set(marks))
                identities = [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart")]
                assert len(identities) == len(set(identities))
    again, problems = read(data, "hasil.docx")
    assert again is not None and not [p for p in problems if p.severity == "error"]
    found = [p.id for blocks in (document.body, *(f.blocks for f in furniture(document))) for p in paragraphs(blocks)]
    assert len(found) == len(set(found))
    return data


def example_of(name: str, check: Callable[[State, int], None], count: int) -> None:
    """Run a check on random answers of a template's questionnaire; the same ones in every run, and not
    made smaller when they fail, which would take minutes."""
    questionnaire = form(FORMS.get(name, name))

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(drafts(questionnaire), st.sampled_from([1, 2]))
    def run(sample: Sample, original: int) -> None:
        check(state_of(questionnaire, sample.draft), original)

    run()


@pytest.mark.parametrize("name", FORMS)
def test_no_answers_break_a_document(name: str) -> None:
    def check(state: State, original: int) -> None:
        document = document_of(name, state, original)
        assert_no_tag(dump(document), name)
        assert_sound(document)
        html = write_html.write(document)
        assert_no_tag("".join(ElementTree.fromstring(f"<x>{html}</x>").itertext()), "html")

    example_of(name, check, 8)


@pytest.mark.parametrize("name", WITHOUT_TEMPLATE)
def test_no_answers_break_a_questionnaire_without_a_template(name: str) -> None:
    def check(state: State, original: int) -> None:
        assert {i.path for i in state.items} and original

    example_of(name, check, 12)


@pytest.mark.parametrize("name", FORMS)
def test_no_answers_break_the_pdf(name: str) -> None:
    def check(state: State, original: int) -> None:
        if name.startswith("buku"):
            assert book.book(template(name), [state, state], files=files, form="pdf").startswith(b"%PDF")
        else:
            assert pdf.pdf(document_of(name, state, original)).startswith(b"%PDF")

    example_of(name, check, 2)


@pytest.mark.office
def test_libreoffice_opens_what_random_answers_made(tmp_path: Path) -> None:
    """One run of LibreOffice for a dozen documents of each template."""
    made: list[Path] = []
    for name in FORMS:

        def keep(state: State, original: int, name: str = name) -> None:
            file = tmp_path / f"{name}-{len(made)}.docx"
            file.write_bytes(assert_sound(document_of(name, state, original)))
            made.append(file)

        example_of(name, keep, 12)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless",
            "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), *map(str, made),
        ],
        check=True, capture_output=True, timeout=280,
    )  # fmt: skip
    assert len(made) >= 12 * len(FORMS)
    for file in made:
        text = file.with_suffix(".txt").read_text("utf-8-sig")
        assert len(text) > 200 and "Error: Reference" not in text
        assert_no_tag(text, file.name)
