"""The register gives no number twice, whoever asks at once; what is voided is never given again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from inovik_forms.numbers import Pattern
from inovik_forms.store import Store, make_engine
from inovik_forms.store import tables as t
from inovik_forms.store.numbers import For, Taken
from inovik_forms.store.records import Response, UnknownRecord

NOTA = Pattern("nota", "Nota kesepakatan", "Kota Uji", "{urut:3}/NK/{bulan_romawi}/{tahun}")
SURAT = Pattern("surat", "Surat unit", "Kota Uji", "S-{urut}/{kode_unit}/{tahun}", per_unit=True)
DAY = date(2026, 11, 28)


@pytest.fixture
def register(store: Store) -> Store:
    store.put_number_pattern(NOTA)
    store.put_number_pattern(SURAT)
    return store


def give(store: Store, name: str = "nota", day: date = DAY, **given: object) -> str:
    return store.give_number(name, For(day, "hukum", **given))[0].text  # type: ignore[arg-type]


def test_counting_goes_on_and_begins_anew_each_year(register: Store) -> None:
    assert [give(register), give(register)] == ["001/NK/XI/2026", "002/NK/XI/2026"]
    assert give(register, day=date(2027, 1, 4)) == "001/NK/I/2027"
    assert give(register) == "003/NK/XI/2026"


def test_each_unit_counts_for_itself(register: Store) -> None:
    found = [give(register, "surat", unit=unit) for unit in ("dinkes", "dishub", "dinkes")]
    assert found == ["S-1/DINKES/2026", "S-1/DISHUB/2026", "S-2/DINKES/2026"]


def test_an_answer_gets_one_number_however_often_it_is_asked_for(register: Store, response: Response) -> None:
    asked = For(DAY, "hukum", response=response.id, path="nomor")
    first, is_new = register.give_number("nota", asked)
    again, is_second = register.give_number("nota", asked)
    assert (is_new, is_second, first) == (True, False, again)
    assert give(register, response=response.id, path="lain") == "002/NK/XI/2026"


@pytest.mark.parametrize("one_answer", [False, True])
def test_no_number_twice_from_many_threads_of_two_processes(
    register: Store, engine: Engine, response: Response, tmp_path: Path, one_answer: bool
) -> None:
    """Two stores with connections and locks of their own, as two processes have them."""
    other = Store(make_engine(engine.url.render_as_string(hide_password=False)), tmp_path / "berkas")

    def ask(n: int) -> str:
        path = "nomor" if one_answer else f"nomor{n}"
        return give((register, other)[n % 2], response=response.id, path=path)

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(ask, range(40)))
    other.close()
    assert found == ["001/NK/XI/2026"] * 40 if one_answer else [f"{n:03}/NK/XI/2026" for n in range(1, 41)]


def test_two_patterns_that_write_the_same_never_give_the_same(register: Store, engine: Engine, tmp_path: Path) -> None:
    """They lock nothing of each other; the table refuses, and the next number is taken."""
    register.put_number_pattern(Pattern("kembar", "Kembar", "Kota Uji", NOTA.form))
    other = Store(make_engine(engine.url.render_as_string(hide_password=False)), tmp_path / "berkas")
    with ThreadPoolExecutor(8) as pool:
        asked = pool.map(lambda n: give((register, other)[n % 2], ("nota", "kembar")[n % 2]), range(20))
        found = list(asked)
    other.close()
    assert len(set(found)) == 20


def test_the_table_itself_refuses_a_second_one(register: Store) -> None:
    row = {"pattern": "nota", "series": "2026", "number": 1, "text": "a", "key": "a", "day": "2026-11-28",
           "at": register.clock()}  # fmt: skip
    with register.db.writing() as connection:
        connection.execute(insert(t.number).values(row))
    for twice in ({"key": "b"}, {"number": 2}):
        with pytest.raises(IntegrityError), register.db.writing() as connection:
            connection.execute(insert(t.number).values({**row, **twice}))


def test_numbers_of_papers_made_elsewhere_are_passed_over(register: Store) -> None:
    kept = register.record_numbers("nota", [4, 5], For(DAY, "hukum", note="Buku register lama"))
    assert [number.text for number in kept] == ["004/NK/XI/2026", "005/NK/XI/2026"]
    assert give(register) == "006/NK/XI/2026", "what lies before may have been used on paper, too"
    assert register.counted_in("nota", "2026") == {"2026": [4, 5, 6]}


def test_of_several_numbers_all_are_recorded_or_none(register: Store) -> None:
    give(register)
    with pytest.raises(Taken) as refused:
        register.record_numbers("nota", [1, 2, 3], For(DAY, "hukum"))
    assert [number.text for number in refused.value.numbers] == ["001/NK/XI/2026"]
    assert len(register.numbers()) == 1


def test_the_same_text_of_another_pattern_is_taken(register: Store) -> None:
    register.put_number_pattern(Pattern("lain", "Lain", "Kota Uji", "{urut:3}/nk/XI/{tahun}"))
    register.record_numbers("lain", [1], For(DAY, "hukum"))
    with pytest.raises(Taken):
        register.record_numbers("nota", [1], For(DAY, "hukum"))
    assert give(register) == "002/NK/XI/2026"
    found = register.number_written(" 001/NK/XI/2026 ")
    assert found is not None and found.pattern == "lain"


def test_a_voided_number_is_never_given_again_and_its_answer_gets_another(register: Store, response: Response) -> None:
    asked = For(DAY, "hukum", response=response.id, path="nomor")
    first, _ = register.give_number("nota", asked)
    assert register.void_number(first.id, "hukum", "Salah pihak")
    assert not register.void_number(first.id, "budi", "Lagi"), "the first reason stands"
    second, is_new = register.give_number("nota", asked)
    assert (second.number, is_new) == (2, True)
    assert register.number(first.id).void_reason == "Salah pihak"
    with pytest.raises(Taken):
        register.record_numbers("nota", [1], For(DAY, "hukum"))
    assert [number.id for number in register.numbers_of(response.id)] == [second.id, first.id]


def test_the_register_is_searched(register: Store, response: Response) -> None:
    give(register, response=response.id, path="nomor")
    register.record_numbers("nota", [9], For(date(2025, 3, 1), "admin", note="Surat 100% _jadi_"))
    give(register, "surat", unit="dishub")
    assert [n.text for n in register.numbers()] == ["S-1/DISHUB/2026", "009/NK/III/2025", "001/NK/XI/2026"]
    assert [n.text for n in register.numbers(words="judul")] == ["001/NK/XI/2026"]
    assert [n.text for n in register.numbers(words="100% _JADI")] == ["009/NK/III/2025"]
    assert register.numbers(words="%x%") == []
    assert [n.number for n in register.numbers(year="2025", pattern="nota")] == [9]
    assert register.number_years() == ["2026", "2025"]
    latest, *_ = register.numbers(most=1)
    assert [n.number for n in register.numbers(below=latest.id, most=1)] == [9]


def test_patterns_that_were_used_stay_and_edits_survive_a_second_pack(register: Store) -> None:
    changed = Pattern("nota", "Nota", "Kota Uji", "{urut}/{tahun}", first=7)
    register.put_number_pattern(changed)
    register.add_number_patterns([NOTA, SURAT])
    assert register.number_pattern("nota") == changed
    assert (give(register), give(register)) == ("7/2026", "8/2026")
    assert give(register, day=date(2027, 1, 1)) == "1/2027", "the first number is where the paper register ended"
    assert not register.drop_number_pattern("nota")
    assert register.drop_number_pattern("surat")
    for unknown in (register.number_pattern, lambda name: register.give_number(name, For(DAY, "hukum"))):
        with pytest.raises(UnknownRecord):
            unknown("surat")
