"""What a form works out only once (a default of today's date, once()) is kept when it first exists, and then stays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from inovik_forms.store.store import Store
from inovik_forms.web import services

FORM = """
| survey |
|  | type | name | label | default | calculation | relevant |
|  | begin group | a | A |  |  |  |
|  | date | tanggal | Tanggal | today() |  |  |
|  | text | ada | Ada? |  |  |  |
|  | date | nanti | Nanti | today() |  | ${ada} = 'ya' |
|  | calculate | nomor |  |  | once(uuid()) |  |
|  | begin repeat | butir | Butir |  |  |  |
|  | date | hari | Hari | today() |  |  |
|  | end repeat |  |  |  |  |  |
|  | end group |  |  |  |  |  |
| settings |
|  | form_title | form_id |
|  | Uji | uji |
"""


@pytest.fixture
def begin(store: Store, visit: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ani begins the form on 24 November; `at` moves the clock."""
    store.publish_questionnaire("uji", FORM.encode(), "uji.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    ani = visit("ani")

    def at(day: int) -> None:
        moment = datetime(2026, 11, day, 3, tzinfo=UTC)
        monkeypatch.setattr(services.Services, "now", lambda _: moment)
        ani.client.set_cookie("inovik_sesi", store.open_session(store.account_by_username("ani").id, moment))  # type: ignore[union-attr]

    at(24)
    url = ani.post(f"/perihal/{subject.id}/mulai", kuesioner="uji").location
    return ani, url, at


def test_a_default_of_today_does_not_drift(begin: Any, store: Store) -> None:
    ani, url, at = begin
    values = store.draft(int(url.rpartition("/")[2]))[1].values
    assert values["a/tanggal"] == values["a/butir[1]/hari"] == "2026-11-24" and len(values["a/nomor"]) == 36
    at(27)
    assert ani.get(f"{url}/bagian/a").value("q.a/tanggal") == "24 November 2026"
    ani.post(f"{url}/bagian/a", {"q.a/ada": "ya"})
    assert store.draft(int(url.rpartition("/")[2]))[1].values["a/nomor"] == values["a/nomor"]


def test_one_that_comes_later_is_of_its_own_day(begin: Any, store: Store) -> None:
    ani, url, at = begin
    at(26)
    instance = ani.post(f"{url}/bagian/a", {"q.a/ada": "ya", "aksi": "tambah a/butir"}).location
    at(28)
    assert ani.get(instance).value("q.a/butir/hari") == "26 November 2026"
    assert ani.get(f"{url}/bagian/a").value("q.a/nanti") == "26 November 2026"
    ani.post(f"{url}/bagian/a", {"q.a/nanti": ""})
    assert ani.get(f"{url}/bagian/a").value("q.a/nanti") == "", "what somebody has emptied stays empty"
