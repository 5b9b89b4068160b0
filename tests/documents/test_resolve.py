"""Resolving: labels, references in every form, dead ones, empty clauses, contents; LibreOffice judges the fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inovik_forms.documents import write_docx
from inovik_forms.documents.clauses import classify
from inovik_forms.documents.dump import dump
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.tree import Document, Paragraph, Ref, Text, Toc
from inovik_forms.documents.walk import paragraphs
from inovik_forms.problems import Problem

from .word_files import PASAL_LIST, STYLES, codes, filled, form, office_texts, opened, paragraph, word_file

FORM = form(
    """
    select_one yn ada
    begin_repeat pihak
    text nama
    end_repeat
    """,
    "yn ya Ya\nyn tidak Tidak",
)
BREAK = "<w:r><w:br/></w:r>"


def pasal(title: str, anchor: str = "") -> str:
    """A Pasal with its title behind a line break in the same paragraph."""
    named = f"[[TANDAI {anchor}]]" if anchor else ""
    return paragraph(named, number=(1, 0), inside=f"{BREAK}<w:r><w:t>{title}</w:t></w:r>")


def ayat(text: str) -> str:
    return paragraph(text, number=(1, 1))


def huruf(text: str) -> str:
    return paragraph(text, number=(1, 2))


def made(body: str, data: dict[str, Any] | None = None, **more: Any) -> tuple[Document, list[Problem]]:
    return resolve(filled(word_file(body, numbering=PASAL_LIST, **more), FORM, data or {}))


def last_line(body: str, data: dict[str, Any] | None = None) -> str:
    document, problems = made(body, data)
    assert not problems, [p.message for p in problems]
    return dump(document).splitlines()[-1]


CLAUSES = (
    pasal("SATU", "satu") + ayat("[[TANDAI satu_a]]isi") + ayat("[[TANDAI satu_b]]isi:")
    + huruf("[[TANDAI satu_b_a]]isi;") + paragraph("[[TANDAI angka]]isi", number=(1, 3))
    + pasal("DUA", "dua") + huruf("[[TANDAI dua_a]]langsung") + pasal("TIGA", "tiga")
)  # fmt: skip


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ("satu", "Pasal 1"),
        ("satu_b", "Pasal 1 ayat (2)"),
        ("satu_b_a", "Pasal 1 ayat (2) huruf a"),
        ("angka", "Pasal 1 ayat (2) huruf a angka 1)"),
        ("dua_a", "Pasal 2 huruf a"),
        ("tiga", "Pasal 3"),
        ("satu, dua", "Pasal 1 dan Pasal 2"),
        ("satu, dua_a, tiga", "Pasal 1, Pasal 2 huruf a, dan Pasal 3"),
        ("satu_a, satu_b", "Pasal 1 ayat (1) dan ayat (2)"),
    ],
)
def test_references_from_another_clause(names: str, text: str) -> None:
    assert last_line(CLAUSES + ayat(f"lihat {{{{ RUJUK {names} }}}}")) == f"(1) lihat {text}"


def test_inside_the_same_pasal_the_pasal_is_not_said() -> None:
    body = pasal("SATU", "satu") + ayat("[[TANDAI a]]isi") + ayat("pada {{ RUJUK a }} dan {{ RUJUK satu }}")
    assert last_line(body) == "(2) pada ayat (1) dan Pasal 1"


def test_no_line_ends_between_a_word_and_its_number() -> None:
    document, _ = made(CLAUSES + ayat("{{ RUJUK satu_b_a }}"))
    last = list(paragraphs(document.body))[-1]
    assert [(type(i), i.text) for i in last.inlines] == [
        (Ref, "Pasal\u00a01"), (Text, " ayat\u00a0"), (Ref, "(2)"), (Text, " huruf\u00a0"), (Ref, "a")
    ]  # fmt: skip
    marks = {b: p.label for p in paragraphs(document.body) for b in p.bookmarks}
    assert [marks[i.bookmark] for i in last.inlines if isinstance(i, Ref)] == ["Pasal 1", "(2)", "a."]
    assert all(len(b) == 13 and b.startswith("_Ref") for b in marks)


def test_bookmarks_are_the_same_in_every_version() -> None:
    def marks(data: dict[str, Any]) -> set[str]:
        body = "[[JIKA ada = 'ya']]", "[[AKHIR]]"
        whole = paragraph(body[0]) + pasal("SISIPAN") + ayat("isi") + paragraph(body[1]) + CLAUSES
        document, _ = made(whole + ayat("{{ RUJUK dua_a }}"), data)
        return {b for p in paragraphs(document.body) for b in p.bookmarks}

    assert marks({"ada": "ya"}) == marks({"ada": "tidak"})


def test_optional_clauses_renumber_and_references_follow() -> None:
    body = paragraph("[[JIKA ada = 'ya']]") + pasal("SISIPAN") + ayat("isi") + paragraph("[[AKHIR]]")
    body += pasal("TUJUAN", "tujuan") + ayat("isi") + pasal("AKHIR") + ayat("{{ RUJUK tujuan }}")
    assert last_line(body, {"ada": "ya"}) == "(1) Pasal 2"
    assert last_line(body, {"ada": "tidak"}) == "(1) Pasal 1"


def test_a_heading_and_a_plain_paragraph_as_targets() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = paragraph("[[TANDAI umum]]Umum", number=(1, 0), style="Heading1") + paragraph("[[TANDAI lamp]]LAMPIRAN I")
    document, _ = resolve(
        filled(word_file(body + paragraph("{{ RUJUK umum, lamp }}"), numbering=numbering), FORM, {})
    )  # fmt: skip
    assert dump(document).splitlines()[-1] == "A dan LAMPIRAN I"


def test_references_inside_a_repeat_mean_their_own_item() -> None:
    body = paragraph("[[ULANGI pihak]]") + pasal("TUGAS", "tugas") + ayat("lihat {{ RUJUK tugas }}")
    body += paragraph("[[AKHIR]]") + pasal("LAIN") + ayat("semua: {{ RUJUK tugas }}")
    document, problems = made(body, {"pihak": [{"nama": "a"}, {"nama": "b"}]})
    assert not problems
    assert [line for line in dump(document).splitlines() if line.startswith("(1)")] == [
        "(1) lihat Pasal 1", "(1) lihat Pasal 2", "(1) semua: Pasal 1 dan Pasal 2"
    ]  # fmt: skip


# ---------------------------------------------------------------- Word's own cross-references


def field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


MARKED = paragraph(
    "isi", number=(1, 1), inside='<w:bookmarkStart w:id="1" w:name="_Ref77"/><w:bookmarkEnd w:id="1"/>'
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("REF _Ref77 \\n \\h", "(1)"),
        ("REF _Ref77 \\w \\h", "Pasal 1 ayat (1)"),
        ("REF _Ref77 \\r \\h", "Pasal 1 ayat (1)"),
        ("REF _Ref77 \\h", "isi"),
    ],
)
def test_words_own_references_are_brought_up_to_date(code: str, text: str) -> None:
    assert last_line(pasal("SATU") + MARKED + pasal("DUA") + paragraph("x ", inside=field(code, "lama"))) == f"x {text}"


def test_a_field_to_a_missing_bookmark_keeps_its_result_and_warns() -> None:
    document, problems = resolve(opened(word_file(paragraph(inside=field("REF _Ref1 \\h", "Pasal 9")))))
    assert dump(document) == "Pasal 9\n"
    assert [(p.code, p.severity) for p in problems] == [("resolve.unknown_target", "warning")]


# ---------------------------------------------------------------- problems


def test_a_reference_to_a_dropped_clause_names_both_and_the_answer() -> None:
    body = paragraph("[[JIKA ada = 'ya']]") + pasal("KERAHASIAAN", "rahasia") + ayat("isi") + paragraph("[[AKHIR]]")
    body += pasal("PENUTUP") + ayat("Kewajiban dalam {{ RUJUK rahasia }} tetap berlaku.")
    document, problems = made(body, {"ada": "tidak"})
    assert codes(problems) == ["resolve.dropped_target"] and problems[0].severity == "error"
    for part in ("Pasal 1 ayat (1)", "KERAHASIAAN", "[[JIKA ada = 'ya']]", "«ada»", "«Tidak»"):
        assert part in problems[0].message
    assert "KERAHASIAAN" in dump(document)
    assert "belum dijawab" in made(body)[1][0].message


def test_why_other_parts_are_not_there() -> None:
    other = paragraph("[[JIKA ada = 'ya']]") + paragraph("a") + paragraph("[[SELAIN ITU]]")
    body = other + paragraph("[[TANDAI b]]bagian b") + paragraph("[[AKHIR]]") + paragraph("lihat {{ RUJUK b }}")
    reason = "[[SELAIN ITU]] → [[JIKA ada = 'ya']] tidak terpenuhi: jawaban «ada»"
    assert reason in made(body, {"ada": "ya"})[1][0].message
    items = paragraph("[[ULANGI pihak]]") + paragraph("[[TANDAI c]]x {{ nama }}") + paragraph("[[AKHIR]]")
    problems = made(items + paragraph("lihat {{ RUJUK c }}"), {"pihak": []})[1]
    assert "[[ULANGI pihak]] tidak mempunyai isi" in problems[0].message


def test_a_clause_without_content_is_reported() -> None:
    body = pasal("SATU") + paragraph("[[JIKA ada = 'ya']]") + ayat("isi") + paragraph("[[AKHIR]]")
    body += (
        pasal("DUA") + ayat("isi") + paragraph("", number=(1, 0)) + paragraph("JUDUL SAJA") + pasal("EMPAT") + ayat("x")
    )
    problems = made(body, {"ada": "tidak"})[1]
    assert [p.detail["clause"] for p in problems] == ["Pasal 1 (SATU)", "Pasal 3"]
    assert codes(problems) == ["resolve.empty_clause"] * 2


# ---------------------------------------------------------------- contents


def test_contents_list_the_headings_of_their_levels() -> None:
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Khusus"><w:name w:val="Khusus"/></w:style>'
    )
    body = paragraph(inside=field('TOC \\o "1-1" \\t "Khusus,2"', "x"))
    body += paragraph("Satu", style="Heading1") + paragraph("Dua", style="Heading2") + paragraph("Tiga", style="Khusus")
    document, _ = resolve(opened(word_file(body, styles=styles)))
    toc = next(b for b in document.body if isinstance(b, Toc))
    assert [(e.level, e.text) for e in toc.entries] == [(1, "Satu"), (2, "Tiga")]
    marks = {b for p in paragraphs(document.body) for b in p.bookmarks}
    assert all(e.bookmark in marks and e.bookmark.startswith("_Toc") for e in toc.entries)


# ---------------------------------------------------------------- promises


def test_what_needs_nothing_stays_the_same_object() -> None:
    document = opened(word_file(paragraph("biasa") + paragraph("butir", number=(1, 0)), numbering=PASAL_LIST))
    resolved, _ = resolve(document)
    assert [a is b for a, b in zip(resolved.body, document.body, strict=True)] == [True, False, True]
    again, _ = resolve(resolved)
    assert again.body is resolved.body


@pytest.mark.parametrize(
    ("label", "kind"),
    [("BAB IV", "bab"), ("Pasal 12A", "pasal"), ("(3)", "ayat"), ("b.", "huruf"), ("aa.", "huruf"), ("7.", "angka"),
     ("7)", "angka"), ("c)", "huruf"), ("•", "other"), ("1.2", "other")],
)  # fmt: skip
def test_what_a_label_looks_like(label: str, kind: str) -> None:
    assert classify(label, heading=False)[0] == kind


@pytest.mark.office
def test_libreoffice_recomputes_the_same_references(tmp_path: Path) -> None:
    names = ["satu", "satu_b", "satu_b_a", "angka", "dua_a", "tiga"]
    body = CLAUSES + "".join(ayat(f"rujukan {{{{ RUJUK {name} }}}}") for name in names)
    document, problems = made(body)
    assert not problems
    expected = [line for line in dump(document).splitlines() if "rujukan" in line]
    lines = office_texts({"x": write_docx.write(document)}, tmp_path)["x"]
    assert [" ".join(line.split()) for line in lines if "rujukan" in line] == expected


def test_a_paragraph_in_a_header_may_refer() -> None:
    import docx

    from .word_files import saved

    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Lihat {{ RUJUK akhir }}"
    word.add_paragraph("[[TANDAI akhir]]Bagian akhir")
    document, problems = resolve(filled(saved(word), FORM, {}))
    assert not problems and dump(document).splitlines()[1] == "Lihat Bagian akhir"
    assert all(isinstance(p, Paragraph) for p in paragraphs(document.body))
