"""Templates: the four rules, every mistake at once with both places, names checked against the questionnaire."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inovik_forms.documents.dump import dump
from inovik_forms.documents.tags import Tag, tokenise
from inovik_forms.documents.template import Template, check, load, parse
from inovik_forms.documents.tree import Branches, Paragraph, Repetition, Table, Text, Value
from inovik_forms.problems import Problem, Refused, WordPlace

from .word_files import PASAL_LIST, codes, form, opened, paragraph, plain, printed, table, word_file

FORM = form(
    """
    text nama
    select_one yn ada
    begin_repeat kegiatan
    text judul
    begin_repeat langkah
    text isi
    end_repeat
    end_repeat
    begin_repeat bulan
    text nama_bulan
    end_repeat
    image foto
    """,
    "yn ya Ya\nyn tidak Tidak",
)


def template(*texts: str) -> Template:
    found, problems = parse(opened(plain(*texts)))
    assert found is not None, [p.message for p in problems]
    return found


def wrong(*texts: str, body: str = "") -> list[Problem]:
    found, problems = parse(opened(word_file(body) if body else plain(*texts)))
    assert found is None
    return problems


def places(problems: list[Problem]) -> list[tuple[str, int]]:
    return [(p.code.removeprefix("template."), p.where.paragraph) for p in problems if isinstance(p.where, WordPlace)]


def shown(found: Template) -> list[str]:
    return dump(found.document).splitlines()


# ---------------------------------------------------------------- reading tags


def test_values_and_inline_conditions() -> None:
    inlines = template(
        "Halo {{ nama }} [[JIKA ada = 'ya']]x[[ATAU JIKA nama]]y[[SELAIN ITU]]z[[AKHIR]]."
    ).document.body[0]
    assert isinstance(inlines, Paragraph)
    value, branches = inlines.inlines[1], inlines.inlines[3]
    assert isinstance(value, Value) and value.expression.text == " nama "
    assert isinstance(branches, Branches)
    assert [c.text.strip() if c else None for c, _ in branches.branches] == ["ada = 'ya'", "nama", None]


def test_a_marker_alone_in_its_paragraph_takes_the_blocks_up_to_its_partner() -> None:
    found = template("[[JIKA ada]]", "satu", "[[ULANGI kegiatan; PEMISAH “; dan”]]", "{{ judul }}", "[[KOSONG]]",
                     "nihil", "[[AKHIR]]", "[[SELAIN ITU]]", "dua", "[[AKHIR]]")  # fmt: skip
    branches = found.document.body[0]
    assert isinstance(branches, Branches) and len(branches.branches) == 2
    repetition = branches.branches[0][1][1]
    assert isinstance(repetition, Repetition)
    assert (repetition.name, repetition.separator, len(repetition.empty)) == ("kegiatan", "; dan", 1)


def test_several_markers_may_share_a_paragraph() -> None:
    found = template("[[JIKA ada]]", "[[ULANGI kegiatan]]", "{{ judul }}", "[[AKHIR]] [[AKHIR]]")
    assert shown(found) == [
        "[[JIKA ada]]", "[[ULANGI kegiatan]]", "{{ judul }}", "[[AKHIR]]", "[[AKHIR]]"
    ]  # fmt: skip


def test_rows() -> None:
    rows = table(
        ("No", "Judul"),
        ("[[ULANGI kegiatan]]{{ position(..) }}", "{{ judul }} [[AKHIR]]"),
        ("[[JIKA ada]]", ""),
        ("biasa", "biasa"),
        ("", "[[AKHIR]]"),
    )
    found, problems = parse(opened(word_file(rows)))
    assert found is not None, problems
    made = found.document.body[0]
    assert isinstance(made, Table)
    assert [type(r).__name__ for r in made.rows] == ["Row", "Repetition", "Branches"]
    assert shown(found)[2] == "{{ position(..) }} | {{ judul }}"


def test_a_column_repeats_from_its_header_cell_down() -> None:
    rows = table(("Kegiatan", "[[ULANGI KOLOM bulan]]{{ nama_bulan }}[[AKHIR]]"), ("isi", "{{ judul }}"))
    found, problems = parse(opened(word_file(rows)))
    assert found is not None, problems
    assert [[c.repeat for c in r.cells] for r in found.document.body[0].rows] == [["", "bulan"], ["", "bulan"]]


def test_brackets_without_a_tag_word_are_text() -> None:
    text = "lihat [1] dan [[catatan]] serta [[LAMPIRAN I]], {kurung}"
    found = template(text)
    assert not found.has_tags and shown(found) == [text]


def test_anchors_name_their_paragraph_or_the_next_one() -> None:
    found = template("[[TANDAI satu]] Isi", "[[TANDAI dua]]", "Isi lain", "{{ RUJUK satu, dua }}")
    first, second, third, _ = found.document.body
    assert (first.anchors, second.anchors, first.inlines[0].text) == (("satu",), ("dua",), "Isi")
    assert third.inlines[0].targets == ("satu", "dua")


def test_untouched_blocks_stay_the_same_objects() -> None:
    document = opened(plain("satu", "{{ nama }}", "tiga"))
    found, _ = parse(document)
    assert found is not None
    assert [a is b for a, b in zip(found.document.body, document.body, strict=True)] == [True, False, True, True]


def test_quotation_marks_and_blanks_of_autocorrect_are_understood() -> None:
    found = template("{{\u00a0if(ada = ‘ya’, “a”, 'b') }}")
    value = found.document.body[0].inlines[0]
    assert value.expression.text == " if(ada = 'ya', \"a\", 'b') "


TEXT = "Awal {{ nama }} tengah [[JIKA ada = “ya”]] isi {{ judul }} [[SELAIN ITU]]lain[[AKHIR]] akhir"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(1, len(TEXT) - 1), max_size=12), st.data())
def test_splitting_runs_never_changes_the_parse(cuts: list[int], data: st.DataObject) -> None:
    edges = [0, *sorted(set(cuts)), len(TEXT)]
    runs = "".join(
        f"<w:r><w:rPr>{'<w:b/>' if data.draw(st.booleans()) else ''}</w:rPr>"
        f'<w:t xml:space="preserve">{TEXT[a:b]}</w:t></w:r>{data.draw(st.sampled_from(["", "<w:proofErr/>"]))}'
        for a, b in itertools.pairwise(edges)
    )
    found, _ = parse(opened(word_file(paragraph(inside=runs))))
    assert found is not None
    assert dump(found.document) == dump(template(TEXT).document)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="{}[]JIKAULNGRH \"'ab;,", max_size=60))
def test_tokenising_loses_no_letter(text: str) -> None:
    pieces, faults = tokenise([Text(text)])
    rebuilt = "".join(p.text for p in pieces if isinstance(p, Text | Tag))
    assert rebuilt == text or faults


# ---------------------------------------------------------------- mistakes


def test_every_mistake_at_once_with_its_place() -> None:
    problems = wrong(
        "{{ nama", "[[JKA x]]", "[[JIKA a]] foo", "bar [[AKHIR]]", "{{ RUJK a }}", "{{ RUJUK tak_ada }}",
        "[[TANDAI a]]x", "[[TANDAI a]]y", "}} lebih", "[JIKA x]", "[[KLAUSUL x]]", "[[ULANGI]]", "[[jika x]]",
        "[[JIKA ada",
    )  # fmt: skip
    assert places(problems) == [
        ("unclosed", 1), ("misspelt", 2), ("apart", 3), ("malformed", 5), ("no_anchor", 6), ("anchor_twice", 8),
        ("stray_close", 9), ("single_bracket", 10), ("clause_unknown", 11), ("malformed", 12), ("misspelt", 13),
        ("unclosed", 14),
    ]  # fmt: skip
    assert all(p.message and "{" not in p.message.replace("{{", "") for p in problems)
    assert "[[JIKA syarat]]" in problems[1].fix and "paragraf 4" in problems[2].message


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["[[JIKA a]]", "x"], [("no_partner", 1)]),
        (["x", "[[AKHIR]]"], [("no_opening", 2)]),
        (["[[SELAIN ITU]]"], [("misplaced", 1)]),
        (["[[ULANGI kegiatan]]", "[[SELAIN ITU]]", "[[AKHIR]]"], [("misplaced", 2)]),
        (["[[JIKA a]]x[[SELAIN ITU]]y[[SELAIN ITU]]z[[AKHIR]]"], [("misplaced", 1)]),
        (["[[JIKA a]] x [[JIKA b]]", "y", "[[AKHIR]] z [[AKHIR]]"], [("apart", 1), ("apart", 1)]),
        (["[[ULANGI KOLOM bulan]]x[[AKHIR]]"], [("column", 1), ("no_opening", 1)]),
    ],
)
def test_tags_without_partner(texts: list[str], expected: list[tuple[str, int]]) -> None:
    assert places(wrong(*texts)) == expected


def test_partners_in_different_containers_are_refused_with_both_places() -> None:
    body = paragraph("[[JIKA ada]]") + table(("x", "[[AKHIR]]\nisi"))
    problem = wrong(body=body)[0]
    assert problem.code == "template.apart" and "paragraf 3" in problem.message and problem.where.paragraph == 1


def test_absurd_templates_are_refused_quickly() -> None:
    assert places(wrong("{{ " * 50_000)) == [("unclosed", 1)] * 20
    deep = wrong(*["[[JIKA a]]"] * 300, "x", *["[[AKHIR]]"] * 300)
    assert "template.too_deep" in [p.code for p in deep]


def test_a_place_names_the_clause_above() -> None:
    body = paragraph("", number=(1, 0), inside="<w:r><w:t>TUJUAN</w:t></w:r>") + paragraph("{{ x")
    _, problems = parse(opened(word_file(body, numbering=PASAL_LIST)))
    assert problems[0].where.heading == "TUJUAN"


def test_a_separator_has_no_meaning_for_rows() -> None:
    rows = table(("[[ULANGI kegiatan; PEMISAH \", \"]]{{ judul }}", "x[[AKHIR]]"))  # fmt: skip
    assert places(wrong(body=rows.replace('"]]{{', "&quot;]]{{").replace('PEMISAH "', "PEMISAH &quot;"))) == [
        ("separator_rows", 1)
    ]


def test_a_tag_in_a_text_box_is_refused() -> None:
    box = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{{ nama }}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    assert [p.code for p in wrong(body=paragraph("a", inside=box))] == ["template.tag_in_opaque"]


def test_tags_in_properties_are_refused() -> None:
    parts = {"docProps/core.xml": "<a><b>{{ x.__cla</b><b>ss__ }}</b></a>"}
    found, problems = parse(opened(word_file(paragraph("isi"), parts=parts)))
    assert found is None and {p.where.part for p in problems} == set(parts)


def test_a_broken_expression_points_into_the_tag() -> None:
    problem = wrong("Awal {{ nama + }} akhir")[0]
    assert problem.code.startswith("expressions.") and problem.where.offset == len("Awal {{ nama +") - 1


# ---------------------------------------------------------------- names


def unknown(*texts: str) -> list[Problem]:
    return check(template(*texts), FORM)


def test_known_names_pass() -> None:
    assert not unknown("{{ nama }} {{ naskah_asli }}", "[[ULANGI kegiatan]]", "{{ judul }}", "[[ULANGI langkah]]",
                       "{{ isi }} {{ judul }}", "[[AKHIR]]", "[[AKHIR]]", "{{ foto }}")  # fmt: skip


def test_unknown_names_come_with_a_suggestion_and_their_place() -> None:
    first, second = unknown("Halo {{ nma }}", "[[ULANGI kegitan]]", "{{ judul }}", "[[AKHIR]]")[:2]
    assert first.code == "expressions.unknown_name_near" and (first.where.paragraph, first.where.offset) == (1, 8)
    assert "nama" in first.message + first.fix
    assert second.code == "template.unknown_repeat" and "kegiatan" in second.fix


def test_a_choice_that_the_question_does_not_have_is_said() -> None:
    found = check(template("[[JIKA ada = 'yaa']]x[[AKHIR]][[JIKA ada = 'ya']]y[[AKHIR]]"), FORM)
    assert [(p.severity, p.where.quote) for p in found if isinstance(p.where, WordPlace)] == [
        ("warning", "[[JIKA ada = 'yaa']]")
    ]


def test_names_in_headers_and_conditions_are_checked() -> None:
    import docx

    from .word_files import saved

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ tak_ada }}"
    document.add_paragraph("[[JIKA hilang = 'x']]a[[AKHIR]]")
    with pytest.raises(Refused) as refused:
        load(saved(document), "uji.docx", FORM)
    found = {(p.where.part, p.detail.get("name")) for p in refused.value.problems}
    assert ("word/header1.xml", "tak_ada") in found and ("word/document.xml", "hilang") in found


def test_a_picture_has_no_text() -> None:
    assert "template.image_expression" in [p.code for p in unknown("{{ concat(foto, 'x') }}")]


def test_loading_refuses_tracked_changes_and_keeps_warnings() -> None:
    changed = '<w:ins w:id="1" w:author="a"><w:r><w:t>baru</w:t></w:r></w:ins>'
    with pytest.raises(Refused) as refused:
        load(word_file(paragraph("{{ tak_ada }}", inside=changed)), "uji.docx", FORM)
    assert {"template.tracked_change", "expressions.unknown_name"} == {p.code for p in refused.value.problems}
    line = "<w:r><w:pict><v:line/></w:pict></w:r>"
    loaded = load(word_file(paragraph("{{ nama }}", inside=line)), "uji.docx", FORM)
    assert [p.code for p in loaded.warnings] == ["documents.unsupported"] and loaded.questionnaire is FORM


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "Persamaan"),
        ('<w:r><w:pict><v:shape><v:textpath string="RAHASIA"/></v:shape></w:pict></w:r>', "Tanda air"),
        (
            '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://x/diagram"/></a:graphic></wp:inline>'
            "</w:drawing></w:r>",
            "SmartArt",
        ),
    ],
)
def test_a_template_with_text_that_the_pdf_cannot_show_is_refused_with_its_place(inside: str, what: str) -> None:
    file = word_file(paragraph("Bab", style="Heading1") + paragraph("{{ nama }}", inside=inside))
    with pytest.raises(Refused) as refused:
        load(file, "uji.docx", FORM)
    (problem,) = refused.value.problems
    where: Any = problem.where
    assert problem.code == "template.unprintable" and what in problem.message
    assert (where.heading, where.paragraph) == ("Bab", 2)


def test_a_reference_may_name_a_bookmark_of_word() -> None:
    mark: Any = '<w:bookmarkStart w:id="1" w:name="pasal_satu"/><w:bookmarkEnd w:id="1"/>'
    found, problems = parse(opened(word_file(paragraph("x", inside=mark) + paragraph("{{ RUJUK pasal_satu }}"))))
    assert found is not None and not problems
    assert re.search("Mungkin|TANDAI", wrong("{{ RUJUK lain }}")[0].fix)


# ---------------------------------------------------------------- what Word's AutoCorrect and tired people do


def test_faulty_tags_keep_their_partners_and_names_are_checked_beside_them() -> None:
    texts = ["{{ namma }}", "[[JIKA ada > ]]x[[AKHIR]]", "[[ULANGI kegiatn]]{{ judul }}[[AKHIR]]",
             "[[JKA ada = 'ya']]y[[AKHIR]]", "[[JIKA ada = 'ya'", "z", "[[AKHIR]]"]  # fmt: skip
    with pytest.raises(Refused) as refused:
        load(plain(*texts), "uji.docx", form("text nama\ntext ada\nbegin_repeat kegiatan\ntext judul\nend_repeat"))
    assert [(p.code, p.where.paragraph) for p in refused.value.problems] == [
        ("expressions.unknown_name_near", 1), ("expressions.operand_missing", 2), ("template.unknown_repeat", 3),
        ("template.misspelt", 4), ("template.unclosed", 5),
    ]  # fmt: skip


def test_too_deep_is_one_mistake_however_deep() -> None:
    texts = [*(f"[[JIKA a > {n}]]" for n in range(50)), "x", *["[[AKHIR]]"] * 50]
    assert codes(parse(opened(plain(*texts)))[1]) == ["template.too_deep"]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("[[JIKA jumlah – 1 = 2]]a[[AKHIR]]", ["a"]),
        ("[[JIKA jumlah — 1 = 2]]a[[AKHIR]]", ["a"]),
        ("[[JIKA\u00a0nama\u00a0= “Ani”]]a[[AKHIR]]", ["a"]),
        ('{{ concat(“1 – 2”, "\u00a0‘x’") }}', ["1 – 2 ‘x’"]),
    ],
)
def test_autocorrected_signs_mean_what_was_typed_and_quoted_text_stays(tag: str, expected: list[str]) -> None:
    questionnaire = form("text nama\ninteger jumlah")
    assert printed(plain(tag), questionnaire, {"nama": "Ani", "jumlah": 3}) == expected
