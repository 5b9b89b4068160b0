"""What a person does while a file is still on its way: nothing of it is lost, and he stays where he is."""

# ruff: noqa: F811 - its name is that of the parameters

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from .test_device import Phone, phone  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser

CAPTION = '[name="q.profil/dokumentasi/foto_keterangan"]'
PHOTO = "profil/dokumentasi[1]/foto"


class Slow:
    """Holds up what is sent as a whole until it is let go."""

    def __init__(self, page: Any, where: str = "/butir/") -> None:
        self.held: list[Any] = []
        self.is_open = False
        self.page, self.where = page, re.compile(where)
        page.route(self.where, self._hold)

    def _hold(self, route: Any) -> None:
        if route.request.method == "POST" and not self.is_open and "simpan?" not in route.request.url:
            self.held.append(route)
        else:
            route.continue_()

    def wait(self) -> None:
        for _ in range(200):
            if self.held:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError("nothing was sent")

    def let_go(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "foto.jpg"
    Image.new("RGB", (600, 400), "teal").save(file)
    return file


@pytest.fixture
def report(phone: Phone) -> str:
    """The page of the first photo of a report."""
    office = phone.store.account_by_username("kesehatan")
    assert office is not None
    subject = phone.store.add_subject("inovasi", office.unit, "Sementara itu", office.username)
    response = phone.store.start_response(subject.id, "laporan-kemajuan", office.username, {}).id
    phone.enter("kesehatan")
    phone.go(f"/isian/{response}/butir/profil/dokumentasi[1]")
    return phone.page.url


def sent_slowly(phone: Phone, photo: Path) -> Slow:
    slow = Slow(phone.page)
    phone.page.set_input_files("input[type=file]", photo)
    slow.wait()
    return slow


def test_what_is_typed_while_a_photo_travels_stays_and_so_does_the_cursor(
    phone: Phone, report: str, photo: Path
) -> None:
    page = phone.page
    slow = sent_slowly(phone, photo)
    page.click(CAPTION)
    page.keyboard.type("Kader menye")
    slow.let_go()
    page.locator(".berkas").wait_for()
    page.keyboard.type("berang")
    assert page.input_value(CAPTION) == "Kader menyeberang"
    page.locator("#simpanan:not([data-menunggu])", has_text="Tersimpan").wait_for()
    assert phone.arrived(report, "profil/dokumentasi[1]/foto_keterangan") == "Kader menyeberang"
    assert phone.arrived(report, PHOTO)


def test_a_button_pressed_meanwhile_is_pressed_when_the_photo_has_come(phone: Phone, report: str, photo: Path) -> None:
    page = phone.page
    slow = sent_slowly(phone, photo)
    page.fill(CAPTION, "Lanjut saja")
    page.locator("button.tombol[value=lanjut]").click()
    slow.let_go()
    page.wait_for_url(re.compile("/bagian/profil"))
    assert phone.arrived(report, "profil/dokumentasi[1]/foto_keterangan") == "Lanjut saja"
    assert phone.arrived(report, PHOTO)


def test_what_is_typed_while_a_page_is_sent_arrives_too(phone: Phone, report: str) -> None:
    page = phone.page
    page.fill(CAPTION, "Satu")
    slow = Slow(page)
    page.locator("button.tombol[value=lanjut]").click()
    slow.wait()
    page.fill(CAPTION, "Satu dua")
    slow.let_go()
    page.wait_for_url(re.compile("/bagian/profil"))
    for _ in range(100):
        if phone.arrived(report, "profil/dokumentasi[1]/foto_keterangan") == "Satu dua":
            return
        page.wait_for_timeout(50)
    raise AssertionError("what was typed last did not arrive")


def test_a_second_file_chosen_meanwhile_follows_the_first(phone: Phone, fields_response: int, photo: Path) -> None:
    page = phone.page
    phone.enter("pendidikan")
    phone.go(f"/isian/{fields_response}/bagian/tangkap")
    address = page.url
    slow = Slow(page, "/bagian/")
    page.set_input_files('[name="q.tangkap/foto"]', photo)
    slow.wait()
    page.set_input_files('[name="q.tangkap/wajah"]', photo)
    page.locator('[data-soal="tangkap/wajah"] .kiriman').wait_for()
    slow.let_go()
    page.locator('[data-soal="tangkap/wajah"] .berkas').wait_for()
    assert phone.arrived(address, "tangkap/foto") and phone.arrived(address, "tangkap/wajah")
