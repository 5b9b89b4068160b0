"""`[[KOP]]`: a letterhead in a template, out of what came with the answers or what they themselves know."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document as NewDocument

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.documents import book, dump, fill, pdf, resolve, template, write_docx
from inovik_forms.documents.read import read
from inovik_forms.letterheads import Letterhead, from_plain, letterheads_from, of_office, of_unit, values
from inovik_forms.problems import errors
from inovik_forms.questionnaires.xlsform import load

FORM = load(
    b"""| survey |
| | type | name | label | prefill |
| | hidden | kota_pemerintah | | kota.pemerintah |
| | hidden | unit_nama | | unit.nama |
| | text | judul | Judul | |
| settings |
| | form_title | form_id |
| | Uji | uji |
""",
    "uji.md",
)


def word(*lines: str) -> bytes:
    document, out = NewDocument(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def state(**answers: str) -> State:
    return evaluate(plan_of(FORM), Draft(answers), today=date(2026, 11, 28))


def printed(docx: bytes, answers: State) -> str:
    made = template.load(docx, "a.docx", FORM)
    return dump.dump(resolve.resolve(fill.fill(made, answers, files=lambda _: None))[0])


def test_without_a_store_the_answers_know_it() -> None:
    text = printed(word("[[KOP]]", "Isi"), state(kota_pemerintah="Pemerintah Kota Uji", unit_nama="Dinas A"))
    assert "PEMERINTAH KOTA UJI / DINAS A" in text and "[[" not in text and "{{" not in text


def test_what_comes_with_the_answers_goes_before() -> None:
    answers = state(unit_nama="Dinas A")
    answers.beside = values(Letterhead("ATAS", "NAMA", "BAWAH", "Jalan 1", "97124", "0911"), Letterhead(), "")
    text = printed(word("[[KOP]]", "{{ kop_nama }} ({{ kop_atas }})"), answers)
    assert "ATAS / NAMA / BAWAH / Jalan 1 97124 / Telepon 0911" in text
    assert "NAMA (ATAS)" in text and "DINAS A" not in text


def test_docx_and_pdf_say_the_same() -> None:
    answers = state(unit_nama="Dinas A")
    made = template.load(word("[[KOP]]", "[[KOP JABATAN]]", "Isi"), "a.docx", FORM)
    answers.beside = from_plain({"unit.nama": "Dinas A", "kota.kepala_jabatan": "Wali Kota Uji"})
    document, problems = resolve.resolve(fill.fill(made, answers, files=lambda _: None))
    assert not errors(problems)
    again, _ = read(write_docx.write(document), "b.docx")
    assert again is not None and dump.dump(resolve.resolve(again)[0]) == dump.dump(document)
    assert pdf.pdf(document).startswith(b"%PDF")


def test_in_a_book_each_set_has_its_own() -> None:
    sets = []
    for name in ("SATU", "DUA"):
        answers = state(judul=name)
        answers.beside = values(Letterhead(name=f"DINAS {name}"), Letterhead(), "")
        sets.append(answers)
    made = template.load(word("{{ kop_nama }}", "[[ULANGI dokumen]]", "[[KOP]]", "{{ judul }}", "[[AKHIR]]",
                              "Tutup {{ kop_nama }}"), "a.docx", FORM)  # fmt: skip
    lines = dump.dump(book.gathered(made, sets, lambda _: None))
    assert [lines.count(f"DINAS {name}") for name in ("SATU", "DUA")] == [3, 1]
    assert lines.rstrip().endswith("Tutup DINAS SATU")


@pytest.mark.parametrize(
    ("docx", "code"),
    [
        (word("[[KOP DINAS]]"), "template.malformed"), (word("Kop: [[KOP]]"), "template.clause_alone"),
        (word("[[Kop]]"), "template.misspelt"), (word("[KOP]"), "template.single_bracket"),
        (word("{{ kop_nma }}"), "expressions.unknown_name_near"),
    ],
)  # fmt: skip
def test_a_wrong_tag_is_told(docx: bytes, code: str) -> None:
    _, problems = template.inspect(docx, "a.docx", FORM)
    assert [p.code for p in errors(problems)] == [code]
    assert all(p.message and p.fix for p in problems)


def test_a_table_cell_takes_no_letterhead_of_its_own_header() -> None:
    document, out = NewDocument(), BytesIO()
    document.sections[0].header.paragraphs[0].text = "[[KOP]]"
    document.save(out)
    _, problems = template.inspect(out.getvalue(), "a.docx", FORM)
    assert [p.code for p in errors(problems)] == ["template.clause_place"]


def test_what_follows_from_city_and_unit() -> None:
    plain = {"kota.pemerintah": "Pemerintah Kota Uji", "kota.alamat": "Balai", "unit.nama": "Dinas A",
             "unit.alamat": "Jalan A 97124", "kota.kode_pos": "97124", "kota.provinsi": "Provinsi P",
             "kota.kepala_jabatan": "Wali Kota Uji", "kota.logo": "x/logo.png"}  # fmt: skip
    own = of_unit(plain)
    assert (own.above, own.name, own.place) == ("PEMERINTAH KOTA UJI", "DINAS A", "Jalan A 97124")
    city = of_unit({k: v for k, v in plain.items() if not k.startswith("unit.")})
    assert (city.above, city.name, city.place) == ("", "PEMERINTAH KOTA UJI", "Balai 97124")
    assert (of_office(plain).name, of_office(plain).below) == ("WALI KOTA UJI", "PROVINSI P")
    found = from_plain(plain)
    assert (found["kop_logo"], found["kop_jabatan_logo"]) == ("x/logo.png", ""), "the emblem of the state is no city's"


def test_a_long_contact_takes_two_lines() -> None:
    short = Letterhead(phone="0911 1", web="a.id")
    assert short.contact == "Telepon 0911 1 · Laman a.id"
    assert Letterhead(phone="0911 1", email="x" * 40 + "@a.id", web="b" * 40).contact.count("\n") == 1


def test_every_mistake_in_a_pack_is_told() -> None:
    rows = {"jabatan": {"nama": "W", "kode_pos": 97124}, "dinas-z": {"nama": "Z"}, "a": "x", "b": {"judul": "J"}}
    found, problems = letterheads_from(rows, ["a", "b"], "city.yaml")
    assert found["jabatan"] == {"name": "W"}
    assert [(p.code, p.where.column) for p in problems] == [  # type: ignore[union-attr]
        ("letterheads.text", "kop.jabatan.kode_pos"), ("letterheads.owner", "kop.dinas-z"),
        ("letterheads.text", "kop.a"), ("letterheads.key", "kop.b.judul"),
    ]  # fmt: skip
    assert all(p.message and p.fix for p in problems)
