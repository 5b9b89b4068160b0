"""Lists: add, edit, remove with undo, move; lists within lists; all by buttons of one form."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from inovik_forms.store.store import Store


def rencana(response: int) -> str:
    return f"/isian/{response}/bagian/rencana"


def add(browser: Any, response: int, name: str) -> str:
    """A new activity; its answer path."""
    page = browser.post(rencana(response), aksi="tambah rencana/kegiatan")
    url = page.location
    browser.post(url, {"q.rencana/kegiatan/kegiatan_nama": name})
    return re.search(r"/butir/(.*)$", url)[1].replace("%5B", "[").replace("%5D", "]")  # type: ignore[index]


def order(page: Any) -> list[str]:
    return re.findall(r'<div class="isi"><strong>(?:<span class="samar">)?(.*?)<', page.html)


def test_a_list_begins_with_one_empty_instance(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    page = ani.get(rencana(response_id))
    assert order(page) == ["Belum diisi"]
    assert "Satu baris satu kegiatan." in page.text
    url = ani.post(rencana(response_id), aksi="ubah rencana/kegiatan[1]").location
    page = ani.get(url)
    assert "Kegiatan 1" in page.text and page.links(f"/isian/{response_id}/bagian/rencana")
    back = ani.post(
        url, {"q.rencana/kegiatan/kegiatan_nama": "Pelatihan kader", "q.rencana/kegiatan/biaya": "2.500.000"}
    )
    assert back.location == f"{rencana(response_id)}#q.rencana/kegiatan"
    assert kept() == {"rencana/kegiatan[1]/kegiatan_nama": "Pelatihan kader", "rencana/kegiatan[1]/biaya": "2500000"}
    page = ani.get(rencana(response_id))
    assert order(page) == ["Pelatihan kader"] and "2.500.000" in page.text


def test_an_entry_dragged_to_another_place(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/butir/rencana/kegiatan[1]", {"q.rencana/kegiatan/kegiatan_nama": "A"})
    paths = {"A": "rencana/kegiatan[1]", "B": add(ani, response_id, "B"), "C": add(ani, response_id, "C")}
    assert "widgets/reorder.js" in ani.get(rencana(response_id)).html
    for place, name, expected in ((0, "C", "CAB"), (2, "C", "ABC"), (1, "A", "BAC"), (1, "A", "BAC"), (9, "B", "BAC")):
        ani.post(rencana(response_id), aksi=f"pindah {place} {paths[name]}")
        assert "".join(order(ani.get(rencana(response_id)))) == expected
    for bad in (f"-1 {paths['A']}", f"x {paths['A']}", "1 rencana/kegiatan[zz]", "1", ""):
        ani.post(rencana(response_id), aksi=f"pindah {bad}", status=400)


def test_add_move_remove_undo(visit: Any, response_id: int, store: Store, kept: Any) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/butir/rencana/kegiatan[1]", {"q.rencana/kegiatan/kegiatan_nama": "A"})
    b = add(ani, response_id, "B")
    add(ani, response_id, "C")
    moved = ani.post(rencana(response_id), aksi=f"naik {b}").location
    assert unquote(moved).endswith(f"#q.{b}") and f'id="q.{b}" tabindex="-1"' in ani.get(moved).html, "still in hand"
    assert order(ani.get(rencana(response_id))) == ["B", "A", "C"]
    ani.post(rencana(response_id), aksi="turun rencana/kegiatan[1]")
    assert order(ani.get(rencana(response_id))) == ["B", "C", "A"]
    ani.post(rencana(response_id), aksi=f"naik {b}")
    assert order(ani.get(rencana(response_id))) == ["B", "C", "A"], "the first stays first"
    inner = f"/isian/{response_id}/butir/{b}"
    step = ani.post(inner, {"q.rencana/kegiatan/kegiatan_nama": "B"}, aksi=f"ubah {b}/langkah[1]").location
    ani.post(step, {"q.rencana/kegiatan/langkah/langkah_nama": "Undang kader"})
    removed = ani.post(rencana(response_id), aksi=f"hapus {b}")
    page = ani.get(removed.location)
    assert order(page) == ["C", "A"] and "Satu butir dihapus." in page.text
    after = page.value("sesudah")
    ani.post(rencana(response_id), aksi=f"urung {b}", sesudah=after)
    page = ani.get(rencana(response_id))
    assert order(page) == ["B", "C", "A"], "back at its place"
    key = store.draft(response_id)[1].instances["rencana/kegiatan"][0]
    assert kept()[f"rencana/kegiatan[{key}]/langkah[1]/langkah_nama"] == "Undang kader", "with all that was in it"


def test_the_page_is_saved_before_a_button_acts(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    url = f"/isian/{response_id}/butir/rencana/kegiatan[1]"
    moved = ani.post(
        url, {"q.rencana/kegiatan/kegiatan_nama": "Sosialisasi"}, aksi="tambah rencana/kegiatan[1]/langkah"
    )
    assert kept()["rencana/kegiatan[1]/kegiatan_nama"] == "Sosialisasi"
    page = ani.get(moved.location)
    assert "Langkah 2" in page.text
    back = ani.post(moved.location, {"q.rencana/kegiatan/langkah/langkah_nama": "Kedua"})
    assert back.location == f"{url.replace('[', '%5B').replace(']', '%5D')}#q.rencana/kegiatan/langkah"
    assert order(ani.get(url)) == ["Belum diisi", "Kedua"]


def test_save_and_add_another(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    url = f"/isian/{response_id}/butir/rencana/kegiatan[1]"
    moved = ani.post(url, {"q.rencana/kegiatan/kegiatan_nama": "Satu"}, aksi="tambah-lagi")
    assert "Kegiatan 2" in ani.get(moved.location).text
    assert len(store.draft(response_id)[1].instances["rencana/kegiatan"]) == 2


def test_save_and_add_another_stays_at_a_wrong_answer(visit: Any, response_id: int, store: Store, kept: Any) -> None:
    ani = visit("ani")
    url = f"/isian/{response_id}/butir/rencana/kegiatan[1]"
    typed = {"q.rencana/kegiatan/kegiatan_nama": "Satu", "q.rencana/kegiatan/biaya": "banyak"}
    onward = ani.post(url, typed).location
    assert ani.post(url, typed, aksi="tambah-lagi").location == onward and "salah=1" in onward
    assert 'class="ringkasan-salah"' in ani.get(onward).html and kept()["rencana/kegiatan[1]/biaya"] == "banyak"
    assert "rencana/kegiatan" not in store.draft(response_id)[1].instances, "no entry behind one's back"
    moved = ani.post(url, {**typed, "q.rencana/kegiatan/biaya": "2.500"}, aksi="tambah-lagi")
    assert "Kegiatan 2" in ani.get(moved.location).text
    assert len(store.draft(response_id)[1].instances["rencana/kegiatan"]) == 2
    ani.post(url, {**typed, "q.rencana/kegiatan/kegiatan_nama": "x" * 60_000}, aksi="tambah-lagi", status=422)
    assert len(store.draft(response_id)[1].instances["rencana/kegiatan"]) == 2


def test_instances_that_are_not_there(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    for path in (
        "rencana/kegiatan[lain]",
        "rencana/kegiatan",
        "dasar[1]",
        "rencana/kegiatan[1]/langkah[9]",
        "rencana/kegiatan[-1]",
    ):
        ani.get(f"/isian/{response_id}/butir/{path}", status=404)
    for action in (
        "naik rencana/kegiatan",
        "ubah rencana/kegiatan[x]",
        "urung rencana/kegiatan[1]",
        "hapus rencana/kegiatan[1]/langkah[1]",
    ):
        ani.post(rencana(response_id), status=400, aksi=action)


def test_an_invalid_answer_in_an_instance_is_seen_from_its_list(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/butir/rencana/kegiatan[1]", {"q.rencana/kegiatan/biaya": "murah"})
    assert "Perlu perhatian" in ani.get(rencana(response_id)).text


def test_bringing_back_twice_makes_one(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    b = add(ani, response_id, "B")
    place = ani.post(rencana(response_id), aksi=f"hapus {b}").location
    assert f'value="urung {b}"' in ani.get(place).html
    for _ in range(2):
        ani.post(rencana(response_id), aksi=f"urung {b}")
    assert order(ani.get(place)) == ["B", "Belum diisi"]
    assert "Batalkan penghapusan" not in ani.page.text, "the address of the removal, opened again by the back button"


COUNTED = """| survey |
| | type | name | label | repeat_count |
| | begin group | a | Rapat | |
| | integer | peserta | Peserta | |
| | begin repeat | orang | Orang | ${peserta} |
| | text | nama | Nama | |
| | end repeat | | | |
| | end group | | | |
"""


def test_an_instance_is_opened_by_the_number_that_makes_it(visit: Any, store: Store) -> None:
    """The page may show it before the number has reached the server; without JavaScript it may be gone by then."""
    store.publish_questionnaire("lain", COUNTED.encode(), "hitung.md")
    subject = store.add_subject("inovasi", "dinas-a", "Rapat", "ani")
    response, ani = store.start_response(subject.id, "lain", "ani", {}).id, visit("ani")
    address = f"/isian/{response}/bagian/a"
    assert "<template>" in ani.get(address).html and "Belum ada." in ani.page.text
    page = ani.post(address, {"q.a/peserta": "2"}, aksi="ubah a/orang[2]", follow=True, status=200)
    assert "Orang 2" in page.title and store.draft(response)[1].values["a/peserta"] == "2"
    gone = ani.post(address, {"q.a/peserta": "1"}, aksi="ubah a/orang[2]")
    assert gone.location == f"{address}#q.a/orang" and store.draft(response)[1].values["a/peserta"] == "1"


def test_a_receipt_brings_the_list_that_an_answer_made_longer(visit: Any, store: Store) -> None:
    store.publish_questionnaire("lain", COUNTED.encode(), "hitung.md")
    subject = store.add_subject("inovasi", "dinas-a", "Rapat", "ani")
    response, ani = store.start_response(subject.id, "lain", "ani", {}).id, visit("ani")
    save = f"/isian/{response}/simpan?bagian=a"
    ani.get(f"/isian/{response}/bagian/a")
    said = ani.json(save, {"changes": [{"id": "k1", "path": "a/peserta", "value": "2", "base": 0}]})
    assert said["lines"]["a/orang"]["list"].count("Belum diisi") == 3, "two, and the blank one"
    assert said["before"] == 0 and said["seq"] == 1
    other = {"changes": [{"id": "k2", "path": "a/orang[2]/nama", "value": "Rahma", "base": 1}]}
    assert "a/orang" not in ani.json(save, other)["lines"], "its length has not changed"


def test_an_entry_that_lacks_a_required_answer_says_so_in_its_list(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    assert "Belum lengkap" not in ani.get(rencana(response_id)).text, "nothing in it at all says: not filled in yet"
    ani.post(f"/isian/{response_id}/butir/rencana/kegiatan[1]", {"q.rencana/kegiatan/biaya": "2.500.000"})
    assert "2.500.000 Belum lengkap" in ani.get(rencana(response_id)).text
    ani.post(f"/isian/{response_id}/butir/rencana/kegiatan[1]", {"q.rencana/kegiatan/kegiatan_nama": "Pelatihan"})
    assert "Belum lengkap" not in ani.get(rencana(response_id)).text
