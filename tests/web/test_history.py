"""What happened to each answer: who, when, from what to what; an earlier one given again; nothing for outsiders."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from inovik_forms.answers.values import Change
from inovik_forms.store.store import Store

from .test_repeats import add


def page_of(response: int, **query: Any) -> str:
    return f"/isian/{response}/riwayat" + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def test_each_change_is_told_newest_first_with_names_and_words(visit: Any, response_id: int, store: Store) -> None:
    store.add_account("cici", "Cici Contoh", "staff", "kata-sandi-lain-lagi", "dinas-a")
    ani, cici = visit("ani"), visit("cici")
    ani.post(f"/isian/{response_id}/bagian/pilihan", {"q.pilihan/kecamatan": "sirimau"})
    cici.post(f"/isian/{response_id}/bagian/pilihan", {"q.pilihan/kecamatan": "baguala"})
    text = ani.get(page_of(response_id)).text
    newest, oldest = text.index("Cici Contoh"), text.index("· Anda")
    assert newest < oldest
    assert "dari Sirimau menjadi Baguala" in text and "dari kosong menjadi Sirimau" in text
    assert f"/isian/{response_id}/riwayat" in ani.get(f"/isian/{response_id}/periksa").html
    assert f"/isian/{response_id}/riwayat" in ani.get(f"/isian/{response_id}").html


def test_only_what_people_answer_is_told(visit: Any, response_id: int, store: Store) -> None:
    made = [
        Change(str(uuid4()), p, "rahasia", 0, datetime.now(UTC), "", "x") for p in ("pilihan/catatan", "dasar/nama")
    ]
    store.append(response_id, made)
    text = visit("ani").get(page_of(response_id)).text
    assert text.count("menjadi rahasia") == 1 and "Catatan" not in text


def test_an_earlier_value_is_given_again_and_the_history_grows(
    visit: Any, response_id: int, kept: Any, store: Store
) -> None:
    ani = visit("ani")
    for name in ("Pertama", "Kedua"):
        ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": name})
    html = ani.get(page_of(response_id, soal="dasar/nama")).html
    assert re.findall(r"Pakai lagi “(.*?)”", html) == ["Pertama"], "not the present one"
    number = re.search(r'name="nomor" value="(\d+)"', html)
    assert number
    before = len(store.journal(response_id))
    page = ani.post(page_of(response_id), nomor=number[1], soal="dasar/nama", follow=True, status=200)
    assert "Jawaban lama dipakai lagi: Nama layanan" in page.text
    assert kept()["dasar/nama"] == "Pertama" and len(store.journal(response_id)) == before + 1
    ani.post(page_of(response_id), nomor="999999", status=400)
    ani.post(page_of(response_id), nomor="x", status=400)


def test_entries_of_lists_are_named_also_when_they_are_gone(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    path = add(ani, response_id, "Pelatihan")
    ani.post(f"/isian/{response_id}/bagian/rencana", aksi=f"hapus {path}")
    text = ani.get(page_of(response_id)).text
    assert "Kegiatan (sudah dihapus) dihapus" in text and "Kegiatan (sudah dihapus) › Nama kegiatan" in text
    assert "Pakai lagi “Pelatihan”" not in text


def test_a_late_answer_says_when_it_was_typed(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    ani.get(f"/isian/{response_id}/bagian/dasar")
    typed = datetime.now(UTC) - timedelta(days=21)
    for at, value in ((round(typed.timestamp() * 1000), "Tiga minggu lalu"), (2**60, "Jam rusak")):
        change = {"id": str(uuid4()), "path": "dasar/nama", "value": value, "base": 0, "at": at}
        ani.json(f"/isian/{response_id}/simpan", {"changes": [change]})
    first, second = store.journal(response_id)[-2:]
    assert abs(first.change.made_at - typed) < timedelta(seconds=1) and first.received_at > typed + timedelta(days=20)
    assert abs(second.change.made_at - second.received_at) < timedelta(minutes=1)
    text = ani.get(page_of(response_id, soal="dasar/nama")).text
    assert text.count("menurut jam perangkat, lalu menunggu di sana") == 1


def test_a_sent_response_shows_its_history_and_takes_nothing_back(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    for name in ("Pertama", "Kedua"):
        ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": name})
    seq = store.journal(response_id)[-2].seq
    store.mark_sent(response_id, "ani", datetime.now(UTC), store.journal(response_id)[-1].seq)
    page = ani.get(page_of(response_id))
    assert "menjadi Kedua" in page.text and "Pakai lagi" not in page.text
    ani.post(page_of(response_id), nomor=str(seq), status=404)
    visit("budi").get(page_of(response_id), status=404)


def test_a_long_history_comes_in_pages(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    ani.get(f"/isian/{response_id}/bagian/dasar")
    changes = [{"id": str(uuid4()), "path": "dasar/nama", "value": f"Nama {n}", "base": 0} for n in range(130)]
    ani.json(f"/isian/{response_id}/simpan", {"changes": changes})
    page = ani.get(page_of(response_id))
    assert page.text.count("menjadi Nama") == 100 and "menjadi Nama 129" in page.text
    (older,) = page.links("sebelum=")
    text = ani.get(older).text
    assert text.count("menjadi Nama") == 30 and "menjadi Nama 29" in text and "lebih lama" not in text


def erase(admin: Any, response: int, status: int = 303, **typed: str) -> Any:
    data = {"soal": "dasar/nama", "sebab": "permintaan pemilik data", "yakin": "HAPUS"} | typed
    return admin.post(f"/isian/{response}/riwayat/hapus", data, status=status)


def test_an_administrator_erases_an_answer_and_a_mark_stays(visit: Any, response_id: int, store: Store) -> None:
    ani, admin = visit("ani"), visit("admin")
    for value in ("Rahasia sekali", "Rahasia kedua"):
        ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": value})
    address = page_of(response_id, soal="dasar/nama")
    assert "Hapus menurut hukum" not in ani.get(address).text and "Hapus menurut hukum" in admin.get(address).text
    assert "Hapus menurut hukum" not in admin.get(page_of(response_id)).text, "of one answer only"
    erase(ani, response_id, status=404)
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Rahasia kedua"})
    subject = store.response(response_id).subject
    store.start_response(subject, "uji", "ani", {"dasar/nama": "Rahasia kedua"})
    assert "Nama layanan" in admin.get(address).text.partition("masih ada di tempat lain")[2], "told by its name"
    wrong = erase(admin, response_id, status=422, yakin="hapus", sebab=" ")
    assert "Tulis sebabnya" in wrong.text and "Ketik HAPUS dengan huruf besar" in wrong.text
    assert 'value="surat 12"' in erase(admin, response_id, status=422, yakin="", sebab="surat 12").html
    assert store.draft(response_id)[1].values["dasar/nama"] == "Rahasia kedua"
    erase(admin, response_id)
    told = ani.get(address)
    assert "Rahasia" not in told.html and "dari dihapus menjadi dihapus" in told.text
    assert "dihapus menurut hukum" in told.text and "permintaan pemilik data" in told.text and "Admin" in told.text
    assert "Pakai lagi" not in told.text and "Rahasia" not in ani.get(f"/isian/{response_id}/periksa").html
    assert "Hapus menurut hukum" not in admin.get(address).text, "there is nothing left"


def test_a_page_that_has_not_seen_the_erasure_does_not_bring_the_value_back(
    visit: Any, response_id: int, store: Store
) -> None:
    ani, address = visit("ani"), f"/isian/{response_id}/bagian/dasar"
    ani.post(address, {"q.dasar/nama": "Rahasia"})
    old = ani.get(address).value("dasar")
    erase(visit("admin"), response_id)
    sent = {"changes": [{"id": "a1", "path": "dasar/nama", "value": "Rahasia lagi", "base": int(old)}]}
    reply = ani.json(f"/isian/{response_id}/simpan?bagian=dasar", sent)
    assert [one["id"] for one in reply["receipts"]] == ["a1"], "the device keeps it no longer"
    assert reply["said"]["dasar/nama"]["shown"] == "" and "Muat ulang" in reply["said"]["dasar/nama"]["problem"]
    page = ani.post(address, {"q.dasar/nama": "Rahasia", "dasar": old}, follow=True, status=200)
    assert "Tidak disimpan, karena sudah dihapus menurut hukum" in page.text
    assert store.draft(response_id)[1].values["dasar/nama"] == ""
    new = ani.get(address).value("dasar")
    ani.post(address, {"q.dasar/nama": "Antar obat", "dasar": new})
    assert store.draft(response_id)[1].values["dasar/nama"] == "Antar obat", "typed in sight of it"
