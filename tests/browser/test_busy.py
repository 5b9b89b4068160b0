"""A server whose database does not answer (F7): pages and answers of this device go on, and are sent later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from inovik_forms.store import make_engine

from .test_device import LINE, Phone, until_kept
from .test_offline import phone as phone  # with the service worker
from .test_offline import stocked
from .test_turning import GO_ON, SERVICE

pytestmark = pytest.mark.browser


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Another program has begun to write, and does not end."""
    engine = make_engine(f"sqlite:///{folder / 'inovik.db'}")
    with engine.execution_options(writes=True).connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        yield
        connection.rollback()
    engine.dispose()


@pytest.mark.timeout(120)
def test_F7_answers_stay_on_the_device_while_the_database_stands_still(phone: Phone, site_folder: Path) -> None:
    address = phone.begin("Basis data berhenti")
    base = address[: address.index("/bagian/")].removeprefix(phone.site)
    sections = (f"{base}/bagian/{name}" for name in ("daftar_masalah", "pihak_terdampak", "analisis_penyebab"))
    stocked(phone, base, address.removeprefix(phone.site), *sections)
    page = phone.page
    with held(site_folder):
        page.fill(SERVICE, "Tetap di ponsel")
        expect(page.locator(LINE)).to_contain_text("Basis data belum menjawab", timeout=20_000)
        expect(page.locator(LINE)).to_contain_text("Tersimpan di perangkat ini")
        page.locator(GO_ON).click()
        page.get_by_text("Halaman ini dari perangkat Anda").wait_for()
        assert [record["value"] for record in until_kept(page, 1)] == ["Tetap di ponsel"]
    page.evaluate("dispatchEvent(new Event('online'))")
    until_kept(page, 0)
    assert phone.arrived(address) == "Tetap di ponsel"
