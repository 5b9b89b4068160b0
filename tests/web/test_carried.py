"""Answers that were taken over are marked until a person confirms or changes them, and before that nothing is sent."""

from __future__ import annotations

from typing import Any

import pytest

from inovik_forms.store.store import Store

FORM = b"""| survey |
| | type | name | label | required | prefill | read_only |
| | begin_group | a | Bagian satu | | |
| | text | judul | Judul | yes | uji.dasar_nama |
| | text | isi | Isi | | |
| | text | lain | Lain | | |
| | end_group | | | | |
| | begin_repeat | butir | Butir | | |
| | text | nama | Nama | | |
| | text | rencana | Rencana | | | ${lain} != '' |
| | end_repeat | | | | |
| settings |
| | form_title | form_id |
| | Laporan | lain |
"""
MARK = "Diambil dari Laporan, "


@pytest.fixture
def report(store: Store) -> int:
    """A new report with two answers that were taken over."""
    store.publish_questionnaire("lain", FORM, "lain.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    values = {"a/judul": "Antar obat", "a/isi": "Semua obat", "a/lain": "dari kota", "butir[1]/nama": "Satu"}
    values["butir[1]/rencana"] = "tetap"  # read only as long as `lain` is answered: nobody can confirm it
    sources = dict.fromkeys(("a/judul", "a/isi", "butir[1]/nama", "butir[1]/rencana"), "lain 2026-11-12")
    return store.start_response(subject.id, "lain", "ani", values, sources).id


def marked(store: Store, response: int) -> set[str]:
    return set(store.draft(response)[1].carried) - {"butir[1]/rencana"}


def test_the_mark_says_from_where_and_changing_the_answer_ends_it(visit: Any, store: Store, report: int) -> None:
    ani = visit("ani")
    page = ani.get(f"/isian/{report}/bagian/a")
    assert page.text.count("Diambil dari Laporan, 12 November 2026") == 2
    assert "2 jawaban di halaman ini dibawa" in page.text
    ani.post(f"/isian/{report}/bagian/a", {"q.a/judul": "Antar obat", "q.a/isi": "Sebagian obat", "q.a/lain": "x"})
    assert marked(store, report) == {"a/judul", "butir[1]/nama"}


def test_saving_unchanged_confirms_only_with_the_button(visit: Any, store: Store, report: int) -> None:
    ani = visit("ani")
    same = {"q.a/judul": "Antar obat", "q.a/isi": "Semua obat", "q.a/lain": "dari kota"}
    ani.post(f"/isian/{report}/bagian/a", {**same, "aksi": "lanjut"})
    assert len(marked(store, report)) == 3
    ani.post(f"/isian/{report}/bagian/a", {**same, "aksi": "benar a/judul"})
    assert marked(store, report) == {"a/isi", "butir[1]/nama"}
    assert ani.page.location.endswith("#q.a/judul")
    ani.post(f"/isian/{report}/bagian/a", {**same, "aksi": "benar"})
    assert marked(store, report) == {"butir[1]/nama"}
    ani.post(f"/isian/{report}/bagian/a", {**same, "aksi": "benar butir[1]/nama"}, status=400)
    entries = [e.change for e in store.journal(report) if e.change.kind == "carried"]
    assert [(c.author, c.value) for c in entries[4:]] == [("ani", ""), ("ani", "")]


def test_sending_asks_to_confirm_what_was_taken_over(visit: Any, store: Store, report: int) -> None:
    ani = visit("ani")
    assert "Satu tetap Belum dikonfirmasi" in ani.get(f"/isian/{report}/bagian/butir").text
    page = ani.get(f"/isian/{report}/periksa")
    assert "3 jawaban dibawa dari isian sebelumnya dan belum dikonfirmasi" in page.text
    tasks = ani.get(f"/isian/{report}").text
    assert "1 dari 1 terisi otomatis · 1 belum dikonfirmasi" in tasks, "without what is read only"
    assert "3 dari 3 terisi otomatis · 2 belum dikonfirmasi Perlu perhatian" in tasks
    page = ani.get(ani.post(f"/isian/{report}/kirim", dasar=page.value("dasar")).location)
    assert "Belum dikirim: konfirmasikan dahulu" in page.text
    assert store.response(report).status == "draft"
    ani.post(f"/isian/{report}/kirim", dasar=page.value("dasar"), diperiksa="1")
    assert store.response(report).status == "sent"
    assert marked(store, report) == set()


def test_a_row_whose_answers_are_confirmed_is_marked_no_more(visit: Any, store: Store, report: int) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{report}/butir/butir[1]", {"q.butir/nama": "Satu", "aksi": "benar"})
    page = ani.get(f"/isian/{report}/bagian/butir")
    assert "Satu" in page.text and "Belum dikonfirmasi" not in page.text


def test_a_removed_row_comes_back_with_its_mark(visit: Any, store: Store, report: int) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{report}/bagian/butir", {"aksi": "hapus butir[1]"})
    page = ani.get(ani.page.location)
    undo = next(part for part in page.html.split('value="') if part.startswith("urung "))
    ani.post(f"/isian/{report}/bagian/butir", {"aksi": undo.partition('"')[0], "sesudah": ""})
    assert any(path.startswith("butir[") and path != "butir[1]/nama" for path in marked(store, report))


def test_the_next_report_begins_with_the_plan_or_with_the_last_report(visit: Any, store: Store, report: int) -> None:
    ani = visit("ani")
    seq, _ = store.draft(report)
    ani.post(f"/isian/{report}/kirim", dasar=str(seq), diperiksa="1")
    subject = store.response(report).subject
    assert "Mulai dari isian terakhir" in ani.get(f"/perihal/{subject}").text
    ani.post(f"/perihal/{subject}/mulai", kuesioner="lain", awal="terakhir")
    newest = store.responses(subject)[-1]
    seq, draft = store.draft(newest.id)
    assert draft.values["a/isi"] == "Semua obat" and draft.values["butir[1]/nama"] == "Satu"
    assert marked(store, newest.id) == {"a/judul", "a/isi", "a/lain", "butir[1]/nama"}
    assert all(source.startswith("lain 20") for source in draft.carried.values())
    ani.post(f"/isian/{newest.id}/kirim", dasar=str(seq), diperiksa="1")
    ani.post(f"/perihal/{subject}/mulai", kuesioner="lain")
    assert store.draft(store.responses(subject)[-1].id)[1].values.get("a/isi") is None
