"""Start pages by role, the coordinator's table, accounts, headers, errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from inovik_forms import words
from inovik_forms.store.store import Store
from inovik_forms.web import canonical

from .conftest import FORM


def test_staff_see_what_is_next(visit: Any, store: Store) -> None:
    ani = visit("ani")
    assert "Belum ada inovasi" in ani.page.text
    place = ani.post("/baru/inovasi", judul="  Antar   obat ").location
    page = ani.get(place)
    assert "Antar obat" in page.text and "Mulai Diagnosa" in page.text
    began = ani.post(f"{place}/mulai", kuesioner="uji").location
    assert ani.post(f"{place}/mulai", kuesioner="uji").location == began, "begun once"
    page = ani.get("/")
    assert "Diagnosa sedang diisi" in page.text and "Lanjutkan Diagnosa" in page.text
    assert page.links(began)
    assert visit("budi").page.text.count("Antar obat") == 0


def test_a_report_can_follow_a_report(visit: Any, store: Store) -> None:
    ani = visit("ani")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    first = ani.post(f"/perihal/{subject.id}/mulai", kuesioner="lain").location
    store.mark_sent(int(first.rpartition("/")[2]), "ani", store.clock(), 0)
    assert ani.post(f"/perihal/{subject.id}/mulai", kuesioner="lain").location != first


def test_one_more_report_reads_as_the_next_one_and_the_earlier_ones_stay_in_reach(visit: Any, store: Store) -> None:
    ani = visit("ani")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    sent = []
    for name in ("uji", "lain", "lain"):
        if name == "lain":
            assert ("Mulai Diagnosa uji berikutnya" in ani.get("/").text) == (len(sent) > 1)
        sent.append(int(ani.post(f"/perihal/{subject.id}/mulai", kuesioner=name).location.rpartition("/")[2]))
        store.mark_sent(sent[-1], "ani", store.clock(), 0)
    page = ani.get("/")
    assert "Mulai Diagnosa uji berikutnya" in page.text and "Isian terakhir dikirim" in page.text
    assert "Mulai Laporan" not in page.text
    page = ani.get(f"/perihal/{subject.id}")
    assert "Mulai Diagnosa uji berikutnya" in page.text and "1 isian sebelumnya" in page.text
    assert all(page.links(f"/isian/{number}/periksa") for number in sent)


def test_the_page_of_an_innovation_puts_the_next_step_first(visit: Any, store: Store) -> None:
    ani = visit("ani")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    html = ani.get(f"/perihal/{subject.id}").html
    assert re.findall(r'<button class="(tombol[^"]*)">Mulai (\w+)<', html) == [
        ("tombol", "Diagnosa"),
        ("tombol kedua", "Laporan"),
    ]


def test_a_questionnaire_of_no_stage_is_begun_apart_from_them_and_as_often_as_one_likes(
    visit: Any, store: Store
) -> None:
    store.publish_questionnaire("survei", FORM.read_bytes().replace(b"Diagnosa uji", b"Survei kepuasan"), "survei.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    ani = visit("ani")
    page = ani.get(f"/perihal/{subject.id}")
    assert "Kuesioner lain" in page.text and "Mulai Survei kepuasan" in page.text
    assert "Survei" not in ani.get("/").text, "it is not what comes next"
    first = ani.post(f"/perihal/{subject.id}/mulai", kuesioner="survei").location
    assert "Lanjutkan Survei kepuasan" in ani.get("/").text, "what was begun is"
    assert ani.post(f"/perihal/{subject.id}/mulai", kuesioner="survei").location == first
    store.mark_sent(int(first.rpartition("/")[2]), "ani", store.clock(), 0)
    assert "Survei" not in ani.get("/").text
    assert ani.post(f"/perihal/{subject.id}/mulai", kuesioner="survei").location != first
    agreement = store.add_subject("kesepakatan", "", "Kerja sama", "hukum")
    assert "Survei" not in visit("hukum").get(f"/perihal/{agreement.id}").text


def test_a_name_can_be_changed_later(visit: Any, store: Store) -> None:
    ani = visit("ani")
    subject = store.add_subject("inovasi", "dinas-a", "Nama sementara", "ani")
    ani.post(f"/perihal/{subject.id}/nama", judul="  Antar   obat ")
    assert store.subject(subject.id).title == "Antar obat" and "Nama diganti" in ani.get(f"/perihal/{subject.id}").html
    page = ani.post(f"/perihal/{subject.id}/nama", judul="x", status=422)
    assert page.title.startswith("Kesalahan:") and page.value("judul") == "x"
    assert store.subject(subject.id).title == "Antar obat"


def test_a_name_that_is_too_long_is_refused_and_kept_as_typed(visit: Any, store: Store) -> None:
    ani = visit("ani")
    subject = store.add_subject("inovasi", "dinas-a", "Nama sementara", "ani")
    for place in ("/baru/inovasi", f"/perihal/{subject.id}/nama"):
        page = ani.post(place, judul="Nama " * 40 + "x", status=422)
        assert "Nama ini 201 huruf; paling banyak 200 huruf." in page.text
        assert page.value("judul") == "Nama " * 40 + "x" and "maxlength" not in page.html, "a browser would cut it"
        assert 'aria-describedby="judul~p judul~s"' in page.html
    assert [s.title for s in store.subjects("dinas-a", "inovasi")] == ["Nama sementara"]
    ani.post("/baru/inovasi", judul="Nama " * 40, status=303)


def test_the_coordinators_start_page_has_the_figures(visit: Any, store: Store, response_id: int) -> None:
    other = store.add_subject("inovasi", "dinas-a", "Perahu baca", "ani")
    sent = store.start_response(other.id, "uji", "ani", {}).id
    store.mark_sent(sent, "ani", store.clock(), 0)
    page = visit("koor").get("/")
    assert "2 inovasi dari 1 perangkat daerah; 1 perangkat daerah belum memulai." in page.text
    assert "Diagnosa 1 dikirim 1 sedang diisi" in page.text and "Laporan 0 dikirim tidak ada" in page.text
    assert "Baru dikirim Diagnosa: Perahu baca Dinas A" in page.text and page.links(f"/isian/{sent}/periksa")


def test_the_administrator_gives_a_new_password(visit: Any, store: Store) -> None:
    admin, budi = visit("admin"), visit("budi")
    who = store.account_by_username("budi")
    url = f"/pengaturan/akun/{who.id}"
    assert url in admin.get("/pengaturan/akun").links("/pengaturan/akun/")
    page = admin.post(url, aksi="sandi", sandi="pendek", status=422)
    assert page.title.startswith("Kesalahan:") and "paling sedikit 10 huruf" in page.text and "pendek<" not in page.html
    admin.post(url, aksi="sandi", sandi="perahu biru di teluk")
    assert store.check_password("budi", "perahu biru di teluk") and "/masuk" in budi.get("/", status=302).location
    admin.post(url, aksi="nonaktif")
    assert store.check_password("budi", "perahu biru di teluk") is None and "tidak aktif" in admin.get(url).text
    admin.post(url, aksi="aktif")
    assert store.check_password("budi", "perahu biru di teluk")


def test_the_administrator_cannot_lock_himself_out(visit: Any, store: Store) -> None:
    own = store.account_by_username("admin").id
    admin = visit("admin")
    assert "Nonaktifkan" not in admin.get(f"/pengaturan/akun/{own}").text
    admin.post(f"/pengaturan/akun/{own}", aksi="nonaktif", status=400)
    admin.get(f"/pengaturan/akun/{2**70}", status=404)


@pytest.mark.parametrize("name", ["", "nota", "tak-ada"])
def test_only_questionnaires_of_this_kind_can_be_begun(visit: Any, store: Store, name: str) -> None:
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    visit("ani").post(f"/perihal/{subject.id}/mulai", kuesioner=name, status=404)


@pytest.mark.parametrize("title", ["", "ab", "x" * 201])
def test_a_name_that_does_not_do(visit: Any, title: str, store: Store) -> None:
    page = visit("ani").post("/baru/inovasi", judul=title, status=422)
    assert page.title.startswith("Kesalahan:") and page.value("judul") == title and store.subjects() == []


def test_the_table_of_all_units(visit: Any, store: Store, response_id: int) -> None:
    page = visit("koor").get("/kemajuan")
    assert "Dinas A" in page.text and "Antar obat" in page.text and "diisi" in page.text
    assert "1 perangkat daerah belum memulai" in page.text and "Dinas B" in page.text
    assert page.links(f"/isian/{response_id}/periksa")


def test_the_administrator_adds_an_account(visit: Any, store: Store) -> None:
    admin = visit("admin")
    good = {"nama_masuk": "dinas.cici", "nama": "Cici", "peran": "staff", "unit": "dinas-a", "sandi": "kalimat pendek"}
    for name, value in {
        "nama_masuk": "cici dengan spasi",
        "nama": "",
        "peran": "raja",
        "unit": "",
        "sandi": "pendek",
    }.items():
        page = admin.post("/pengaturan/akun", good | {name: value}, status=422)
        own, _, _ = page.html.partition("<template")  # behind it is the dialog to sign in again
        assert own.count('class="keterangan"') == 1, name
    admin.post("/pengaturan/akun", good)
    assert store.check_password("dinas.cici", "kalimat pendek").unit == "dinas-a"  # type: ignore[union-attr]
    assert "sudah dipakai" in admin.post("/pengaturan/akun", good, status=422).text
    assert "dinas.cici" in admin.get("/pengaturan/akun").text and "kalimat pendek" not in admin.page.html
    assert "Diagnosa uji" in admin.get("/pengaturan/kuesioner").text


def test_every_page_is_private_and_closed_to_frames(visit: Any, response_id: int) -> None:
    """A26"""
    headers = visit("ani").get(f"/isian/{response_id}/bagian/dasar").headers
    assert headers["Cache-Control"] == "no-store" and "Cookie" in headers["Vary"]
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy and "script-src 'self';" in policy and "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    ani = visit("ani")
    cookies = ani.get("/masuk", status=302).headers.getlist("Set-Cookie") + visit().get("/masuk").headers.getlist(
        "Set-Cookie"
    )
    assert cookies and all("HttpOnly" in c and "SameSite=Lax" in c for c in cookies)


def test_no_page_has_inline_script_or_style() -> None:
    for file in (Path(__file__).parents[2] / "templates").glob("*.html"):
        text = file.read_text()
        if file.name != "lembar.html":  # the document's own sheet, under its own policy
            assert "<style" not in text and " style=" not in text, file
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text) and not re.search(r"\son\w+=", text), (
            file
        )


def test_static_files_are_small_packed_and_kept(visit: Any) -> None:
    css = visit().client.get("/static/app.css", headers={"Accept-Encoding": "br, gzip"})
    assert css.headers["Content-Encoding"] == "br" and "immutable" in css.headers["Cache-Control"]
    assert len(visit().client.get("/static/app.css").data) < 25_000
    theme = visit().client.get("/theme.css").get_data(as_text=True)
    assert "--utama:#0b4f6c" in theme


def test_the_page_of_a_section_is_small(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    page = ani.get(f"/isian/{response_id}/bagian/dasar")
    packed = {"Accept-Encoding": "br"}
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+|/theme[^"]+|/logo[^"]+)"', page.html))
    total = len(page.html.encode()) + sum(len(ani.client.get(f, headers=packed).data) for f in files)
    assert len(files) >= 3 and total < 100_000


def test_unexpected_errors_have_a_number_and_tell_nothing(
    app: Flask, visit: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    ani = visit("ani")
    monkeypatch.setattr(store, "subjects", lambda *_: (_ for _ in ()).throw(RuntimeError("isi rahasia")))
    page = ani.get("/", status=500)
    assert "Nomor kesalahan:" in page.text and "rahasia" not in page.html and "Ini kesalahan kami" in page.text


@pytest.mark.parametrize(("typed", "stored"), [
    ("1.500.000", "1500000"), ("1.500", "1500"), ("2,5", "2.5"), ("2.5", "2.5"), ("Rp 1.500.000,00", "1500000"), ("Rp1.500,-", "1500"), ("-3", "-3"), ("−3", "-3"),  # noqa: E501
    ("007", "7"), (" 12 ", "12"), ("1 500", "1500"), ("0", "0"), ("-0", "0"), ("1.234.56", "1.234.56"), ("1,2,3", "1,2,3"), ("dua", "dua"), ("1e5", "1e5"), ("", ""),  # noqa: E501
    ("9007199254740993", "9007199254740993"), ("1.50", "1.5"), (",5", "0.5"), ("12.3456", "12.3456"),
])  # fmt: skip
def test_numbers_as_people_type_them(typed: str, stored: str) -> None:
    """A48"""
    assert canonical.number(typed) == stored
    assert canonical.number(canonical.shown_number(stored)) == stored


@pytest.mark.parametrize(("typed", "stored"), [
    ("14/11/2016", "2016-11-14"), ("14-11-2016", "2016-11-14"), ("14.11.2016", "2016-11-14"), ("14 Nov 2016", "2016-11-14"), ("1 maret 2026", "2026-03-01"),  # noqa: E501
    ("2026-02-30", "2026-02-30"), ("31/02/2026", "31/02/2026"), ("besok", "besok"), ("1 m 2026", "1 m 2026"), ("14 juli 2026", "2026-07-14"), ("14 ju 2026", "14 ju 2026"),  # noqa: E501
])  # fmt: skip
def test_dates_as_people_type_them(typed: str, stored: str) -> None:
    assert canonical.day(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("8.30", "08:30"), ("10:42", "10:42"), ("23.59.07", "23:59:07"), ("24:00", "24:00"), ("pagi", "pagi")],
)
def test_times_as_people_type_them(typed: str, stored: str) -> None:
    assert canonical.clock(typed) == stored


@pytest.mark.parametrize(
    ("language", "shown", "typed"), [("id", "2 Agustus 2026", "2 Agu 2026"), ("en", "2 August 2026", "2 August 2026")]
)
def test_dates_speak_the_language_of_the_page(language: str, shown: str, typed: str) -> None:
    words.use_language(language)
    assert (canonical.shown_date("2026-08-02"), canonical.day(typed)) == (shown, "2026-08-02")
    assert canonical.day("2 Agustus 2026") == "2026-08-02"
