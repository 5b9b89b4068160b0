"""Rank, places, moments, choices from a repeat, attached tables, metadata and the last saved answer."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.kinds import check_of
from inovik_forms.answers.metadata import Surroundings, at_sending, at_start, last_saved
from inovik_forms.answers.state import evaluate
from inovik_forms.expressions.parse import parse
from inovik_forms.questionnaires.model import Choice, ChoiceList, Question

from .forms import TODAY, changed, items, plan, state, values

FAULTS = [
    ("geopoint", "-3.6954 128.1814", None),
    ("geopoint", "-3.6954 128.1814 12 5.5", None),
    ("geopoint", "91 128.18", "answers.point"),
    ("geopoint", "-3.69 181", "answers.point"),
    ("geopoint", "-3.69", "answers.point"),
    ("geopoint", "-3,69 128,18", "answers.point"),
    ("geopoint", "-3.69 128.18 12 -1", "answers.point"),
    ("geotrace", "-3.69 128.18; -3.7 128.2", None),
    ("geotrace", "-3.69 128.18 0 0;-3.7 128.2 0 0;", None),
    ("geotrace", "-3.69 128.18", "answers.line"),
    ("geoshape", "0 0; 0 1; 1 1; 0 0", None),
    ("geoshape", "0 0; 0 1; 1 1; 1 0", "answers.area"),
    ("datetime", "2026-11-24T08:30:00.000+09:00", None),
    ("datetime", "2026-11-24T08:30", None),
    ("datetime", "2026-11-24", "answers.datetime"),
    ("datetime", "2026-02-30T08:30", "answers.datetime"),
    ("datetime", "2026-11-24T25:00", "answers.datetime"),
    ("rank", "b a c", None),
    ("rank", "b a", "answers.rank"),
    ("rank", "b a b", "answers.rank_twice"),
    ("rank", "b a d", "answers.choice"),
    ("integer", "٣", "answers.integer"),
    ("barcode", "8991102", None),
]


@pytest.mark.parametrize(("kind", "value", "code"), FAULTS)
def test_what_a_kind_may_hold(kind: Any, value: str, code: str | None) -> None:
    choices = ChoiceList("l", tuple(Choice(name, {"": name.upper()}) for name in "abc"))
    check = check_of(Question("q", "q", kind, choices=choices if kind == "rank" else None))
    fault = check(value) if check else None
    assert (fault[0] if fault else None) == code


HOUSE = changed(
    plan(
        """
        type | name | label | relevant
        begin_repeat | orang | Orang |
        text | nama | Nama | ${umur} != 99
        integer | umur | Umur |
        end_repeat | | |
        text | kepala | Kepala keluarga |
        text | dewasa | Orang dewasa |
        note | kata | Kepala keluarga: ${kepala} |
        begin_repeat | kunjungan | Kunjungan |
        text | siapa | Siapa |
        end_repeat | | |
        """
    ),
    {
        "kepala": {"kind": "select_one", "choices_from": "nama"},
        "dewasa": {"kind": "select_one", "choices_from": "nama"},
        "kunjungan/siapa": {"kind": "select_multiple", "choices_from": "nama"},
    },
)


def test_the_answers_in_a_repeat_are_choices_elsewhere() -> None:
    people = [
        {"nama": "Ani Latu", "umur": 40},
        {"nama": "", "umur": 3},
        {"nama": "Budi", "umur": 17},
        {"nama": "Ani Latu"},
    ]
    made = state(HOUSE, {"orang": people, "kepala": "Ani Latu"})
    assert [choice.name for choice in made.choices("kepala")] == ["Ani Latu", "Budi"]
    assert [choice.label for choice in made.choices("kepala")] == [{"": "Ani Latu"}, {"": "Budi"}]
    assert [choice.name for choice in made.choices("kunjungan[1]/siapa")] == ["Ani Latu", "Budi"]
    assert made.item("kepala").valid


def test_an_answer_whose_instance_is_gone_is_set_aside_and_comes_back() -> None:
    draft = Draft({"orang[1]/nama": "Ani", "orang[b]/nama": "Budi", "kepala": "Budi"}, {"orang": ["1", "b"]})
    assert evaluate(HOUSE, draft, today=TODAY).item("kepala").value == "Budi"
    draft.instances["orang"] = ["1"]
    gone = evaluate(HOUSE, draft, today=TODAY)
    assert gone.item("kepala").value == ""
    assert [(one.path, one.value) for one in gone.set_aside] == [("kepala", "Budi")]
    assert draft.values["kepala"] == "Budi"
    draft.instances["orang"] = ["1", "b"]
    draft.values["orang[b]/umur"] = "99"  # not relevant any more: no choice either
    assert evaluate(HOUSE, draft, today=TODAY).item("kepala").value == ""


def test_a_filter_reads_the_instance() -> None:
    form = changed(HOUSE, {"dewasa": {"choice_filter": parse("${umur} >= 18 and nama != ${kepala}", bare_names=True)}})
    people = [{"nama": "Ani", "umur": 40}, {"nama": "Budi", "umur": 17}, {"nama": "Citra", "umur": 30}]
    made = state(form, {"orang": people, "kepala": "Ani", "dewasa": "Budi"})
    assert [choice.name for choice in made.choices("dewasa")] == ["Citra"]
    assert [(one.path, one.value) for one in made.set_aside] == [("dewasa", "Budi")]


TARIFFS = ({"kode": "a", "harga": "10"}, {"kode": "b'\"c", "harga": "25"}, {"kode": "d", "harga": "5"})
LOOKUPS = {
    "harga": "pulldata('tarif', 'harga', 'kode', ${kode})",
    "jumlah": "sum(instance('tarif')/root/item[harga >= ${n}]/harga)",
    "kecamatan": "instance('desa')/root/item[name = ${desa}]/kecamatan",
}
TABLES = changed(
    plan(
        """
        type | name | label
        text | kode | Kode
        integer | n | N
        hidden | harga |
        hidden | jumlah |
        select_one desa | desa | Desa
        hidden | kecamatan |
        """,
        """
        list_name | name | label | kecamatan
        desa | latta | Latta | Baguala
        desa | wayame | Wayame | Teluk
        """,
    ),
    {path: {"calculation": parse(text)} for path, text in LOOKUPS.items()},
    tables={"tarif": TARIFFS},
)


def test_tables_and_choice_lists_are_looked_up() -> None:
    found = values(TABLES, {"kode": "b'\"c", "n": 10, "desa": "wayame"})
    assert (found["harga"], found["jumlah"], found["kecamatan"]) == ("25", "35", "Teluk")
    assert values(TABLES, {"kode": "zz", "n": 100, "desa": ""})["harga"] == ""


SURROUNDINGS = Surroundings(datetime.fromisoformat("2026-11-24T08:30:00+09:00"), "ani", "hp-1", "ani@contoh.id", "0812")


def test_metadata_come_from_the_surroundings() -> None:
    kinds = ("start", "end", "today", "username", "deviceid", "email", "phonenumber", "text")
    rows = "\n".join(f"hidden | {kind}_nya | " for kind in kinds)
    form = changed(plan(f"type | name | label\n{rows}"), {f"{kind}_nya": {"kind": kind} for kind in kinds})
    begun = at_start(form, SURROUNDINGS)
    assert begun == {
        "start_nya": "2026-11-24T08:30:00.000+09:00", "today_nya": "2026-11-24", "username_nya": "ani",
        "deviceid_nya": "hp-1", "email_nya": "ani@contoh.id", "phonenumber_nya": "0812",
    }  # fmt: skip
    later = replace(SURROUNDINGS, now=datetime.fromisoformat("2026-11-25T10:00:00+09:00"))
    assert at_sending(form, later) == {"end_nya": "2026-11-25T10:00:00.000+09:00"}


LAST = plan(
    """
        type | name | label | default | calculation
        text | ketua | Ketua | |
        integer | jumlah | Jumlah | |
        calculate | selisih | | | ${jumlah} - 0
        begin_repeat | r | R | |
        text | x | X | |
        end_repeat | | | |
        """
)


def test_the_answer_of_the_last_one_sent_is_at_hand() -> None:
    form = changed(
        LAST,
        {
            "ketua": {"default": parse("${last-saved#ketua}")},
            "selisih": {"calculation": parse("${jumlah} - ${last-saved#jumlah}")},
            "r/x": {"default": parse("${last-saved#x}")},
        },
    )
    assert form.last_saved == {"ketua", "jumlah", "r/x"}
    earlier = evaluate(LAST, Draft({"ketua": "Ani", "jumlah": "7", "r[k]/x": "pertama"}, {"r": ["k"]}), today=TODAY)
    saved = last_saved(form, earlier)
    assert saved == {"ketua": "Ani", "jumlah": "7", "r/x": "pertama"}
    made = evaluate(form, Draft({"jumlah": "10"}, last_saved=saved), today=TODAY)
    assert (made.item("ketua").value, made.item("selisih").value) == ("Ani", "3")
    assert made.item("r[1]/x").value == "pertama"
    first = evaluate(form, Draft({"jumlah": "10"}), today=TODAY)
    assert (first.item("ketua").value, first.item("selisih").value) == ("", "")


def test_places_in_nested_repeats() -> None:
    form = plan(
        """
        type | name | label | calculation
        begin_repeat | a | A |
        begin_group | g | G |
        begin_repeat | b | B |
        text | x | X |
        calculate | dalam | | position(..)
        calculate | luar | | position(${a})
        calculate | sama | | position(${x})
        end_repeat | | |
        end_group | | |
        calculate | sebelum | | indexed-repeat(${x}, ${b}, 1, ${a}, position(..) - 1)
        end_repeat | | |
        """
    )
    answers = {"a": [{"g": {"b": [{"x": "p"}, {"x": "q"}]}}, {"g": {"b": [{"x": "r"}]}}]}
    found = {path: line.value for path, line in items(form, answers).items() if line.value}
    assert found["a[1]/g/b[2]/dalam"] == "2"
    assert found["a[2]/g/b[1]/luar"] == "2"
    assert found["a[1]/g/b[2]/sama"] == "2"
    assert found["a[2]/sebelum"] == "p"
    assert found["a[1]/sebelum"] == "p"  # an index below 1 reads as 1
