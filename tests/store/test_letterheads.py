"""What is set of a letterhead goes before what follows from the data."""

from __future__ import annotations

from inovik_forms.letterheads import OFFICE, Letterhead
from inovik_forms.store import Store


def test_set_ones_stay_when_the_data_and_the_pack_change(store: Store) -> None:
    store.put_city({"kota.pemerintah": "Pemerintah Kota", "kota.kepala_jabatan": "Wali Kota"})
    assert store.letterhead("dinkes").name == "DINAS KESEHATAN"
    store.add_letterheads({"dinkes": {"below": "UPTD"}, OFFICE: {"below": "PROVINSI"}})
    assert store.letterhead("dinkes") == Letterhead("PEMERINTAH KOTA", "DINAS KESEHATAN", "UPTD")
    store.put_letterhead("dinkes", Letterhead(name="X"))
    store.add_letterheads({"dinkes": {"below": "LAIN"}})
    assert store.letterhead("dinkes") == Letterhead(name="X")
    assert store.own_letterheads() == {"dinkes", OFFICE}
    printed = store.letterhead_values("dinkes")
    assert (printed["kop_nama"], printed["kop_jabatan_nama"], printed["kop_jabatan_bawah"]) == (
        "X",
        "WALI KOTA",
        "PROVINSI",
    )
    store.drop_letterhead("dinkes")
    assert store.letterhead("dinkes").name == "DINAS KESEHATAN"
    assert store.letterhead_values("")["kop_nama"] == "PEMERINTAH KOTA"
