"""A database that is gone or locked, and a full disk: said as "later", nothing half stored (F4, F6, F8)."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from inovik_forms.settings import Settings
from inovik_forms.store import Store, engine, make_engine, migrate
from inovik_forms.store.records import Unavailable
from inovik_forms.web.app import create_app

NOBODY = "postgresql://siapa@127.0.0.1:1/tidak_ada"


def test_a_database_that_is_gone_is_unavailable(tmp_path: Path) -> None:
    store = Store(make_engine(NOBODY), tmp_path)
    with pytest.raises(Unavailable):
        store.city()
    with pytest.raises(Unavailable):
        store.put_city({"kota.nama": "x"})


def test_a_lock_held_too_long_is_unavailable_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    store = Store(make_engine(f"sqlite:///{tmp_path / 'a.db'}"), tmp_path)
    migrate(store.db.engine)
    with store.db.writing(), pytest.raises(Unavailable):
        store.put_city({"kota.nama": "x"})
    assert store.city() == {}
    store.put_city({"kota.nama": "x"})
    assert store.city() == {"kota.nama": "x"}
    store.close()


def test_a_full_disk_stores_no_file_and_no_row(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Unavailable):
            store.put_file(b"isi", "a.png", "image/png")
    assert [f for f in store.files_dir.rglob("*") if f.is_file()] == []
    assert store.file_type("a" * 64 + "/a.png") == ""
    assert store.file(store.put_file(b"isi", "a.png", "image/png")) == b"isi"


@pytest.mark.parametrize("path", ["/sehat", "/masuk"])
def test_a_page_without_a_database_says_later(tmp_path: Path, path: str) -> None:
    settings = Settings.from_env({"INOVIK_DATA_DIR": str(tmp_path), "INOVIK_DATABASE_URL": NOBODY})
    answer = create_app(settings, Store.open(settings)).test_client().get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "menit" in answer.text


def test_a_writer_waits_for_the_turn_of_another_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    store, other = Store(make_engine(url), tmp_path), Store(make_engine(url), tmp_path)
    migrate(store.db.engine)
    inside, let_go = Event(), Event()

    def hold() -> None:
        with other.db.saving():
            inside.set()
            let_go.wait(10)

    with ThreadPoolExecutor() as threads:
        held = threads.submit(hold)
        assert inside.wait(10)
        waiting = [threads.submit(store.enqueue, "render", {}, f"k{n}") for n in range(4)]
        assert not any(one.done() for one in waiting)
        let_go.set()
        held.result()
        assert sorted(one.result() for one in waiting) == [1, 2, 3, 4]
    store.close()
    other.close()
