"""The shipped Word templates: built from their description, checked against their questionnaires, filled."""

from __future__ import annotations

import importlib
import json
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from pyxform.xls2xform import convert

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.documents.dump import dump
from inovik_forms.documents.fill import blanks, fill
from inovik_forms.documents.read import read
from inovik_forms.documents.render import render
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import Template, load
from inovik_forms.problems import Problem
from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.model import Question, Questionnaire, walk

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "doc_templates"
SAMPLES = ROOT / "packs" / "ambon" / "samples"
TODAY = date(2026, 11, 24)
FORMS = {
    "nota-kesepakatan": "nota-kesepakatan",
    "rencana-aksi": "desain",
    "buku-rencana-aksi": "desain",
    "laporan-kemajuan": "laporan-kemajuan",
    "profil-inovasi": "laporan-kemajuan",
}
COMPLETE = {
    "nota-kesepakatan": "nota-kesepakatan.json",
    "rencana-aksi": "jempol-lansia/desain.json",
    "laporan-kemajuan": "jempol-lansia/laporan-kemajuan.json",
    "profil-inovasi": "jempol-lansia/laporan-kemajuan.json",
}
OPTIONS = ("dasar_hukum", "ketentuan_umum", "objek", "tugas", "monev", "data", "hki", "kahar", "pergantian_pejabat")


@cache
def form(name: str) -> Questionnaire:
    file = f"{name}.md"
    return xlsform.load((ROOT / "questionnaires" / file).read_bytes(), file)


@cache
def template(name: str) -> Template:
    return load((TEMPLATES / f"{name}.docx").read_bytes(), name, form(FORMS[name]))


def sample(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SAMPLES / name).read_text())
    return data


def state(form_name: str, answers: dict[str, Any]) -> State:
    plan = plan_of(form(form_name))
    draft, problems = draft_from_json(plan, answers)
    assert problems == []
    return evaluate(plan, draft, today=TODAY)


def complete(name: str) -> dict[str, Any]:
    """Complete sample answers of a template; the approver of a plan, whom no sample names in advance, is added."""
    answers = sample(COMPLETE[name])
    if FORMS[name] == "desain":
        answers["pengesahan"]["penyetuju_nama"] = "Pejabat Contoh Penyetuju"
    return answers


def files(folder: Path) -> Callable[[str], bytes | None]:
    """Reads the files that sample answers name, beside them."""
    return lambda value: (folder / value).read_bytes() if value else None


def filled(answers: dict[str, Any], original: int = 1) -> tuple[str, list[Problem]]:
    """Text of an agreement and what is wrong with it."""
    document = fill(
        template("nota-kesepakatan"), state("nota-kesepakatan", answers), files=files(SAMPLES), original=original
    )
    document, problems = resolve(document)
    return dump(document), problems


def without(option: str) -> dict[str, Any]:
    answers = sample("nota-kesepakatan.json")
    answers["naskah"]["klausul_pilihan"].remove(option)
    return answers


# ---------------------------------------------------------------- the files


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    folder = str(ROOT / "scripts" / "word")
    sys.path.insert(0, folder)
    try:
        result: dict[str, bytes] = importlib.import_module("build").build_all()
    finally:
        sys.path.remove(folder)
    return result


@pytest.mark.parametrize("name", FORMS)
def test_committed_file_is_what_the_description_builds(name: str, built: dict[str, bytes]) -> None:
    committed = zipfile.ZipFile(TEMPLATES / f"{name}.docx")
    fresh = zipfile.ZipFile(BytesIO(built[f"{name}.docx"]))
    assert committed.namelist() == fresh.namelist()
    for part in fresh.namelist():
        assert committed.read(part) == fresh.read(part), f"{part}: run `make templates`"


@pytest.mark.parametrize("name", FORMS)
def test_template_asks_only_for_what_its_questionnaire_gives(name: str) -> None:
    assert template(name).has_tags
    assert template(name).warnings == ()


@pytest.mark.parametrize("name", FORMS)
def test_text_beside_the_template_is_its_dump(name: str) -> None:
    document, problems = read((TEMPLATES / f"{name}.docx").read_bytes(), name)
    assert document is not None
    assert problems == []
    assert (TEMPLATES / f"{name}.txt").read_text() == dump(resolve(document)[0]), "run `make templates`"


def test_agreement_form_is_an_xlsform_and_guides_in_both_languages() -> None:
    converted = convert(str(ROOT / "questionnaires" / "nota-kesepakatan.md"))
    assert converted.warnings == []
    for item in walk(form("nota-kesepakatan").items):
        if isinstance(item, Question) and item.kind not in ("note", "calculate", "hidden"):
            assert item.label["id"], item.path
            assert item.label["en"], item.path
            assert item.guidance["id"].startswith("Contoh: "), item.path
            assert item.guidance["en"].startswith("Example: "), item.path


# ---------------------------------------------------------------- filled


@pytest.mark.parametrize("name", COMPLETE)
def test_complete_answers_leave_no_tag_and_no_blank(name: str) -> None:
    file = SAMPLES / COMPLETE[name]
    document = fill(template(name), state(FORMS[name], complete(name)), files=files(file.parent))
    assert [blank.path for blank in blanks(document)] == []
    document, problems = resolve(document)
    assert problems == []
    text = dump(document)
    assert not re.search(r"\{\{|\}\}|\[\[|\]\]|NaN", text)
    assert not re.search(r"\w  +\w|\w [.,;:](?!\S)", text)


@pytest.mark.parametrize("name", ["laporan-kemajuan", "profil-inovasi"])
def test_figures_before_and_after_are_written_as_indonesians_write_them(name: str) -> None:
    folder = (SAMPLES / COMPLETE[name]).parent
    text = dump(fill(template(name), state(FORMS[name], complete(name)), files=files(folder)))
    rows = [line for line in text.splitlines() if " | " in line]
    assert "Kepatuhan minum obat (persen) | 61 | 79,5 | 30,3%" in rows
    assert "Ongkos angkutan keluarga setiap bulan (rupiah) | 40.000 | 0 | -100%" in rows
    assert "Pencatatan tekanan darah | Tersebar di tiga catatan | Satu kartu kendali di rumah pasien |" in [
        row.strip() for row in rows
    ]


def test_a_plan_whose_approver_is_not_known_has_a_line_for_the_name() -> None:
    answers = sample(COMPLETE["rencana-aksi"])
    answers["pengesahan"].pop("penyetuju_nama", None)
    folder = (SAMPLES / COMPLETE["rencana-aksi"]).parent
    document = fill(template("rencana-aksi"), state("desain", answers), files=files(folder))
    assert blanks(document) == [], "what may be left out is no blank"
    ending = dump(document).rpartition("Menyetujui,")[2]
    assert "(.....................)" in re.sub(r"[.…]+", "." * 21, ending)


def test_agreement_in_draft_shows_what_is_missing() -> None:
    document = fill(
        template("nota-kesepakatan"),
        state("nota-kesepakatan", sample("nota-kesepakatan-draf.json")),
        files=files(SAMPLES),
    )
    missing = {blank.path for blank in blanks(document)}
    assert {"penandatanganan/nomor_kota", "penandatanganan/nomor_mitra", "pihak_kota/kota_pejabat"} <= missing
    text = dump(resolve(document)[0])
    assert "DRAF" in text
    assert "LEMBAR KENDALI NASKAH" in text


def test_finished_agreement_bears_no_mark_of_a_draft() -> None:
    text, _ = filled(sample("nota-kesepakatan.json"))
    assert "DRAF" not in text
    assert "LEMBAR KENDALI" not in text
    assert "Data contoh untuk pelatihan" not in text, "internal notes never leave the house"


@pytest.mark.parametrize("option", OPTIONS)
def test_numbers_and_references_follow_when_an_optional_clause_goes(option: str) -> None:
    text, problems = filled(without(option))
    assert problems == []
    numbers = [int(n) for n in re.findall(r"^Pasal\s(\d+)\b", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    everything, _ = filled(sample("nota-kesepakatan.json"))
    assert len(re.findall(r"^Pasal\s\d+", everything, re.MULTILINE)) - len(numbers) == (option != "dasar_hukum")
    for target in re.findall(r"dalam Pasal\s(\d+)", text):
        assert int(target) in numbers


def test_citing_a_clause_that_an_answer_dropped_names_both_and_the_answer() -> None:
    word = docx.Document(str(TEMPLATES / "nota-kesepakatan.docx"))
    cited = next(p for p in word.paragraphs if "jangka waktu" in p.text.lower() and "RUJUK" in p.text)
    cited.add_run(" Lihat pula {{ RUJUK tukar_data }}.")
    out = BytesIO()
    word.save(out)
    loaded = load(out.getvalue(), "ubah.docx", form("nota-kesepakatan"))
    for answers, expected in ((sample("nota-kesepakatan.json"), 0), (without("data"), 1)):
        made = fill(loaded, state("nota-kesepakatan", answers), files=files(SAMPLES))
        problems = resolve(made)[1]
        assert [p.code for p in problems] == ["resolve.dropped_target"] * expected
        for words in ("Pasal", "angka waktu", "Data dan informasi", "naskah/klausul_pilihan") if problems else ():
            assert words.lower() in problems[0].message.replace("\u00a0", " ").lower(), problems[0].message


def test_reference_follows_its_clause() -> None:
    """Execution cites the scope: Pasal 4 with definitions and object, Pasal 2 without."""
    answers = without("ketentuan_umum")
    answers["naskah"]["klausul_pilihan"].remove("objek")
    text, _ = filled(answers)
    assert re.search(r"^Pasal\s2 *RUANG LINGKUP", text, re.MULTILINE)
    assert re.search(r"Ruang lingkup sebagaimana dimaksud dalam Pasal\s2 ", text)
    assert re.search(r"Jangka waktu sebagaimana dimaksud pada ayat\s\(1\) ", text)


def test_only_ayat_of_several_are_numbered() -> None:
    text, _ = filled(sample("nota-kesepakatan.json"))
    clauses = re.split(r"^Pasal\s\d+.*$", text.split("LAMPIRAN")[0], flags=re.MULTILINE)[1:]
    for clause in clauses:
        numbers = re.findall(r"^\((\d+)\) ", clause, re.MULTILINE)
        assert numbers != ["1"], clause
        assert [int(n) for n in numbers] == list(range(1, len(numbers) + 1))


def test_lists_end_as_official_lists_end() -> None:
    text, _ = filled(sample("nota-kesepakatan.json"))
    scope = re.findall(r"^[a-d]\. .*$", text.split("RUANG LINGKUP")[1].split("Pasal")[0], re.MULTILINE)
    assert [line[-1] for line in scope] == [";", ";", "n", "."]
    assert scope[2].endswith("; dan")


def test_two_originals_differ_only_in_who_leads() -> None:
    first, _ = filled(sample("nota-kesepakatan.json"), original=1)
    second, _ = filled(sample("nota-kesepakatan.json"), original=2)
    assert first != second
    words = [sorted(re.findall(r"\S+", text)) for text in (first, second)]
    assert words[0] == words[1]
    opening = "Pada hari ini"
    contents = [text.split(opening)[1].split("PIHAK KESATU,")[0].split("PIHAK KEDUA,")[0] for text in (first, second)]
    assert contents[0] == contents[1], "from the opening to the signatures the originals are the same"


def test_the_partner_may_be_the_first_party() -> None:
    answers = sample("nota-kesepakatan.json")
    answers["naskah"]["pihak_kesatu"] = "mitra"
    text, problems = filled(answers)
    assert problems == []
    assert re.search(r"Kepala Lembaga Administrasi Negara.*selanjutnya disebut PIHAK KESATU;", text)
    assert re.search(r"Wali Kota Ambon.*selanjutnya disebut PIHAK KEDUA\.", text)


def test_end_of_term_is_the_day_before_the_anniversary() -> None:
    text, _ = filled(sample("nota-kesepakatan.json"))
    assert re.search(r"selama 3\s\(tiga\) tahun .* sampai dengan tanggal 30 November 2029\.", text)


def test_work_plan_is_grouped_by_stage_and_added_up() -> None:
    text, _ = filled(sample("nota-kesepakatan.json"))
    stages = re.findall(r"^Tahap ([\w-]+)", text, re.MULTILINE)
    assert stages == ["Drum-up", "Diagnosa", "Desain", "Deliver", "Display", "Dokumentasi"]
    assert "420.000.000" in text
    assert "empat ratus dua puluh juta rupiah" in text


def test_shortest_agreement_is_still_whole() -> None:
    """Every option off, for a partner that is not the central government, which need not list duties."""
    answers = sample("nota-kesepakatan.json")
    answers["naskah"] |= {"klausul_pilihan": [], "jenis_mitra": "ketiga", "jenis_naskah": "kesepakatan_bersama"}
    text, problems = filled(answers)
    assert problems == []
    titles = re.findall(r"^Pasal\s\d+ *([A-Z ,]+)$", text, re.MULTILINE)
    assert titles == [
        "MAKSUD DAN TUJUAN",
        "RUANG LINGKUP",
        "PELAKSANAAN",
        "PEMBIAYAAN",
        "JANGKA WAKTU DAN PENGAKHIRAN",
        "KORESPONDENSI",
        "PENYELESAIAN PERSELISIHAN",
        "PERUBAHAN",
        "PENUTUP",
    ]
    assert "Nota Kesepakatan" not in text, "one name of the instrument throughout"


def test_book_holds_every_plan_with_its_own_count() -> None:
    plans = [json.loads(file.read_text()) for file in sorted(SAMPLES.glob("*/desain.json"))]
    states = [state("desain", plan) for plan in plans]
    emblem = (SAMPLES / "logo.png").read_bytes()
    document = fill(template("buku-rencana-aksi"), states[0], files=lambda _: emblem, collection=states)
    document, problems = resolve(document)
    assert problems == []
    text = dump(document)
    assert not re.search(r"\{\{|\[\[|NaN", text)
    assert len(plans) > 1
    assert len(re.findall(r"^A\. *Identitas Inovasi", text, re.MULTILINE)) == len(plans)
    for plan in plans:
        assert len(re.findall(rf"^{re.escape(plan['identitas']['judul'])}$", text, re.MULTILINE)) >= 1


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("form_", ["docx", "pdf"])
def test_every_sample_becomes_a_file(name: str, form_: Any) -> None:
    file = SAMPLES / COMPLETE[name]
    answers = state(FORMS[name], complete(name))
    result = render(template(name), answers, files=files(file.parent), form=form_)
    assert result.bytes.startswith(b"PK" if form_ == "docx" else b"%PDF")
    assert [p for p in result.problems if p.severity == "error"] == []
