"""Filling: what is printed, what disappears, what stays the same object."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from inovik_forms.documents import pdf, write_docx
from inovik_forms.documents.dump import dump
from inovik_forms.documents.fill import blanks, fill
from inovik_forms.documents.fill_ghosts import GREY
from inovik_forms.documents.numbering import labels
from inovik_forms.documents.punctuation import tails
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import load
from inovik_forms.documents.tree import BLANK_TEXT, Blank, Image, LineBreak, Paragraph, SectionEnd, Table, Text
from inovik_forms.documents.walk import inlines, paragraphs

from .word_files import PASAL_LIST, answered, filled, form, no_files, paragraph, plain, png, printed, table, word_file

FORM = form(
    """
    text nama
    text alamat
    integer jumlah
    decimal luas
    integer tahun ; appearance=year
    date tanggal
    time pukul
    select_one yn ada
    select_multiple warna pilihan
    text rahasia ; relevant=${ada} = 'ya'
    calculate dua_kali ; calculation=${jumlah} * 2
    image foto
    begin_group wadah
    begin_repeat kegiatan
    text judul
    integer biaya
    begin_repeat langkah
    text isi
    end_repeat
    end_repeat
    end_group
    begin_repeat bulan
    text nama_bulan
    end_repeat
    """,
    "yn ya Ya, ada\nyn tidak Tidak ada\nwarna merah Merah\nwarna biru Biru\nwarna hijau Hijau",
)
NONE: dict[str, Any] = {"wadah": {"kegiatan": []}}
THREE: dict[str, Any] = {"wadah": {"kegiatan": [{"judul": "satu"}, {"judul": "dua"}, {"judul": "tiga"}]}}


def lines(*texts: str, data: dict[str, Any] | None = None, **more: Any) -> list[str]:
    return printed(plain(*texts), FORM, data or {}, **more)


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("tag", "data", "expected"),
    [
        ("{{ nama }}", {"nama": "Bu {{ x }} & <b>"}, "Bu {{ x }} & <b>"),
        ("{{ jumlah }}", {"jumlah": 1250000}, "1.250.000"),
        ("{{ luas }}", {"luas": 1234.5}, "1.234,5"),
        ("{{ luas }}", {"luas": 2e18}, "2000000000000000000"),
        ("{{ tahun }}", {"tahun": 2026}, "2026"),
        ("{{ tanggal }}", {"tanggal": "2016-11-14"}, "14 November 2016"),
        ("{{ pukul }}", {"pukul": "09:30:00"}, "09.30"),
        ("{{ ada }}", {"ada": "ya"}, "Ya, ada"),
        ("{{ pilihan }}", {"pilihan": ["merah", "biru", "hijau"]}, "Merah, Biru, dan Hijau"),
        ("{{ dua_kali }}", {"jumlah": 600}, "1.200"),
        ("{{ jumlah * 3 }}", {"jumlah": 1000}, "3.000"),
        ("{{ terbilang(jumlah) }}", {"jumlah": 21}, "dua puluh satu"),
        ("{{ daftar(judul) }}", THREE, "satu, dua, dan tiga"),
        ("{{ nama }} ({{ jumlah = 1 }})", {"nama": "a", "jumlah": 1}, "a (ya)"),
        ("{{ naskah_asli }}", {}, "1"),
    ],
)
def test_printed_values(tag: str, data: dict[str, Any], expected: str) -> None:
    assert lines(tag, data=data) == [expected]


def test_the_number_of_the_original() -> None:
    text = "[[JIKA naskah_asli = 1]]pertama[[SELAIN ITU]]kedua[[AKHIR]]"
    assert (lines(text), lines(text, original=2)) == (["pertama"], ["kedua"])


def test_unanswered_values_are_blanks_with_their_path() -> None:
    document = filled(plain("{{ nama }}, {{ rupiah(jumlah) }}", "{{ nama }}", "{{ foto }}"), FORM, {})
    assert [(b.path, b.label) for b in blanks(document)] == [
        ("nama", "Label nama"), ("jumlah", "Label jumlah"), ("foto", "Label foto")
    ]  # fmt: skip


def test_what_is_not_asked_prints_nothing_and_is_no_blank() -> None:
    document = filled(plain("{{ rahasia }}", "{{ concat('a: ', rahasia) }}"), FORM, {"ada": "tidak", "rahasia": "x"})
    assert dump(document).splitlines() == ["a:"] and not blanks(document)
    assert [b.path for b in blanks(filled(plain("{{ rahasia }}"), FORM, {"ada": "ya"}))] == ["rahasia"]


def test_a_value_takes_the_format_of_its_tags_first_letter_and_tells_its_path() -> None:
    runs = "<w:r><w:rPr><w:b/></w:rPr><w:t>{{ na</w:t></w:r><w:r><w:t>ma }}</w:t></w:r>"
    value = next(iter(paragraphs(filled(word_file(paragraph(inside=runs)), FORM, {"nama": "x"}).body))).inlines[0]
    assert isinstance(value, Text) and (value.text, value.raw_rpr, value.path) == ("x", "<w:b/>", "nama")


def test_a_tab_in_an_answer_is_a_space() -> None:
    found = filled(plain("{{ nama }}"), FORM, {"nama": "Antar obat\tlansia"})
    assert [i.text for i in next(iter(paragraphs(found.body))).inlines if isinstance(i, Text)] == ["Antar obat lansia"]


def test_several_lines_become_paragraphs_when_alone_and_line_breaks_else() -> None:
    data = {"alamat": "Jalan A\nNomor 1\n\nAmbon"}
    found = list(paragraphs(filled(plain("{{ alamat }}", "Di {{ alamat }}"), FORM, data).body))
    assert len(found) == 4 and len({p.id for p in found}) == 4
    assert sum(isinstance(i, LineBreak) for i in found[3].inlines) == 3


def test_pictures_are_fitted() -> None:
    pictures = {"kecil.png": png(40, 20), "lebar.png": png(4000, 100), "rusak.png": b"x"}
    body = paragraph("{{ foto }}") + table(("{{ foto }}", "x"), width=2000)

    def made(name: str) -> list[Any]:
        document = filled(word_file(body), FORM, {"foto": name}, files=pictures.get)
        return [i for p in paragraphs(document.body) for i in p.inlines if not isinstance(i, Text)]

    assert [(i.width, i.height, i.path) for i in made("kecil.png")] == [(30, 15, "foto")] * 2
    assert [i.width for i in made("lebar.png")] == [451.3, 88.0]
    assert all(isinstance(i, Blank) for i in made("rusak.png") + made("hilang.png"))
    assert isinstance(made("kecil.png")[0], Image)


def test_a_signature_is_as_large_as_one_by_hand_in_word_and_pdf() -> None:
    survey = form("image paraf ; appearance=signature")
    template = load(word_file(paragraph("{{ paraf }}")), "uji.docx", survey)
    document, _ = resolve(filled(template, survey, {"paraf": "a.png"}, files=lambda _: png(1200, 300)))
    (image,) = [i for p in paragraphs(document.body) for i in p.inlines if isinstance(i, Image)]
    assert (image.width, image.height) == (142.0, 35.5)
    with zipfile.ZipFile(io.BytesIO(write_docx.write(document))) as package:
        assert f'<wp:extent cx="{(142 * 12700)}"'.encode() in package.read("word/document.xml")
    page = PdfReader(io.BytesIO(pdf.pdf(document))).pages[0]
    assert [one.image.size for one in page.images if one.image] == [(1200, 300)]


# ---------------------------------------------------------------- conditions


def test_what_a_condition_leaves_out_leaves_no_line() -> None:
    texts = ["a", "[[JIKA ada = 'ya']]", "b", "[[AKHIR]]", "[[JIKA ada = 'ya']]c[[AKHIR]];", "d"]
    assert lines(*texts, data={"ada": "tidak"}) == ["a", "d"]
    assert lines(*texts, data={"ada": "ya"}) == ["a", "b", "c;", "d"]


def test_branches() -> None:
    text = "[[JIKA jumlah > 10]]banyak[[ATAU JIKA jumlah > 5]]cukup[[SELAIN ITU]]sedikit[[AKHIR]]"
    assert [lines(text, data={"jumlah": n})[0] for n in (20, 7, 1)] == ["banyak", "cukup", "sedikit"]


def test_an_answer_of_punctuation_keeps_its_paragraph() -> None:
    assert lines("{{ nama }}", data={"nama": "-"}) == ["-"]


def test_a_cell_keeps_one_paragraph() -> None:
    document = filled(word_file(table(("[[JIKA ada = 'ya']]x[[AKHIR]]", "y"))), FORM, {})
    cell = document.body[0].rows[0].cells[0]
    assert len(cell.blocks) == 1 and cell.blocks[0].inlines == ()


def test_a_table_without_rows_goes() -> None:
    body = table(("[[ULANGI kegiatan]]{{ judul }}", "x[[AKHIR]]")) + paragraph("sesudah")
    assert printed(word_file(body), FORM, NONE) == ["sesudah"]


# ---------------------------------------------------------------- repeats


@pytest.mark.parametrize(
    ("separator", "count", "inline", "expected"),
    [
        ("; dan", 4, False, ["a;", "b;", "c; dan", "d."]),
        ("; dan", 2, False, ["a; dan", "b."]),
        ("; dan", 1, False, ["a."]),
        (";", 2, False, ["a;", "b"]),
        (", ", 3, True, ["a, ", "b, ", "c"]),
        (", dan", 3, True, ["a, ", "b, dan ", "c"]),
        (", dan", 2, True, ["a dan ", "b"]),
        ("; dan/atau", 3, True, ["a; ", "b; dan/atau ", "c"]),
    ],
)
def test_punctuation(separator: str, count: int, inline: bool, expected: list[str]) -> None:
    found = tails(separator, count, inline=inline, last_stop=not inline)
    assert [letter + tail for letter, tail in zip("abcd", found, strict=False)] == expected


def test_punctuation_of_blocks_goes_behind_the_last_text_of_each_item() -> None:
    texts = ['[[ULANGI kegiatan; PEMISAH "; dan"]]', "{{ judul }}", "[[AKHIR]]"]
    assert lines(*texts, data=THREE) == ["satu;", "dua; dan", "tiga."]
    data = {"wadah": {"kegiatan": [{"judul": "kota Ambon."}, {"judul": "Budi, S.T."}]}}
    assert lines(*texts, data=data) == ["kota Ambon; dan", "Budi, S.T."]


def test_inline_repeats_join() -> None:
    assert lines('Ada [[ULANGI kegiatan; PEMISAH ", dan"]]{{ judul }}[[AKHIR]] saja.', data=THREE) == [
        "Ada satu, dua, dan tiga saja."
    ]
    assert lines('Ada: [[ULANGI kegiatan; PEMISAH "; dan"]]{{ judul }}[[AKHIR]]', data=THREE) == [
        "Ada: satu; dua; dan tiga."
    ]


def test_an_empty_repeat_prints_its_other_text() -> None:
    texts = ["[[ULANGI kegiatan]]", "{{ judul }}", "[[KOSONG]]", "nihil", "[[AKHIR]]"]
    assert lines(*texts, data=NONE) == ["nihil"]


def test_nested_repeats_and_repeats_side_by_side() -> None:
    data = {
        "nama": "N",
        "wadah": {"kegiatan": [{"judul": "a", "langkah": [{"isi": "1"}, {"isi": "2"}]}, {"judul": "b", "langkah": []}]},
        "bulan": [{"nama_bulan": "Mei"}, {"nama_bulan": "Juni"}],
    }
    texts = ["[[ULANGI kegiatan]]", "{{ position(..) }} {{ judul }} {{ nama }}", "[[ULANGI langkah]]",
             "{{ judul }}{{ isi }}", "[[AKHIR]]", "[[AKHIR]]"]  # fmt: skip
    assert lines(*texts, data=data) == ["1 a N", "a1", "a2", "2 b N"]
    side = ["[[ULANGI kegiatan]]", "[[ULANGI bulan]]", "{{ judul }} {{ nama_bulan }}", "[[AKHIR]]", "[[AKHIR]]"]
    assert lines(*side, data=data) == ["a Mei", "a Juni", "b Mei", "b Juni"]
    assert lines("[[ULANGI langkah]]", "{{ judul }}{{ isi }}", "[[AKHIR]]", data=data)[:2] == ["a1", "a2"]


def test_answers_in_repeats_tell_their_path_with_keys() -> None:
    document = filled(plain("[[ULANGI kegiatan]]", "{{ judul }} {{ biaya }}", "[[AKHIR]]"), FORM, THREE)
    first = next(iter(paragraphs(document.body)))
    key = first.id.split("@")[1]
    assert first.inlines[0].path == f"wadah/kegiatan[{key}]/judul"
    assert blanks(document)[0].path == f"wadah/kegiatan[{key}]/biaya"


def test_rows_repeat() -> None:
    rows = table(("No", "Judul"), ("[[ULANGI kegiatan]]{{ position(..) }}", "{{ judul }}[[AKHIR]]"))
    assert printed(word_file(rows), FORM, THREE) == ["No | Judul", "1 | satu", "2 | dua", "3 | tiga"]


def test_columns_repeat_and_the_table_keeps_its_width() -> None:
    rows = table(
        ("K", "[[ULANGI KOLOM bulan]]{{ nama_bulan }}[[AKHIR]]"), ("[[ULANGI kegiatan]]{{ judul }}", "x[[AKHIR]]")
    )
    data = {**THREE, "bulan": [{"nama_bulan": "Mei"}, {"nama_bulan": "Juni"}]}
    document = filled(word_file(rows), FORM, data)
    made = document.body[0]
    assert isinstance(made, Table) and made.columns == (100, 50, 50)
    assert dump(document).splitlines()[:2] == ["K | Mei | Juni", "satu | x | x"]


def test_a_list_inside_a_repeat_restarts_and_a_repeated_item_counts_on() -> None:
    def numbered(body: str) -> list[str]:
        document = filled(word_file(body, numbering=PASAL_LIST), FORM, THREE)
        return [label for p, label in labels(document).items() if label]

    marks = paragraph("[[ULANGI kegiatan]]"), paragraph("[[AKHIR]]")
    inside = paragraph("{{ judul }}") + paragraph("a", number=(1, 0)) + paragraph("b", number=(1, 0))
    assert numbered(marks[0] + inside + marks[1]) == ["Pasal 1", "Pasal 2"] * 3
    item = paragraph("{{ judul }}", number=(1, 0)) + paragraph("keterangan")
    assert numbered(marks[0] + item + marks[1]) == ["Pasal 1", "Pasal 2", "Pasal 3"]
    before = paragraph("awal", number=(1, 0))
    assert numbered(before + marks[0] + inside + marks[1]) == [f"Pasal {n}" for n in range(1, 8)]


def test_a_book_repeats_the_template_over_sets_of_answers() -> None:
    template = load(plain("Buku {{ nama }}", "[[ULANGI dokumen]]", "Bab {{ nama }}", "[[AKHIR]]"), "uji.docx", FORM)
    states = [answered(FORM, {"nama": name}) for name in ("A", "B")]
    document = fill(template, states[0], files=no_files, collection=states)
    assert dump(document).splitlines() == ["Buku A", "Bab A", "Bab B"]
    assert [one["jawaban"] for one in json.loads(document.answers_json)] == [
        {"nama": "A"},
        {"nama": "A"},
        {"nama": "B"},
    ]


def test_a_book_knows_how_many_sets_it_holds_and_which_one_is_open() -> None:
    inline = '[[ULANGI dokumen; PEMISAH ", dan"]]{{ position(..) }} {{ nama }}[[AKHIR]]'
    block = ["[[ULANGI dokumen]]", "{{ position(..) }} dari {{ count(dokumen) }}", "[[AKHIR]]"]
    template = load(plain("{{ count(dokumen) }} rencana", inline, *block), "uji.docx", FORM)
    states = [answered(FORM, {"nama": name}) for name in "ABC"]
    document = fill(template, states[0], files=no_files, collection=states)
    assert dump(document).splitlines() == ["3 rencana", "1 A, 2 B, dan 3 C.", "1 dari 3", "2 dari 3", "3 dari 3"]
    alone = fill(template, states[1], files=no_files)
    assert dump(alone).splitlines() == ["1 rencana", "1 B.", "1 dari 1"]


def test_a_reference_inside_a_book_never_leads_into_another_document() -> None:
    texts = ["[[ULANGI dokumen]]", "[[JIKA ada = 'ya']]", "[[TANDAI rinci]]Rincian {{ nama }}", "[[AKHIR]]",
             "Lihat {{ RUJUK rinci }}.", "[[AKHIR]]"]  # fmt: skip
    states = [answered(FORM, {"nama": name, "ada": ada}) for name, ada in (("A", "ya"), ("B", "tidak"), ("C", "ya"))]
    template = load(plain(*texts), "uji.docx", FORM)
    document, problems = resolve(fill(template, states[0], files=no_files, collection=states))
    found = dump(document).splitlines()
    assert (found[1], found[4]) == ("Lihat Rincian A.", "Lihat Rincian C.") and "dihapus" in found[2]
    assert [(p.code, p.detail["target"]) for p in problems] == [("resolve.dropped_target", "Rincian")]


def test_headers_are_filled_once() -> None:
    import docx

    from .word_files import saved

    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Kepala {{ nama }}"
    word.add_section()
    document = filled(saved(word), FORM, {"nama": "X"})
    first, second = (b for b in document.body if isinstance(b, SectionEnd))
    assert first.headers["default"] is second.headers["default"]
    assert dump(document).splitlines()[1] == "Kepala X"


# ---------------------------------------------------------------- promises


def test_untouched_blocks_are_the_same_objects_in_every_filling() -> None:
    body = paragraph("tetap") + table(("a", "b")) + paragraph("{{ nama }}")
    template = load(word_file(body), "uji.docx", FORM)
    one, two = (fill(template, answered(FORM, {"nama": n}), files=no_files) for n in "ab")
    assert [a is b for a, b in zip(one.body, two.body, strict=True)] == [True, True, False, True]


def travelling(document: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(document.answers_json)
    return dict(told["jawaban"])


def test_only_printed_answers_travel_with_the_document() -> None:
    data = {"nama": "x", "alamat": "catatan dalam", "jumlah": 7, "ada": "tidak", **THREE}
    texts = ["{{ nama }} {{ terbilang(jumlah) }}", "[[JIKA ada = 'ya']]{{ alamat }}[[AKHIR]]", "[[ULANGI kegiatan]]",
             "{{ judul }}", "[[AKHIR]]"]  # fmt: skip
    document = filled(plain(*texts), FORM, data)
    kept = travelling(document)
    assert {path.split("[")[0] for path in kept} == {"nama", "jumlah", "wadah/kegiatan"}
    assert (kept["nama"], kept["jumlah"], list(kept.values())[2:]) == ("x", "7", ["satu", "dua", "tiga"])
    assert document.language == "id" and "catatan dalam" not in document.answers_json
    package = zipfile.ZipFile(io.BytesIO(write_docx.write(resolve(document)[0])))
    assert not [name for name in package.namelist() if b"catatan dalam" in package.read(name)]


def test_a_document_without_answers_carries_none() -> None:
    assert filled(plain("tetap {{ naskah_asli }}"), FORM, {"nama": "x"}).answers_json == ""


@pytest.mark.parametrize(
    ("tag", "data", "code", "offset"),
    [
        ("Nilai {{ terbilang(jumlah * 1000000000) }}", {"jumlah": 10**9}, "expressions.out_of_range", 9),
        ("Nilai {{ romawi(jumlah) }}", {"jumlah": 0}, "expressions.out_of_range", 9),
        ("[[JIKA romawi(jumlah) = 'I']]a[[SELAIN ITU]]b[[AKHIR]]", {"jumlah": 5000}, "expressions.out_of_range", 7),
        ("{{ concat(nama, nama) }}", {"nama": "x" * 600_000}, "expressions.result_too_long", 3),
    ],
)
def test_what_cannot_be_computed_is_a_blank_and_a_problem_with_its_place(
    tag: str, data: dict[str, Any], code: str, offset: int
) -> None:
    document, problems = resolve(filled(plain("Judul", tag), FORM, data))
    assert [(p.code, p.where.paragraph, p.where.offset, p.severity) for p in problems] == [(code, 2, offset, "error")]
    assert problems[0].message and tag.startswith("[[") == (blanks(document) == [])
    if tag.startswith("[["):
        assert dump(document).splitlines()[1] == "b"


def test_each_failure_is_told_once() -> None:
    data = {"wadah": {"kegiatan": [{"judul": "a", "biaya": 0}, {"judul": "b", "biaya": 0}, {"judul": "c", "biaya": 1}]}}
    document, problems = resolve(filled(plain("[[ULANGI kegiatan]]", "{{ romawi(biaya) }}", "[[AKHIR]]"), FORM, data))
    assert len(problems) == 1 and [len(b.path.split("]")) for b in blanks(document)] == [2, 2]


def test_a_calculation_that_failed_is_explained_where_it_is_printed() -> None:
    wide = form("integer nilai\ncalculate kata ; calculation=terbilang(${nilai} * 1000000000)")
    document, problems = resolve(filled(plain("{{ kata }}"), wide, {"nilai": 2_000_000_000}))
    assert [p.code for p in problems] == ["answers.not_computed"] and [b.path for b in blanks(document)] == ["kata"]


def test_one_picture_for_two_questions_belongs_to_each() -> None:
    two = form("image satu\nimage dua")
    document = filled(
        plain("{{ satu }}", "{{ dua }}"), two, {"satu": "a.png", "dua": "a.png"}, files={"a.png": png()}.get
    )
    assert [p.inlines[0].path for p in paragraphs(document.body)] == ["satu", "dua"]


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "nama": st.text(max_size=20),
        "alamat": st.text(alphabet="ab\n ", max_size=20),
        "jumlah": st.integers(-(10**9), 10**9),
        "luas": st.floats(allow_nan=False, allow_infinity=False, width=32),
        "ada": st.sampled_from(["ya", "tidak"]),
        "pilihan": st.lists(st.sampled_from(["merah", "biru", "hijau"]), unique=True),
        "wadah": st.fixed_dictionaries(
            {"kegiatan": st.lists(st.fixed_dictionaries({}, optional={"judul": st.text(max_size=8)}), max_size=4)}
        ),
    },
)
EVERYTHING = load(
    word_file(
        paragraph("{{ nama }} {{ rupiah(jumlah) }} {{ luas }} {{ label(ada) }} {{ foto }}")
        + paragraph("{{ alamat }}")
        + paragraph("[[JIKA ada = 'ya']]{{ rahasia }}[[SELAIN ITU]]{{ pilihan }}[[AKHIR]]")
        + paragraph("[[ULANGI kegiatan; PEMISAH &quot;; dan&quot;]]")
        + paragraph("{{ judul }} {{ terbilang(biaya) }}", number=(1, 0))
        + paragraph("[[KOSONG]]")
        + paragraph("kosong")
        + paragraph("[[AKHIR]]")
        + table(
            ("[[ULANGI KOLOM bulan]]{{ nama_bulan }}[[AKHIR]]", "x"), ("[[ULANGI kegiatan]]{{ judul }}", "y[[AKHIR]]")
        ),
        numbering=PASAL_LIST,
    ),
    "semua.docx",
    FORM,
)


@settings(max_examples=60, deadline=None)
@given(ANSWERS)
def test_no_answers_crash_a_filling(data: dict[str, Any]) -> None:
    document = fill(EVERYTHING, answered_anyhow(data), files=no_files)
    found = list(paragraphs(document.body))
    assert len({p.id for p in found}) == len(found)
    kinds = {type(i).__name__ for p in found for i in inlines(p.inlines)}
    assert not kinds & {"Value", "Branches", "Repetition", "Anchor"}
    assert all(isinstance(p, Paragraph) for p in found)


def answered_anyhow(data: dict[str, Any]) -> Any:
    from inovik_forms.answers.json_form import draft_from_json
    from inovik_forms.answers.plan import plan_of
    from inovik_forms.answers.state import evaluate

    from .word_files import TODAY

    draft, _ = draft_from_json(plan_of(FORM), data)
    return evaluate(plan_of(FORM), draft, today=TODAY)


def test_what_conditions_keep_out_stands_in_grey_where_all_is_to_be_seen() -> None:
    data = word_file(
        paragraph("[[JIKA nama = 'Ani']]")
        + paragraph("Pasal untuk {{ nama }}", number=(1, 0))
        + paragraph("[[SELAIN ITU]]")
        + paragraph("[[TANDAI lain]]Pasal lain bagi {{ alamat }}", number=(1, 0))
        + paragraph("[[AKHIR]]")
        + paragraph("Penutup", number=(1, 0)),
        numbering=PASAL_LIST,
    )
    template, state = load(data, "uji.docx", FORM), answered(FORM, {"nama": "Ani"})
    as_printed = resolve(fill(template, state, files=no_files))[0]
    whole = resolve(fill(template, state, files=no_files, shows_all=True))[0]
    assert dump(as_printed).splitlines() == ["Pasal 1 Pasal untuk Ani", "Pasal 2 Penutup"]
    assert dump(whole).splitlines() == ["Pasal 1 Pasal untuk Ani", f"Pasal lain bagi {BLANK_TEXT}", "Pasal 2 Penutup"]
    ghost = paragraphs(whole.body)[1]
    assert {inline.format.color for inline in ghost.inlines} == {GREY} and not ghost.anchors
    assert whole.answers_json == as_printed.answers_json and whole.dropped == as_printed.dropped
