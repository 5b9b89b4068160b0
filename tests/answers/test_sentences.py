"""Conditions as sentences, and why a question is not asked."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.sentences import Speaker, sentence
from inovik_forms.answers.state import evaluate
from inovik_forms.answers.why import why
from inovik_forms.expressions.nodes import Expression
from inovik_forms.expressions.parse import parse
from inovik_forms.questionnaires.model import Question, walk
from inovik_forms.questionnaires.xlsform import load
from inovik_forms.words import language

from .forms import TODAY, plan

FORM = plan(
    """
    type | name | label::Bahasa Indonesia (id) | label::English (en) | relevant | calculation
    select_one yt | anggaran | **Apakah ada anggaran?** | Is there a budget? | |
    integer | jumlah | Berapa jumlahnya? | How much? | ${anggaran} = 'ya' |
    select_multiple bidang | bidang | Bidang apa saja? | Which fields? | |
    date | mulai | Tanggal mulai | Start | |
    date | selesai | Tanggal selesai | End | |
    text | nama | Nama untuk ${jumlah} orang | Name | |
    begin_group | rinci | Rincian | Details | ${anggaran} = 'ya' and ${jumlah} > 1000000 |
    text | sumber | Sumber | Source | |
    end_group | | | | |
    begin_repeat | orang | Anggota tim | Members | ${anggaran} != 'tidak' |
    text | siapa | Siapa | Who | |
    text | alasan | Alasan | Reason | ${siapa} != '' |
    end_repeat | | | | |
    calculate | skor | | | | ${jumlah} * 2
    text | tinggi | Tinggi | High | ${skor} > 10 |
    text | banyak | Banyak | Many | count(${orang}) > 2 |
    text | tanpa | Tanpa | Without | not(selected(${bidang}, 'a') or ${nama} != '') |
    """,
    """
    list_name | name | label::Bahasa Indonesia (id) | label::English (en)
    yt | ya | Ya | Yes
    yt | tidak | Tidak | No
    bidang | a | Air, tanah | Water, soil
    bidang | b | Bangunan | Buildings
    """,
)
X, N, B = "“Apakah ada anggaran?”", "“Berapa jumlahnya?”", "“Bidang apa saja?”"
SAID = {
    "${anggaran} = 'ya'": f"{X} dijawab “Ya”",
    "'ya' = ${anggaran}": f"{X} dijawab “Ya”",
    "${anggaran} != 'ya'": f"{X} tidak dijawab “Ya”",
    "not(${anggaran} = 'ya')": f"{X} tidak dijawab “Ya”",
    "${anggaran} = ''": f"{X} belum dijawab",
    "${anggaran} != ''": f"{X} sudah dijawab",
    "${anggaran}": f"{X} sudah dijawab",
    "not(${anggaran})": f"{X} belum dijawab",
    "${anggaran} = 'ya' or ${anggaran} = 'tidak'": f"{X} dijawab “Ya” atau “Tidak”",
    "${anggaran} != 'ya' and ${anggaran} != 'tidak'": f"{X} tidak dijawab “Ya” maupun “Tidak”",
    "selected(${bidang}, 'a')": f"{B} memuat pilihan “Air, tanah”",
    "not(selected(${bidang}, 'a') or selected(${bidang}, 'b'))":
        f"{B} tidak memuat pilihan “Air, tanah” maupun “Bangunan”",
    "selected(${bidang}, ${nama})": f"{B} memuat pilihan “Nama untuk … orang”",
    "count-selected(${bidang}) >= 2": f"jumlah pilihan {B} paling sedikit 2",
    "${jumlah} > 1500000": f"{N} lebih dari 1.500.000",
    "${jumlah} >= 2.5 and ${jumlah} <= 10": f"{N} paling sedikit 2,5 dan paling banyak 10",
    "not(${jumlah} < 5)": f"{N} paling sedikit 5",
    "5 > ${jumlah}": f"{N} kurang dari 5",
    "${jumlah} = 3": f"{N} dijawab 3",
    "${jumlah} mod 5 = 0": f"{N} kelipatan 5",
    "round(${jumlah}, 2) = ${jumlah}": f"{N} paling banyak memuat 2 angka di belakang koma",
    "${mulai} <= ${selesai}": "“Tanggal mulai” paling lambat “Tanggal selesai”",
    "${mulai} > today()": "“Tanggal mulai” setelah hari ini",
    "${mulai} >= '2026-01-31'": "“Tanggal mulai” paling awal 31 Januari 2026",
    "${mulai} = date('2026-08-17')": "“Tanggal mulai” tepat pada 17 Agustus 2026",
    "${mulai} < tambah_bulan(today(), 3)": "“Tanggal mulai” sebelum 3 bulan setelah hari ini",
    "string-length(${nama}) <= 100": "jumlah huruf “Nama untuk … orang” paling banyak 100",
    "count-selected(normalize-space(${nama})) >= 50": "jumlah kata “Nama untuk … orang” paling sedikit 50",
    "regex(${nama}, '^[0-9]{16}$')": "“Nama untuk … orang” terdiri atas 16 angka",
    "regex(${nama}, '^x+$')": "“Nama untuk … orang” sesuai pola “^x+$”",
    "contains(${nama}, 'a') and not(ends-with(${nama}, '.'))": "“Nama untuk … orang” memuat “a” dan tidak diakhiri “.”",
    "count(${orang}) = 0": "jumlah isian “Anggota tim” sama dengan 0",
    "sum(${jumlah}) > max(${jumlah})": f"jumlah seluruh {N} lebih dari nilai terbesar {N}",
    "${jumlah} > (${skor} + 1) * 2": f"{N} lebih dari (“skor” + 1) × 2",
    "${jumlah} > if(${anggaran} = 'ya', 10, 0)": f"{N} lebih dari (10 bila {X} dijawab “Ya”, selain itu 0)",
    "coalesce(${jumlah}, 0) > 5": f"{N} (atau 0 bila kosong) lebih dari 5",
    "${anggaran} = 'ya' and (${jumlah} > 5 or ${nama} != '')":
        f"{X} dijawab “Ya” dan ({N} lebih dari 5 atau “Nama untuk … orang” sudah dijawab)",
    "not(${anggaran} = 'ya' and ${jumlah} > 5)": f"{X} tidak dijawab “Ya” atau {N} paling banyak 5",
    "${anggaran} = 'ya' or . > 0": f"bila {X} tidak dijawab “Ya”, jawaban ini lebih dari 0",
    "selected(${bidang}, 'a') = true()": f"{B} memuat pilihan “Air, tanah”",
    "selected(${bidang}, 'a') = false()": f"{B} tidak memuat pilihan “Air, tanah”",
    "true()": "selalu",
    "false()": "tidak pernah",
    "${last-saved#nama} = 'x'": "“Nama untuk … orang” pada isian yang terakhir dikirim dijawab “x”",
    "position(..) > 1": "nomor urut isian ini lebih dari 1",
    "indexed-repeat(${siapa}, ${orang}, 2) = 'a'": "“Siapa” pada “Anggota tim” nomor 2 sama dengan “a”",
    "checklist(1, 2, ${anggaran})": "rumus “checklist(1, 2, ${anggaran})” terpenuhi",
    "instance('yt')/root/item[name = ${anggaran}]/label = 'Ya'": "kolom “label” pada tabel “yt” sama dengan “Ya”",
}  # fmt: skip


@pytest.mark.parametrize("text", SAID)
def test_a_condition_is_a_sentence(text: str) -> None:
    assert sentence(parse(text), FORM.questionnaire, "id", FORM.item("jumlah")) == SAID[text]


ENGLISH = {
    "${anggaran} = 'ya'": "“Is there a budget?” is answered “Yes”",
    "${anggaran} != 'ya' and ${anggaran} != 'tidak'": "“Is there a budget?” is not answered “Yes” or “No”",
    "${jumlah} > 1500000.5": "“How much?” is more than 1,500,000.5",
    "${mulai} >= '2026-08-17'": "“Start” is not before 17 August 2026",
    "count-selected(normalize-space(${nama})) <= 50": "the number of words of “Name” is at most 50",
}


@pytest.mark.parametrize("text", ENGLISH)
def test_the_same_in_english(text: str) -> None:
    before = language()
    assert sentence(parse(text), FORM.questionnaire, "en") == ENGLISH[text]
    assert language() == before


SHIPPED = sorted((Path(__file__).parents[2] / "questionnaires").glob("*.md"))
COLUMNS = ("relevant", "required", "constraint", "choice_filter", "read_only", "repeat_count")


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_condition_can_be_said(file: Path) -> None:
    form = plan_of(load(file.read_bytes(), file.name))
    count = 0
    for item in walk(form.questionnaire.items):
        for column in COLUMNS:
            expression = getattr(item, column, None)
            if isinstance(expression, Expression):
                speaker = Speaker(form, expression, item)
                said = speaker.condition(expression.root)
                assert speaker.terms.unsaid == []
                assert "${" not in said and "selected(" not in said and "None" not in said and "  " not in said
                count += 1
    assert count > 20


def because(values: dict[str, str], path: str, instances: dict[str, Any] | None = None, language: str = "id") -> str:
    """Why a question is not asked."""
    found = why(evaluate(FORM, Draft(values, instances or {}), today=TODAY, language=language), path)
    assert found
    return found.sentence


def test_why_a_question_is_not_asked() -> None:
    assert because({"anggaran": "tidak"}, "jumlah") == f"Tidak ditanyakan karena {X} dijawab “Tidak”."
    assert because({}, "jumlah") == f"Tidak ditanyakan karena {X} belum dijawab."
    assert because({"anggaran": "tidak"}, "jumlah", language="en") == (
        "Not asked because “Is there a budget?” is answered “No”."
    )
    assert why(evaluate(FORM, Draft({"anggaran": "ya"}), today=TODAY), "jumlah") is None


def test_only_what_is_to_blame_is_told() -> None:
    values = {"anggaran": "ya", "jumlah": "5000"}
    assert because(values, "rinci") == f"Tidak ditanyakan karena {N} dijawab 5.000."
    assert because(values, "rinci/sumber") == f"Bagian ini tidak ditanyakan karena {N} dijawab 5.000."
    assert because({"anggaran": "tidak"}, "rinci") == (
        f"Tidak ditanyakan karena {X} dijawab “Tidak” dan {N} tidak ditanyakan."
    )
    assert because({"bidang": "a b"}, "tanpa") == f"Tidak ditanyakan karena {B} dijawab “Air, tanah” dan “Bangunan”."
    assert because({"nama": "Ani"}, "tanpa") == "Tidak ditanyakan karena “Nama untuk … orang” dijawab “Ani”."


def test_a_calculation_is_told_by_what_it_is_made_of() -> None:
    assert because({"anggaran": "ya", "jumlah": "5"}, "tinggi") == f"Tidak ditanyakan karena {N} dijawab 5."


def test_in_and_around_repeats() -> None:
    assert because({}, "orang[1]/alasan") == "Tidak ditanyakan karena “Siapa” belum dijawab."
    kept = because({"anggaran": "tidak"}, "orang[1]/alasan")
    assert kept == f"Bagian ini tidak ditanyakan karena {X} dijawab “Tidak”."
    assert because({"anggaran": "tidak"}, "orang[1]") == f"Tidak ditanyakan karena {X} dijawab “Tidak”."
    assert because({}, "banyak") == "Tidak ditanyakan karena jumlah isian “Anggota tim” adalah 1."


def test_why_names_the_answers_that_decide() -> None:
    def deciders(values: dict[str, str], path: str) -> tuple[str, ...]:
        found = why(evaluate(FORM, Draft(values, {"orang": ["k"]}), today=TODAY), path)
        assert found
        return found.deciders

    assert deciders({"anggaran": "tidak"}, "rinci/sumber") == ("anggaran", "jumlah")
    assert deciders({"anggaran": "ya", "jumlah": "5"}, "tinggi") == ("jumlah",), "through the calculation"
    assert deciders({}, "orang[k]/alasan") == ("orang[k]/siapa",)
    assert deciders({}, "banyak") == ("orang",)
    assert deciders({"anggaran": "tidak"}, "orang") == ("anggaran",), "a repeat itself, which has no line"


PATHS = ["anggaran", "jumlah", "bidang", "mulai", "nama", "orang[1]/siapa", "orang[k]/siapa"]
TEXTS = st.sampled_from(["", "ya", "tidak", "a", "b", "5", "2000000", "2026-01-01", "Ani"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), TEXTS), st.sampled_from([["1"], ["1", "k"], []]))
def test_all_that_is_not_asked_has_a_reason(values: dict[str, str], keys: list[str]) -> None:
    state = evaluate(FORM, Draft(values, {"orang": keys}), today=TODAY)
    for item in state.items:
        found = why(state, item.answer_path)
        assert (found is None) is item.relevant
        if found:
            assert isinstance(item.item, Question) or found.cause is not None
            assert found.because != "syaratnya belum terpenuhi"
            assert found.sentence.endswith(f"{found.because}.")
