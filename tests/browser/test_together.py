"""Two people on one response: each sees who is here, and what the other answers; nobody's typing is disturbed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import PASSWORD, WIDTHS
from .test_device import LINE, Phone, phone  # noqa: F401 - a fixture
from .test_turning import GO_ON, SERVICE

pytestmark = pytest.mark.browser
AGAIN_AND_AGAIN = """() => {
  const timer = setInterval(() => dispatchEvent(new Event("focus")), 200);
  setTimeout(() => clearInterval(timer), 3000);
}"""
SAVED = re.compile(r"^Tersimpan \d")
NAME = "[id='q.pengelola/pj_nama']"
PLACE = "[id='q.pengelola/pj_jabatan']"


@pytest.fixture
def sari(chromium: Any, site: str, phone: Phone) -> Iterator[Phone]:  # noqa: F811
    """A colleague of the same office at a desk, with a browser of her own."""
    store = phone.store
    if store.account_by_username("sari") is None:
        office = store.account_by_username("pendidikan")
        assert office is not None
        store.add_account("sari", "Ibu Sari", "staff", PASSWORD, office.unit)
    context = chromium.new_context(viewport={"width": 1280, "height": WIDTHS[1280]}, locale="id-ID")
    context.set_default_timeout(15_000)
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', {get: () => undefined})")
    yield Phone(context, site, store)
    context.close()


def heard(page: Any) -> None:
    """The page asks for news now instead of in some seconds; as soon as the module for it has come."""
    with page.expect_response(lambda reply: "/kabar?" in reply.url):
        page.evaluate(AGAIN_AND_AGAIN)


def both(phone: Phone, sari: Phone, title: str, section: str = "profil_layanan") -> str:  # noqa: F811
    """Both have the same page of a new Diagnosa open; its address."""
    address = phone.begin(title).replace("profil_layanan", section)
    phone.page.goto(address)
    sari.enter("sari")
    sari.page.goto(address)
    for person in (phone, sari):
        person.page.locator("#hadir").wait_for(state="attached")
    return address


def saved(page: Any) -> None:
    page.locator(f"{LINE}:not([data-menunggu])", has_text=SAVED).wait_for()


def test_each_sees_who_is_here_and_where(phone: Phone, sari: Phone) -> None:  # noqa: F811
    both(phone, sari, "Siapa di sini")
    heard(phone.page)
    heard(sari.page)
    heard(phone.page)
    expect(phone.page.locator("#hadir")).to_have_text(re.compile(r"Sedang di sini: Ibu Sari \(.+\)"))
    expect(sari.page.locator("#hadir")).to_contain_text("Sedang di sini: ")
    phone.look()
    sari.look()
    phone.page.goto(re.sub("/bagian/.*", "", phone.page.url))
    heard(phone.page)
    expect(phone.page.locator("#hadir")).to_contain_text("Ibu Sari")
    phone.look()


def test_a_colleagues_answer_appears_and_is_marked(phone: Phone, sari: Phone) -> None:  # noqa: F811
    address = both(phone, sari, "Muncul sendiri")
    sari.page.fill(SERVICE, "Dari Sari")
    sari.page.locator(SERVICE).blur()
    saved(sari.page)
    heard(phone.page)
    expect(phone.page.locator(SERVICE)).to_have_value("Dari Sari")
    note = phone.page.locator(".kabar-soal")
    expect(note).to_contain_text("Diubah oleh Ibu Sari")
    phone.look()
    expect(phone.page.locator("p[role=status].tak-tampak")).to_contain_text("Diubah oleh Ibu Sari")
    phone.page.fill(SERVICE, "Dari Sari, ditambah")  # knowing hers: no conflict
    saved(phone.page)
    phone.page.locator(GO_ON).click()
    phone.turned()
    assert phone.page.url != address and phone.page.locator(".bentrok").count() == 0
    assert phone.store.conflicts(int(re.search(r"/isian/(\d+)", address)[1])) == []  # type: ignore[index]


def test_nothing_moves_under_the_fingers_and_what_was_typed_is_asked_about(
    phone: Phone,  # noqa: F811
    sari: Phone,
) -> None:
    address = both(phone, sari, "Di bawah jari")
    phone.page.locator(SERVICE).focus()
    sari.page.fill(SERVICE, "Dari Sari")
    saved(sari.page)
    heard(phone.page)
    expect(phone.page.locator(SERVICE)).to_have_value("")
    phone.page.locator("h1").click()  # the person leaves the field without having typed
    expect(phone.page.locator(SERVICE)).to_have_value("Dari Sari")
    phone.page.route("**/simpan?*", lambda route: route.abort())
    phone.page.fill(SERVICE, "Dari telepon")
    sari.page.fill(SERVICE, "Dari Sari lagi")
    saved(sari.page)
    heard(phone.page)
    expect(phone.page.locator(".kabar-soal")).to_contain_text("Ibu Sari")
    expect(phone.page.locator(SERVICE)).to_have_value("Dari telepon")
    phone.page.unroute("**/simpan?*")
    phone.page.locator(GO_ON).click()
    phone.turned()
    assert phone.page.url.startswith(address)
    box = phone.page.locator(".bentrok")
    expect(box).to_contain_text("Dari telepon")
    expect(box).to_contain_text("Dari Sari lagi")


def test_a_new_entry_of_a_list_appears(phone: Phone, sari: Phone) -> None:  # noqa: F811
    response = phone.start("desain", "Daftar bersama")
    phone.enter("pendidikan")
    sari.enter("sari")
    for person in (phone, sari):
        person.page.goto(f"{person.site}/isian/{response}/bagian/susunan_tim")
    add = sari.page.locator("button[value^='tambah ']").first
    path = (add.get_attribute("value") or "").removeprefix("tambah ")
    entries = phone.page.locator(f"[data-soal='{path}'] [data-butir]")
    before = entries.count()
    add.click()
    sari.turned()
    heard(phone.page)
    expect(entries).to_have_count(before + 1)
    expect(phone.page.locator(".kabar-soal")).to_contain_text("Butir baru dari Ibu Sari")
    phone.look()


def test_the_end_of_the_session_is_heard_without_typing(phone: Phone) -> None:  # noqa: F811
    phone.begin("Sesi habis diam-diam")
    phone.context.clear_cookies(name="inovik_sesi")
    heard(phone.page)
    phone.page.locator(LINE, has_text="Sesi Anda berakhir").wait_for()
