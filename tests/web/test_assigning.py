"""Sections given to persons of the unit; everybody may go on filling in everything."""

from __future__ import annotations

from typing import Any

from inovik_forms.store.store import Store


def test_a_section_is_given_to_a_person_of_the_unit(visit: Any, store: Store, response_id: int) -> None:
    sari = store.add_account("sari", "Ibu Sari", "staff", "kata-sandi-uji-coba", "dinas-a")
    ani = visit("ani")
    page = ani.get(f"/isian/{response_id}/pembagian")
    assert "Ibu Sari" in page.text and "Budi" not in page.text
    ani.post(f"/isian/{response_id}/pembagian", {"b.dasar": str(sari.id)})
    assert "Ibu Sari" in ani.get(f"/isian/{response_id}").text
    assert store.assignments(response_id)["dasar"].author == "ani"
    assert "Bagian untuk Anda" in visit("sari").get("/").text and "Bagian untuk Anda" not in ani.get("/").text
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    assert store.draft(response_id)[1].values["dasar/nama"] == "Antar obat", "it forbids nothing"
    ani.post(f"/isian/{response_id}/pembagian", {"b.dasar": ""})
    assert store.assignments(response_id) == {}


def test_whose_a_section_is_stands_at_its_head_and_the_coordinator_finds_the_way(
    visit: Any, store: Store, response_id: int
) -> None:
    sari = store.add_account("sari", "Ibu Sari", "staff", "kata-sandi-uji-coba", "dinas-a")
    page = visit("koor").get(f"/isian/{response_id}/periksa")
    (way,) = page.links(f"/isian/{response_id}/pembagian")
    visit("koor").post(way, {"b.dasar": str(sari.id)})
    assert "· untuk Ibu Sari" in visit("ani").get(f"/isian/{response_id}/bagian/dasar").text
    assert "· untuk" not in visit("ani").get(f"/isian/{response_id}/bagian/berkas").text
    assert not visit("ani").get(f"/isian/{response_id}/periksa").links("/pembagian"), "she has it on the task list"


def test_nobody_outside_the_unit_can_be_given_a_section(visit: Any, store: Store, response_id: int) -> None:
    budi = store.account_by_username("budi")
    assert budi is not None
    visit("ani").post(f"/isian/{response_id}/pembagian", {"b.dasar": str(budi.id)}, status=400)
    assert store.assignments(response_id) == {}
