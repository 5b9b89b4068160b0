"""What a page hears of colleagues: who is here, what they have answered; and what it does not."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inovik_forms.answers.values import Change
from inovik_forms.store.store import Store
from inovik_forms.web.owner import device_account


@pytest.fixture
def sari(store: Store, visit: Any) -> Any:
    """A colleague of ani's unit."""
    store.add_account("sari", "Ibu Sari", "staff", "kata-sandi-uji-coba", "dinas-a")
    return visit("sari")


def ask(browser: Any, store: Store, who: str, response: int, **args: Any) -> Any:
    owner = store.account_by_username(who)
    assert owner is not None
    query = {"bagian": "dasar", "versi": 1, "lembar": f"{who}-1", "sejak": 0, **args}
    headers = {"Accept": "application/json", "Inovik-Account": device_account(owner)}
    return browser.client.get(f"/isian/{response}/kabar", query_string=query, headers=headers)


def answered(store: Store, response: int, path: str, value: str | None, kind: str = "set") -> int:
    """By sari, elsewhere."""
    change = Change(str(uuid.uuid4()), path, value, 0, datetime.now(UTC), "sari", "lain", kind)  # type: ignore[arg-type]
    return store.append(response, [change])[0].seq


def test_colleagues_see_each_other_and_where(visit: Any, sari: Any, store: Store, response_id: int) -> None:
    ani = visit("ani")
    assert ask(ani, store, "ani", response_id).get_json()["here"] == ""
    assert (
        ask(sari, store, "sari", response_id, bagian=None, daftar=1)
        .get_json()["here"]
        .startswith("Sedang di sini: Ani (")
    )
    told = ask(ani, store, "ani", response_id).get_json()
    assert told["here"] == "Sedang di sini: Ibu Sari"
    assert ask(ani, store, "ani", response_id, hadir=told["mark"], sejak=told["seq"]).status_code == 204


def test_nobody_is_made_present_by_a_link_from_elsewhere(visit: Any, sari: Any, store: Store, response_id: int) -> None:
    sari.get(f"/isian/{response_id}/kabar")
    assert ask(visit("ani"), store, "ani", response_id).get_json()["here"] == ""


def test_people_of_other_units_hear_nothing(visit: Any, store: Store, response_id: int) -> None:
    assert ask(visit("budi"), store, "budi", response_id).status_code == 404


def test_whoever_is_not_signed_in_any_more_is_told_so(visit: Any, store: Store, response_id: int) -> None:
    ani = visit("ani")
    store.close_sessions_of(store.account_by_username("ani").id)  # type: ignore[union-attr]
    refused = ask(ani, store, "ani", response_id)
    assert refused.status_code == 401 and refused.get_json()["error"] == "masuk"


def test_asking_keeps_no_session_alive(visit: Any, store: Store, response_id: int, monkeypatch: Any) -> None:
    ani = visit("ani")
    touched: list[bool] = []
    whole = store.session_account
    monkeypatch.setattr(store, "session_account", lambda *a, touch=True: (touched.append(touch), whole(*a))[1])
    ask(ani, store, "ani", response_id)
    ani.get(f"/isian/{response_id}")
    assert touched[0] is False and touched[-1] is True


def test_a_colleagues_answer_comes_with_her_name(visit: Any, sari: Any, store: Store, response_id: int) -> None:
    seq = answered(store, response_id, "dasar/nama", "Antar obat")
    told = ask(visit("ani"), store, "ani", response_id).get_json()
    assert told["seq"] == seq and told["values"] == {"dasar/nama": "Antar obat"}
    assert told["who"]["dasar/nama"].startswith("Diubah oleh Ibu Sari, ")
    assert told["shown"]["dasar/nama"] is True


def test_what_the_page_itself_has_saved_is_no_news(visit: Any, sari: Any, store: Store, response_id: int) -> None:
    ani = visit("ani")
    body = {"changes": [{"id": "a", "path": "dasar/nama", "value": "Milik saya", "base": 0}]}
    ani.json(f"/isian/{response_id}/simpan?bagian=dasar&lembar=ani-1", body)
    told = ask(ani, store, "ani", response_id).get_json()
    assert "values" not in told and told["seq"] > 0


def test_a_list_and_an_answer_with_two_values_are_drawn_anew(
    visit: Any, sari: Any, store: Store, response_id: int
) -> None:
    ani = visit("ani")
    body = {"changes": [{"id": "a", "path": "dasar/nama", "value": "Milik saya", "base": 0}]}
    since = ani.json(f"/isian/{response_id}/simpan?bagian=dasar&lembar=ani-1", body)["seq"]
    answered(store, response_id, "dasar/nama", "Milik Sari")
    told = ask(ani, store, "ani", response_id, sejak=since).get_json()
    assert told["anew"] == ["dasar/nama"] and told["values"] == {}
    answered(store, response_id, "rencana/kegiatan[k1]", None, "add")
    told = ask(ani, store, "ani", response_id, sejak=since, bagian="rencana").get_json()
    assert told["anew"] == ["rencana/kegiatan"]
    assert told["who"]["rencana/kegiatan"].startswith("Butir baru dari Ibu Sari, ")


def test_a_page_of_an_entry_that_was_removed_says_so(visit: Any, sari: Any, store: Store, response_id: int) -> None:
    answered(store, response_id, "rencana/kegiatan[k1]", None, "add")
    since = answered(store, response_id, "rencana/kegiatan[k1]", None, "remove") - 1
    told = ask(visit("ani"), store, "ani", response_id, sejak=since, butir="rencana/kegiatan[k1]", bagian=None)
    assert "sudah dihapus" in told.get_json()["closed"]


def test_after_sending_the_page_hears_that_it_is_over(visit: Any, sari: Any, store: Store, response_id: int) -> None:
    seq = answered(store, response_id, "dasar/nama", "Antar obat")
    store.mark_sent(response_id, "sari", datetime.now(UTC), seq)
    assert "sudah dikirim" in ask(visit("ani"), store, "ani", response_id).get_json()["closed"]


def test_whoever_has_left_a_minute_ago_is_not_here(visit: Any, sari: Any, store: Store, response_id: int) -> None:
    person = store.account_by_username("sari")
    assert person is not None
    store.be_present(response_id, person.id, "dasar", datetime.now(UTC) - timedelta(seconds=61))
    assert ask(visit("ani"), store, "ani", response_id).get_json()["here"] == ""


@pytest.mark.parametrize("args", [{"sejak": "x"}, {"sejak": "9" * 30}, {"bagian": "tidak-ada"}, {"butir": "a[b"}])
def test_nonsense_in_the_address_is_no_error(
    visit: Any, sari: Any, store: Store, response_id: int, args: dict[str, str]
) -> None:
    answered(store, response_id, "dasar/nama", "Antar obat")
    assert ask(visit("ani"), store, "ani", response_id, **args).status_code in (200, 204)
