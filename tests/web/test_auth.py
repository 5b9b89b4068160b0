"""Signing in and out; nothing typed is lost when a session ends meanwhile."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from inovik_forms import words
from inovik_forms.store.store import Store
from inovik_forms.web.auth import LANGUAGE_COOKIE
from inovik_forms.web.owner import device_account
from inovik_forms.web.services import SESSION_COOKIE as COOKIE

PASSWORD = "kata-sandi-uji-coba"


def test_a_wrong_password_is_a_plain_sentence_and_the_name_stays(visit: Any) -> None:
    nobody = visit()
    page = nobody.post("/masuk", nama="ani", sandi="salah", status=401)
    assert page.title.startswith("Kesalahan:") and "tidak cocok" in page.text
    assert page.value("nama") == "ani" and "salah" not in (page.value("sandi") or "")
    unknown = nobody.post("/masuk", nama="tak-ada", sandi="salah", status=401)
    assert unknown.text == page.text, "an unknown name looks the same"


def test_failures_make_the_next_try_wait(visit: Any) -> None:
    nobody = visit()
    for _ in range(5):
        nobody.post("/masuk", nama="ani", sandi="salah", status=401)
    page = nobody.post("/masuk", nama="ani", sandi=PASSWORD, status=401)
    assert re.search(r"Terlalu banyak percobaan\. Tunggu \d+ detik", page.text)


def test_signing_in_changes_the_cookie_and_the_old_page_token_dies(visit: Any, app: Flask) -> None:
    nobody = visit()
    nobody.get("/masuk")
    early_token = nobody.token
    nobody.client.set_cookie(COOKIE, "dari-penyerang")
    nobody.post("/masuk", nama="ani", sandi=PASSWORD)
    assert nobody.client.get_cookie(COOKIE).value != "dari-penyerang"
    answer = nobody.client.post("/keluar", data={"csrf_token": early_token})
    assert answer.status_code == 400, "a token from before signing in"
    nobody.get("/")
    nobody.post("/keluar")
    assert nobody.get("/", status=302).location.startswith("/masuk")


def test_a_cookie_is_worth_nothing_after_signing_out_or_a_new_password(visit: Any, store: Store) -> None:
    ani = visit("ani")
    cookie = ani.client.get_cookie(COOKIE).value
    ani.post("/keluar")
    ani.client.set_cookie(COOKIE, cookie)
    ani.get("/", status=302)
    budi = visit("budi")
    store.set_password(store.account_by_username("budi").id, "lain-sekali-lagi")  # type: ignore[union-attr]
    budi.get("/", status=302)


def test_a_changed_role_takes_effect_at_once(visit: Any, store: Store) -> None:
    koor = visit("koor")
    koor.get("/kemajuan")
    store.change_account(store.account_by_username("koor").id, active=False)  # type: ignore[union-attr]
    assert koor.get("/kemajuan", status=302).location.startswith("/masuk")


def test_the_page_that_was_asked_for_comes_after_signing_in(visit: Any, response_id: int) -> None:
    nobody = visit()
    page = nobody.get(f"/isian/{response_id}/bagian/dasar?periksa=1", status=302)
    nobody.get(page.location)
    assert nobody.page.value("lanjut") == f"/isian/{response_id}/bagian/dasar?periksa=1"
    assert (
        nobody.post("/masuk", nama="ani", sandi=PASSWORD, lanjut=nobody.page.value("lanjut")).location
        == f"/isian/{response_id}/bagian/dasar?periksa=1"
    )


@pytest.mark.parametrize("target", ["//e.test", "/\\e.test", "%09//e.test", "https:e.test", "javascript:alert(1)", "http://host@e.test", "/tak-ada", "/keluar", "/a\nb", "/kemajuan#x", "/./"])  # fmt: skip  # noqa: E501
def test_next_leads_to_our_own_pages_only(visit: Any, target: str) -> None:
    """A19"""
    nobody = visit()
    assert nobody.post("/masuk", nama="ani", sandi=PASSWORD, lanjut=target).location == "/"


def test_a_session_that_ended_keeps_what_was_typed(visit: Any, response_id: int, store: Store, kept: Any) -> None:
    ani = visit("ani")
    url = f"/isian/{response_id}/bagian/dasar"
    ani.get(url)
    store.close_sessions_of(store.account_by_username("ani").id)  # type: ignore[union-attr]
    page = ani.post(url, {"q.dasar/nama": "Antar & obat", "q.dasar/pengguna": "1.500"}, status=401)
    assert "Sesi Anda sudah berakhir" in page.text and "Antar &amp; obat" in page.html
    carried = unescape(page.value("bawa") or "")
    page = ani.post("/masuk", nama="ani", sandi=PASSWORD, lanjut=page.value("lanjut"), bawa=carried, status=200)
    assert "Ketikan Anda masih ada, tetapi belum disimpan" in page.text
    assert page.value("q.dasar/nama") == "Antar & obat" and page.value("q.dasar/pengguna") == "1.500"
    assert kept() == {}
    ani.post(url, {"q.dasar/nama": page.value("q.dasar/nama"), "q.dasar/pengguna": "1.500"})
    assert kept() == {"dasar/nama": "Antar & obat", "dasar/pengguna": "1500"}


def test_somebody_elses_typing_is_not_shown_to_another_unit(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    store.close_sessions_of(store.account_by_username("ani").id)  # type: ignore[union-attr]
    page = ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "rahasia"}, status=401)
    ani.post("/masuk", nama="budi", sandi=PASSWORD, lanjut=page.value("lanjut"), bawa=page.value("bawa"), status=404)
    assert "rahasia" not in ani.page.html


def test_an_old_page_token_keeps_what_was_typed(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    ani.token = "basi"
    page = ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"}, status=400)
    assert page.value("q.dasar/nama") == "Antar obat" and "belum disimpan" in page.text and kept() == {}
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    assert kept() == {"dasar/nama": "Antar obat"}


def test_other_forms_can_be_sent_again_after_signing_in(visit: Any, store: Store) -> None:
    ani = visit("ani")
    store.close_sessions_of(store.account_by_username("ani").id)  # type: ignore[union-attr]
    page = ani.post("/baru/inovasi", judul="Pasar <terapung>", status=401)
    page = ani.post(
        "/masuk", nama="ani", sandi=PASSWORD, lanjut=page.value("lanjut"), bawa=page.value("bawa"), status=200
    )
    assert page.value("judul") == "Pasar <terapung>" and 'action="/baru/inovasi"' in page.html


@pytest.mark.parametrize("carried", ["", "{", "[1]", '[["a"]]', '{"a":1}', '[["q.x",5]]'])
def test_forged_carried_fields_are_ignored(visit: Any, carried: str) -> None:
    assert (
        visit().post("/masuk", nama="ani", sandi=PASSWORD, lanjut="/baru/inovasi", bawa=carried).location
        == "/baru/inovasi"
    )


def test_the_language_can_be_switched(visit: Any, store: Store) -> None:
    nobody = visit()
    nobody.get("/masuk")
    assert nobody.post("/bahasa", bahasa="en").location == "/"
    assert '<html lang="en">' in nobody.get("/masuk").html
    ani = visit("ani")
    ani.post("/bahasa", bahasa="en", lanjut="/baru/inovasi")
    assert store.account_by_username("ani").language == "en"  # type: ignore[union-attr]
    ani.post("/bahasa", bahasa="xx")
    assert store.account_by_username("ani").language == "en"  # type: ignore[union-attr]


def test_a_refused_page_token_is_answered_in_the_language_asked_for(app: Flask) -> None:
    client = app.test_client()
    words.use_language("id")  # what the request before left behind on this thread
    client.set_cookie(LANGUAGE_COOKIE, "en")
    assert '<html lang="en">' in client.post("/masuk", data={"nama": "ani"}).text


def test_a_title_from_a_pack_may_hold_a_percent_sign(app: Flask) -> None:
    assert app.jinja_env.from_string("{{ title|translated }}").render(title="Capaian 100% (s)") == "Capaian 100% (s)"


def test_what_another_site_posts_is_not_carried_through_the_sign_in(visit: Any) -> None:
    """Nobody typed it here, so nobody is asked to send it again."""
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://jahat.example"}
    answer = visit().client.post(
        "/pengaturan/akun", data={"nama_masuk": "jahat", "peran": "administrator"}, headers=headers
    )
    assert answer.status_code in (400, 401) and "jahat" not in answer.get_data(as_text=True)


def sent_here(browser: Any, store: Store, whose: str, name: str, password: str, token: str | None = None) -> Any:
    """Name and password from a page of `whose`, as static/later/signin.js sends them."""
    owner = store.account_by_username(whose)
    assert owner is not None
    headers = {"X-CSRFToken": browser.token if token is None else token, "Inovik-Account": device_account(owner)}
    return browser.client.post("/masuk", json={"nama": name, "sandi": password}, headers=headers)


def test_f22_the_same_person_signs_in_again_from_the_page_that_is_open(visit: Any, store: Store) -> None:
    ani = visit("ani")
    store.close_sessions_of(store.account_by_username("ani").id)  # type: ignore[union-attr]
    refused = sent_here(ani, store, "ani", "ani", "salah")
    assert refused.status_code == 401 and "tidak cocok" in refused.get_json()["message"]
    taken = sent_here(ani, store, "ani", "ani", PASSWORD)
    assert taken.status_code == 200 and "inovik_sesi=" in str(taken.headers.getlist("Set-Cookie"))
    old, ani.token = ani.token, taken.get_json()["page_token"]
    assert ani.post("/bahasa", bahasa="en").location == "/"  # the fresh token goes on …
    ani.token = old
    assert ani.post("/bahasa", status=400, bahasa="id").status == 400  # … and the old one is worth nothing


def test_f22_somebody_else_is_not_signed_in_on_a_page_of_another_person(visit: Any, store: Store) -> None:
    ani = visit("ani")
    store.close_sessions_of(store.account_by_username("ani").id)  # type: ignore[union-attr]
    refused = sent_here(ani, store, "ani", "budi", PASSWORD)
    assert refused.status_code == 403 and refused.get_json()["error"] == "akun-lain"
    assert "inovik_sesi=" not in str(refused.headers.getlist("Set-Cookie"))
    assert ani.client.get("/").status_code == 302


def test_a25_signing_in_from_a_page_needs_its_token(visit: Any, store: Store) -> None:
    ani = visit("ani")
    for token in ("", "x"):
        refused = sent_here(ani, store, "ani", "ani", PASSWORD, token)
        assert refused.status_code == 400 and refused.get_json()["token"]


@pytest.mark.parametrize("body", ["[]", "3", "{", '{"nama": ["ani"], "sandi": {}}'])
def test_a_sign_in_that_is_no_name_and_password_is_refused(visit: Any, body: str) -> None:
    ani = visit("ani")
    headers = {"X-CSRFToken": ani.token, "Content-Type": "application/json"}
    assert ani.client.post("/masuk", data=body, headers=headers).status_code == 401
