"""Two people, or two tabs, on one answer: nothing is overwritten unseen, and whoever comes next chooses."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from inovik_forms.store.store import Store


@pytest.fixture
def pair(visit: Any, store: Store) -> Any:
    """Ani and Cici of the same unit."""
    store.add_account("cici", "Cici Contoh", "staff", "kata-sandi-lain-lagi", "dinas-a")
    return visit("ani"), visit("cici")


def opened(browser: Any, url: str) -> dict[str, str]:
    """What a page posts when nothing in it is touched: its own fields and those of the frame."""
    page = browser.get(url)
    found = re.findall(r'<input[^>]* name="((?:q\.|dasar|lembar)[^"]*)"[^>]* value="([^"]*)"', page.html)
    return {unescape(name): unescape(value) for name, value in found}


def choices(page: Any) -> list[str]:
    return [unescape(value) for value in re.findall(r'name="aksi" value="(pilih [^"]*)"', page.html)]


@pytest.fixture
def url(response_id: int) -> str:
    return f"/isian/{response_id}/bagian/dasar"


def test_a_page_that_only_stood_open_brings_nothing_old_back(pair: Any, url: str, kept: Any, store: Store) -> None:
    ani, cici = pair
    ani.post(url, {"q.dasar/nama": "Lama", "q.dasar/mulai": "2026-01-02"})
    old = opened(ani, url)
    cici.post(url, opened(cici, url) | {"q.dasar/nama": "Baru", "q.dasar/mulai": ""})
    ani.post(url, old | {"q.dasar/pengguna": "7"})
    assert kept() == {"dasar/nama": "Baru", "dasar/mulai": "", "dasar/pengguna": "7"}
    assert store.conflicts(int(url.split("/")[2])) == []


def test_two_tabs_of_one_browser_are_two_places(visit: Any, url: str, kept: Any, store: Store) -> None:
    ani = visit("ani")
    first, second = opened(ani, url), opened(ani, url)
    ani.post(url, first | {"q.dasar/nama": "Tab satu"})
    ani.post(url, second | {"q.dasar/pengguna": "7"})
    assert kept()["dasar/nama"] == "Tab satu"
    ani.post(url, second | {"q.dasar/nama": "Tab dua"})
    (conflict,) = store.conflicts(int(url.split("/")[2]))
    assert (conflict.newer.change.value, conflict.older.change.value) == ("Tab dua", "Tab satu")


def test_both_values_are_shown_with_names_and_one_is_chosen(pair: Any, url: str, kept: Any, store: Store) -> None:
    ani, cici = pair
    mine, hers = opened(ani, url), opened(cici, url)
    ani.post(url, mine | {"q.dasar/nama": "Punya Ani"})
    led = cici.post(url, hers | {"q.dasar/nama": "Punya Cici"}).location
    assert led.endswith("/bagian/dasar#q.dasar/nama"), "she is led to the question at once"
    page = cici.get(url)
    assert "Punya Cici Anda, " in page.text and "Punya Ani Ani, " in page.text and "dipakai sekarang" in page.text
    assert "Perlu perhatian" in ani.get(url.rpartition("/bagian")[0]).text
    check = ani.get(url.replace("bagian/dasar", "periksa"))
    assert "diubah di dua tempat" in check.text and f"{url}#q.dasar/nama" in check.links("bagian/dasar#")
    newer, older = choices(cici.page)
    assert newer.startswith("pilih 2 ") and older.startswith("pilih 1 ")
    cici.post(url, opened(cici, url) | {"aksi": older})
    assert kept()["dasar/nama"] == "Punya Ani" and store.conflicts(int(url.split("/")[2])) == []
    assert choices(cici.get(url)) == []


def test_the_value_in_use_can_be_chosen_too(pair: Any, url: str, kept: Any, store: Store) -> None:
    ani, cici = pair
    mine, hers = opened(ani, url), opened(cici, url)
    ani.post(url, mine | {"q.dasar/nama": "Punya Ani"})
    cici.post(url, hers | {"q.dasar/nama": "Punya Cici"})
    page = opened(ani, url)
    ani.post(url, page | {"aksi": choices(ani.page)[0]})
    assert kept()["dasar/nama"] == "Punya Cici" and store.conflicts(int(url.split("/")[2])) == []
    second = ani.post(url, page | {"aksi": "pilih 1 dasar/nama"}, follow=True, status=200)
    assert "sudah dibuat" in second.html and kept()["dasar/nama"] == "Punya Cici"


def test_a_seen_conflict_does_not_hold_anybody_up(pair: Any, url: str) -> None:
    ani, cici = pair
    mine, hers = opened(ani, url), opened(cici, url)
    ani.post(url, mine | {"q.dasar/nama": "Punya Ani"})
    cici.post(url, hers | {"q.dasar/nama": "Punya Cici"})
    assert cici.post(url, opened(cici, url)).location.endswith("/bagian/pilihan")


@pytest.mark.parametrize("wanted", ["", "1", "x dasar/nama", "1 dasar/dua_kali/x", "1 pilihan/bukti", "-1 dasar/nama"])
def test_a_made_up_choice_is_refused(visit: Any, url: str, kept: Any, wanted: str) -> None:
    visit("ani").post(url, {"aksi": f"pilih {wanted}"}, status=400)
    assert kept() == {}


def test_typing_on_does_not_end_a_conflict_unseen(pair: Any, response_id: int, store: Store) -> None:
    """The reply's number counts as seen only while nobody else's change lies in between; form.js keeps to that."""
    ani, cici = pair
    tab = f"/isian/{response_id}/simpan?lembar=satu"
    for browser, value, at in ((ani, "A", "satu"), (cici, "C", "dua"), (ani, "AB", "satu"), (ani, "ABC", "satu")):
        change = {"id": str(uuid4()), "path": "dasar/nama", "value": value, "base": 0}
        browser.json(tab.replace("satu", at), {"changes": [change]})
    (conflict,) = store.conflicts(response_id)
    assert (conflict.newer.change.value, conflict.older.change.value) == ("ABC", "C")


def test_inside_a_repeat(pair: Any, response_id: int, kept: Any) -> None:
    ani, cici = pair
    url = f"/isian/{response_id}/butir/rencana/kegiatan[1]"
    mine, hers = opened(ani, url), opened(cici, url)
    name = "q.rencana/kegiatan/kegiatan_nama"
    ani.post(url, mine | {name: "Pelatihan"})
    cici.post(url, hers | {name: "Lokakarya"})
    page = opened(cici, url)
    cici.post(url, page | {"aksi": choices(cici.page)[1]})
    assert kept()["rencana/kegiatan[1]/kegiatan_nama"] == "Pelatihan"


def test_a_button_pressed_twice_adds_one(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    url = f"/isian/{response_id}/bagian/rencana"
    page = opened(ani, url)
    places = {ani.post(url, page | {"aksi": "tambah rencana/kegiatan"}).location for _ in range(2)}
    assert len(places) == 1 and len(store.draft(response_id)[1].instances["rencana/kegiatan"]) == 2
    (new,) = places
    ani.post(new, {"q.rencana/kegiatan/kegiatan_nama": "Pelatihan"})
    assert ani.post(url, page | {"aksi": "tambah rencana/kegiatan"}).location not in places


def test_a_new_innovation_pressed_twice_is_one(visit: Any, store: Store) -> None:
    ani = visit("ani")
    made = {ani.post("/baru/inovasi", judul="Perahu baca").location for _ in range(2)}
    assert len(made) == 1 and [s.title for s in store.subjects("dinas-a")] == ["Perahu baca"]
    hukum = visit("hukum")
    assert len({hukum.post("/baru/kesepakatan", judul="Dengan LAN").location for _ in range(2)}) == 1
