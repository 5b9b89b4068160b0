"""Shared clauses in templates: their content runs on in the template's numbers, references, styles and package."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from lxml import etree

from inovik_forms.documents import pdf, write_docx
from inovik_forms.documents.clause_check import Written, read_clause, wording
from inovik_forms.documents.dump import dump
from inovik_forms.documents.fill import fill
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import inspect
from inovik_forms.documents.template_report import spoken
from inovik_forms.documents.tree import Document
from inovik_forms.problems import Problem, WordPlace, errors
from inovik_forms.questionnaires.xlsform import load as load_form

from .clause_files import OWN_LISTS, clause_sample, host, library, long_clause, short_clause, template, the_form
from .samples import part
from .word_files import (
    DECLARED,
    STYLES,
    answered,
    codes,
    form,
    no_files,
    office_texts,
    opened,
    paragraph,
    pdf_pages,
    plain,
    relation,
    saved,
    table,
    word_file,
)

PRINTED = """\
Pasal 1 MAKSUD
(1) Ayat pertama.
(2) Ayat kedua, lihat Pasal 2.
Pasal 2 KEADAAN KAHAR
(1) Keadaan kahar menurut Siti, lihat Pasal 3. [catatan kaki: Catatan klausul Siti.]
(2) Yang dimaksud dan tegas
a) gempa bumi;
b) banjir;
V – Kutipan peraturan.
Bencana | Nilai
Gempa | 250
[gambar: Cap dinas]
Pasal 3 PENUTUP
(1) Selesai."""


def found(*tags: str, clauses: bool = True) -> list[Problem]:
    """What is wrong with the template that holds these tags."""
    return inspect(host(*tags), "induk.docx", the_form(), library() if clauses else {})[1]


def test_a_clause_runs_on_in_the_numbers_of_its_template() -> None:
    assert dump(clause_sample()).strip() == PRINTED


def test_the_first_variant_whose_condition_holds_is_printed() -> None:
    short = dump(clause_sample(5))
    assert "Pasal 2 KAHAR RINGKAS\nKeadaan kahar ditanggung bersama.\nPasal 3 PENUTUP" in short
    assert "Keadaan kahar menurut" not in short and "banjir" not in dump(clause_sample(50))


def test_a_named_variant_is_printed_whatever_was_answered() -> None:
    assert "KAHAR RINGKAS" in dump(clause_sample(250, "[[KLAUSUL kahar ringkas]]"))


def test_an_ayat_can_be_a_clause_and_conditions_go_around_one() -> None:
    told = dump(clause_sample(250, "[[KLAUSUL ayat_data]]", "[[JIKA nilai > 5]]", "[[KLAUSUL kahar]]", "[[AKHIR]]"))
    assert "(2) Ayat kedua, lihat Pasal 2.\n(3) Data dijaga Siti.\nPasal 2 KEADAAN KAHAR" in told


def test_a_reference_to_a_clause_that_no_variant_prints_says_which_answer_took_it_away() -> None:
    written = [Written("ringkas", "nilai <= 10", short_clause())]
    clause, _ = read_clause("kahar", written)
    assert clause is not None
    loaded, problems = inspect(host("[[KLAUSUL kahar]]"), "induk.docx", the_form(), {"kahar": clause})
    assert loaded is not None and not problems
    _, problems = resolve(fill(loaded, answered(the_form(), {"nama": "Siti", "nilai": 99}), files=no_files))
    assert [p.code for p in problems] == ["resolve.dropped_target"]
    assert "[[KLAUSUL kahar ringkas]]: nilai <= 10" in problems[0].message and "99" in problems[0].message


def test_two_clauses_from_one_file_have_lists_of_their_own_and_bookmarks_stay_apart() -> None:
    inside = '<w:bookmarkStart w:id="1" w:name="_Ref1"/><w:bookmarkEnd w:id="1"/>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF _Ref1 \\n \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>?</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = paragraph("satu;", number=(8, 0), inside=inside) + paragraph("dua, lihat ", number=(8, 0), inside=field)
    clause, _ = read_clause("butir", [Written("biasa", "", word_file(body, numbering=OWN_LISTS))])
    assert clause is not None
    tags = ("[[KLAUSUL kahar ringkas]]", "[[KLAUSUL butir]]", "[[KLAUSUL butir]]")
    loaded, problems = inspect(host(*tags), "induk.docx", the_form(), {**library(), "butir": clause})
    assert loaded is not None and not problems
    document, _ = resolve(fill(loaded, answered(the_form(), {"nilai": 1}), files=no_files))
    told = dump(document)
    assert told.count("a) satu;\nb) dua, lihat a)") == 2
    xml = zipfile.ZipFile(io.BytesIO(write_docx.write(document))).read("word/document.xml").decode()
    assert xml.count('w:name="_Ref1"') == 1 and xml.count('w:name="_Ref1_k3"') == 1 and "REF _Ref1_k3" in xml


def test_the_word_file_holds_all_that_the_clause_brought(tmp_path: Path) -> None:
    data = write_docx.write(clause_sample())
    word = docx.Document(io.BytesIO(data))
    assert len(word.inline_shapes) == 1 and word.styles["Kutipan"].font.italic
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(package.read(part))
        assert "word/media/k2-image1.png" in package.namelist()
    own = [line for line in PRINTED.splitlines() if "|" not in line and "[" not in line]
    office = [" ".join(line.split()) for line in office_texts({"a": data}, tmp_path)["a"]]
    assert [line for line in own if line not in office] == []
    again = opened(data)
    assert {s.name for s in again.styles.values()} >= {"Kutipan", "Strong", "Pasal"}


def test_text_takes_the_looks_of_the_template() -> None:
    document = clause_sample(5)
    heading = next(b for b in document.body if "KAHAR RINGKAS" in _text(b))
    assert heading.style == "Normal" and document.default_char.font == "Arial"  # type: ignore[union-attr]
    long = next(b for b in clause_sample().body if "KEADAAN KAHAR" in _text(b))
    assert long.style == "Pasal" and long.number_inherited  # type: ignore[union-attr]


def _text(block: object) -> str:
    return "".join(getattr(i, "text", "") for i in getattr(block, "inlines", ()))


def test_a_theme_of_the_clause_is_said_outright() -> None:
    run = '<w:r><w:rPr><w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/></w:rPr><w:t>Tema</w:t></w:r>'
    fonts = '<a:majorFont><a:latin typeface="Lora"/></a:majorFont>'
    theme = f"<a:theme {DECLARED}><a:themeElements><a:fontScheme>{fonts}</a:fontScheme></a:themeElements></a:theme>"
    data = word_file(
        paragraph(inside=run), relations=relation("rT", "theme", "theme1.xml"), parts={"word/theme1.xml": theme}
    )
    clause, _ = read_clause("tema", [Written("biasa", "", data)])
    assert clause is not None
    loaded, _ = inspect(host("[[KLAUSUL tema]]", "[[KLAUSUL kahar ringkas]]"), "i.docx", the_form(), {
        **library(), "tema": clause,
    })  # fmt: skip
    assert loaded is not None
    text = next(i for b in loaded.document.body for i in getattr(b, "inlines", ()) if getattr(i, "text", "") == "Tema")
    assert text.format.font == "Lora" and "Theme" not in text.raw_rpr and 'w:ascii="Lora"' in text.raw_rpr


@pytest.mark.parametrize(
    ("tags", "expected", "words"),
    [
        (["[[KLAUSUL kahr]]"], ["template.clause_unknown"], "Mungkin maksud Anda «kahar»?"),
        (["[[KLAUSUL entah]]"], ["template.clause_unknown"], "Yang ada: ayat_data, kahar."),
        (["[[KLAUSUL kahar ringkass]]"], ["template.clause_variant"], "Mungkin maksud Anda «ringkas»?"),
        (["Lihat [[KLAUSUL kahar]]"], ["template.clause_alone"], "paragraf sendiri"),
        (["[[JIKA nilai = 1]][[KLAUSUL kahar]][[AKHIR]]"], ["template.clause_alone"], "paragraf sendiri"),
        (["[[KLAUSUL]]"], ["template.malformed"], "[[KLAUSUL nama]] atau [[KLAUSUL nama varian]]"),
        (["[KLAUSUL kahar]"], ["template.single_bracket"], "dua kurung siku"),
        (["[[KLAUSUL kahar]]", "[[KLAUSUL kahar]]"], ["template.anchor_twice"] * 2, "Beri nama lain"),
    ],
)
def test_mistakes_are_told(tags: Sequence[str], expected: list[str], words: str) -> None:
    problems = [p for p in found(*tags) if p.code != "template.no_anchor"]  # of what the wrong tag would have named
    assert codes(problems) == expected
    assert words in problems[0].fix


def test_without_any_clause_the_page_to_make_one_is_named() -> None:
    problems = {p.code: p.fix for p in found("[[KLAUSUL kahar]]", clauses=False)}
    assert problems["template.clause_unknown"] == "Belum ada klausul. Buat dahulu di halaman Klausul."


def test_a_name_that_the_questionnaire_lacks_is_told_with_its_place_in_the_clause() -> None:
    clause, _ = read_clause("kahar", [Written("a", "jumlah > 1", plain("[[TANDAI kahar]]Judul", "{{ namaa }}"))])
    assert clause is not None
    _, problems = inspect(host("[[KLAUSUL kahar]]"), "induk.docx", the_form(), {"kahar": clause})
    assert sorted((p.code, spoken(p.where)) for p in problems) == [
        ("expressions.unknown_name", "klausul “kahar”, varian “a”"),
        ("expressions.unknown_name_near", "klausul “kahar”, varian “a”, paragraf 2"),
    ]


def test_tags_of_a_clause_pair_within_it() -> None:
    clause, problems = read_clause("kahar", [Written("a", "", plain("[[JIKA nilai = 1]]", "Isi"))])
    assert clause is None and codes(problems) == ["template.no_partner"]
    assert spoken(problems[0].where) == "klausul “kahar”, varian “a”, paragraf 1"


def test_a_list_of_pasal_without_counterpart_is_warned_of() -> None:
    clause, _ = read_clause("kahar", [Written("a", "", short_clause())])
    assert clause is not None
    data = word_file(paragraph("[[KLAUSUL kahar]]"), styles=STYLES)
    _, problems = inspect(data, "induk.docx", the_form(), {"kahar": clause})
    assert [(p.code, p.severity) for p in problems] == [("template.clause_list", "warning")]
    assert "Pasal 1" in problems[0].message


SECTION = word_file('<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr></w:p>' + paragraph("Isi"))


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        ([], ["clause.no_variant"]),
        ([Written("a", "", b"bukan Word")], ["documents.not_docx"]),
        ([Written("a", "", plain(""))], ["clause.empty"]),
        ([Written("a", "", SECTION)], ["clause.sections"]),
        ([Written("a", "", plain("[[KLAUSUL lain]]"))], ["template.clause_nested"]),
        ([Written("a", "nilai >", plain("Isi"))], ["clause.condition"]),
        ([Written("a", "besar(nilai)", plain("Isi"))], ["expressions.unknown_function"]),
        ([Written("a", "", plain("{{ rupia(nilai) }}", "[[JIKA romawi()]]", "Isi", "[[AKHIR]]"))],
         ["expressions.unknown_function_near", "expressions.arity"]),
        ([Written("a b", "", plain("Isi"))], ["clause.name"]),
        ([Written("a", "x = 1", plain("Isi")), Written("a", "", plain("Isi"))], ["clause.twice"]),
        ([Written("a", "", plain("Isi")), Written("b", "", plain("Isi"))], ["clause.unreachable"]),
        ([Written("a", "x >", plain("{{ nama", "[[AKHIR]]"))],
         ["clause.condition", "template.unclosed", "template.no_opening"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_clause_is_told_at_once(variants: list[Written], expected: list[str]) -> None:
    clause, problems = read_clause("kahar", variants)
    assert clause is None and codes(problems) == expected
    for problem in problems:
        assert problem.message and isinstance(problem.where, WordPlace) == (expected != ["clause.no_variant"])


def test_a_reference_to_something_of_the_template_is_no_mistake_of_the_clause() -> None:
    clause, problems = read_clause("kahar", [Written("a", "", plain("Lihat {{ RUJUK penutup }}."))])
    assert clause is not None and not problems


def test_the_wording_of_a_clause_is_its_lines_with_tags() -> None:
    clause, problems = read_clause("kahar", [Written("panjang", "", long_clause())])
    assert clause is not None and not errors(problems)
    assert wording(clause)["panjang"][:2] == [
        "[[TANDAI kahar]]KEADAAN KAHAR", "Keadaan kahar menurut {{ nama }}, lihat {{ RUJUK penutup }}.",
    ]  # fmt: skip


def test_a_template_without_clauses_keeps_its_package() -> None:
    data = host("[[TANDAI kahar]]Judul")
    loaded, _ = inspect(data, "induk.docx", the_form(), library())
    assert loaded is not None and loaded.clauses == ()
    assert template("[[KLAUSUL kahar]]").clauses == ("kahar",)


def test_a_clause_in_a_cell_and_behind_a_page_break() -> None:
    cell = table(("[[KLAUSUL kahar ringkas]]",), width=5000)
    broken = paragraph("[[KLAUSUL ayat_data]]", inside='<w:r><w:br w:type="page"/></w:r>')
    data = word_file(cell + broken + paragraph("Akhir"), styles=STYLES)
    loaded, problems = inspect(data, "induk.docx", the_form(), library())
    assert loaded is not None and not errors(problems)
    document: Document = resolve(fill(loaded, answered(the_form(), {"nama": "Siti"}), files=no_files))[0]
    assert "KAHAR RINGKAS" in dump(document) and "Data dijaga Siti." in dump(document)
    assert any(getattr(b, "page_break", False) for b in document.body)


def test_a_clause_in_a_repeat_is_printed_for_each_item_with_lists_of_their_own() -> None:
    body = paragraph("{{ uraian }}, lihat {{ RUJUK butir }}.") + "".join(
        paragraph(text, number=(8, 0)) for text in ("[[TANDAI butir]]satu;", "dua.")
    )
    clause, _ = read_clause("butir", [Written("biasa", "", word_file(body, numbering=OWN_LISTS))])
    assert clause is not None
    survey = form("begin_repeat kegiatan\ntext uraian\nend_repeat")
    data = word_file("".join(paragraph(t) for t in ("[[ULANGI kegiatan]]", "[[KLAUSUL butir]]", "[[AKHIR]]")))
    loaded, problems = inspect(data, "induk.docx", survey, {"butir": clause})
    assert loaded is not None and not problems
    state = answered(survey, {"kegiatan": [{"uraian": "A"}, {"uraian": "B"}]})
    document, problems = resolve(fill(loaded, state, files=no_files))
    assert not problems
    assert dump(document).split("\n")[:6] == [
        "A, lihat huruf a).", "a) satu;", "b) dua.", "B, lihat huruf a).", "a) satu;", "b) dua.",
    ]  # fmt: skip


def test_a_table_at_the_end_stays_apart_from_the_next_one() -> None:
    shade = '<w:shd w:val="clear" w:fill="D9E2F3" w:themeFill="accent1" w:themeFillTint="33"/>'
    file = word_file(table(("Satu",)).replace("<w:tcPr/>", f"<w:tcPr>{shade}</w:tcPr>") + paragraph() + paragraph())
    clause, _ = read_clause("tabel", [Written("biasa", "", file)])
    assert clause is not None
    data = word_file(paragraph("[[KLAUSUL tabel]]") + table(("Dua",)) + paragraph())
    loaded, problems = inspect(data, "induk.docx", the_form(), {"tabel": clause})
    assert loaded is not None and not problems
    kinds = [type(block).__name__ for block in loaded.document.body]
    assert kinds == ["Table", "Paragraph", "Table", "Paragraph", "SectionEnd"]
    cell = loaded.document.body[0].rows[0].cells[0]  # type: ignore[union-attr]
    assert cell.format.shade == "D9E2F3" and "theme" not in cell.raw_tcpr  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_a_clause_stands_in_the_body_only(kind: str) -> None:
    data = word_file(
        paragraph("Isi"), section=f'<w:{kind}Reference w:type="default" r:id="rKop"/>',
        relations=relation("rKop", kind, f"{kind}1.xml"),
        parts={f"word/{kind}1.xml": part("hdr" if kind == "header" else "ftr", paragraph("[[KLAUSUL kahar]]"))},
    )  # fmt: skip
    assert codes(inspect(data, "induk.docx", the_form(), library())[1]) == ["template.clause_place"]


ROOT = Path(__file__).parents[2]


def _moved(data: bytes, anchor: str) -> tuple[bytes, bytes]:
    """The template with one Pasal taken out into a clause's file of its own, and that file."""
    whole, cut = docx.Document(io.BytesIO(data)), docx.Document(io.BytesIO(data))
    lines = whole.paragraphs
    start = next(n for n, p in enumerate(lines) if p.text.startswith(f"[[TANDAI {anchor}]]"))
    end, depth = start + 1, 0  # to the next Pasal or the end of the condition around this one
    while lines[end].style.name != "Pasal" and depth >= 0:
        depth += lines[end].text.startswith(("[[JIKA", "[[ULANGI")) - (lines[end].text == "[[AKHIR]]")
        end += depth >= 0
    for n, (theirs, own) in enumerate(zip(lines, cut.paragraphs, strict=True)):
        if start < n < end:
            theirs._p.getparent().remove(theirs._p)
        elif not start <= n < end:
            own._p.getparent().remove(own._p)
    for block in [b for b in cut.element.body if b.tag.endswith("}tbl")]:
        cut.element.body.remove(block)
    for run in lines[start].runs[1:]:
        run._r.getparent().remove(run._r)
    lines[start].runs[0].text = f"[[KLAUSUL {anchor}]]"
    return saved(whole), saved(cut)


@pytest.mark.parametrize("anchor", ["kahar", "perselisihan", "data"])
def test_a_pasal_of_the_shipped_agreement_prints_the_same_out_of_the_library(anchor: str, tmp_path: Path) -> None:
    survey = load_form((ROOT / "questionnaires/nota-kesepakatan.md").read_bytes(), "nota-kesepakatan.md")
    answers = json.loads((ROOT / "packs/ambon/samples/nota-kesepakatan.json").read_text())
    before = (ROOT / "doc_templates/nota-kesepakatan.docx").read_bytes()
    after, cut = _moved(before, anchor)
    clause, problems = read_clause(anchor, [Written("biasa", "", cut)])
    assert clause is not None, [p.message for p in problems]
    state = answered(survey, answers)
    told = []
    for data in (before, after):
        loaded, problems = inspect(data, "nota.docx", survey, {anchor: clause})
        assert loaded is not None and not errors(problems)
        document = resolve(fill(loaded, state, files=no_files))[0]
        told.append((dump(document), pdf_pages(pdf.pdf(document), tmp_path), loaded.clauses))
    assert told[0][:2] == told[1][:2]
    assert told[1][2] == (anchor,)
