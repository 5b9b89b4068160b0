"""A week on an island: two drafts with photos, one of them begun there, a browser that is closed, a colleague who
answers the same meanwhile, the network back, the conflict decided, both sent. Once as it is, once with the server
killed ten times on the way. Not one answer is lost, doubled or silently overwritten."""

from __future__ import annotations

import json
import random
import re
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from inovik_forms.store.store import Store
from inovik_forms.web.pieces import LARGEST_PIECE

from .conftest import PASSWORD, WIDTHS, Installation, dressed
from .network import Network
from .test_begun import HERE, OFFERED
from .test_device import kept, until_kept
from .test_offline import CACHED, READY, STORED

pytestmark = pytest.mark.browser

FORM = b"""| survey |
| | type | name | label | required | relevant |
| | begin group | dasar | Data dasar | | |
| | text | nama | Nama layanan | yes | |
| | integer | pengunjung | Jumlah pengunjung | yes | |
| | image | foto | Foto lokasi | yes | |
| | end group | | | | |
| | begin group | ramai | Layanan ramai | | ${pengunjung} > 100 |
| | text | antrean | Bagaimana antrean diatur? | yes | |
| | end group | | | | |
| | begin group | petugas | Petugas | | |
| | begin repeat | orang | Orang | | |
| | text | siapa | Siapa? | yes | |
| | end repeat | | | | |
| | end group | | | | |
| settings |
| | form_title | form_id |
| | Kunjungan | kunjungan |
"""
STAGES = [{"kode": "kunjungan", "judul": "Kunjungan", "kuesioner": "kunjungan"}]
KILLS = 10
GO_ON = "#formulir .deret button[value=lanjut]"


class Island:
    """A phone whose browser can be closed, over an installation of its own that can be killed."""

    def __init__(self, chromium: Browser, arguments: list[str], folder: Path, kills: int) -> None:
        self.arguments = arguments
        self.chromium = chromium
        self.profile = folder / "telepon"
        self.site = Installation(folder / "situs")
        self.network = Network(self.site.port)
        self.store = Store.open(self.site.settings)
        self.left = kills
        self.chance = random.Random(5)
        self.store.publish_questionnaire("kunjungan", FORM, "kunjungan.md")
        self.store.remember("sistem.tahapan", json.dumps(STAGES))
        self.store.add_account("kolega", "Kolega di kantor", "staff", PASSWORD, self.office.unit)
        self.open()

    @property
    def office(self) -> Any:
        return self.store.account_by_username("pendidikan")

    def open(self) -> None:
        self.context: BrowserContext = self.chromium.browser_type.launch_persistent_context(
            str(self.profile),
            executable_path=shutil.which("chromium-headless-shell"),
            args=self.arguments,
            locale="id-ID",
            viewport={"width": 390, "height": WIDTHS[390]},
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()

    def close(self) -> None:
        self.context.close()
        self.network.close()
        self.store.close()
        self.site.stop()

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.network.address}{path}")
        return self.page

    def here(self, path: str) -> Page:
        """A page from the device."""
        self.go(path).get_by_text(HERE).wait_for()
        if "/bagian/" in path or "/butir/" in path:
            dressed(self.page)
        return self.page

    def sign_in(self, page: Page, address: str, username: str) -> None:
        page.goto(f"{address}/masuk")
        page.fill("#nama", username)
        page.fill("#sandi", PASSWORD)
        page.click("main button.tombol")
        page.wait_for_url(f"{address}/")

    def stocked(self, *addresses: str, offers: int) -> None:
        for _ in range(300):
            found = self.page.evaluate(STORED)
            is_ready = self.page.evaluate(READY) and self.page.evaluate(CACHED)
            if is_ready and set(addresses) <= set(found) and offers in self.page.evaluate(OFFERED):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(found)

    def strike(self) -> None:
        """The server is killed, and comes up again."""
        if self.left:
            self.left -= 1
            self.site.kill()
            self.site.start()

    @contextmanager
    def dying(self, times: int) -> Iterator[None]:
        """The server is killed again and again while something is on its way."""
        failed: list[BaseException] = []

        def work() -> None:
            try:
                for _ in range(min(times, self.left)):
                    threading.Event().wait(self.chance.uniform(0.05, 0.6))
                    self.strike()
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        yield
        thread.join()
        assert not failed, failed

    def send_all(self) -> None:
        """The network is back; whatever fails is tried again."""
        for _ in range(120):
            self.page.evaluate("dispatchEvent(new Event('online'))")
            if not kept(self.page):
                return
            self.page.wait_for_timeout(500)
        raise AssertionError(kept(self.page))

    def again(self, act: Callable[[], object]) -> None:
        """What a person does once more when the server was away."""
        for _ in range(20):
            try:
                act()
            except Error:
                self.page.wait_for_timeout(500)
            else:
                return
        act()


@pytest.fixture(params=[0, KILLS], ids=["quiet", "killed"])
def island(
    request: pytest.FixtureRequest, chromium: Browser, chromium_arguments: list[str], tmp_path: Path
) -> Iterator[Island]:
    found = Island(chromium, chromium_arguments, tmp_path, request.param)
    yield found
    found.close()


def photo(seed: int) -> dict[str, Any]:
    """A photo that is sent in several pieces."""
    picture = Image.frombytes("RGB", (1200, 900), random.Random(seed).randbytes(1200 * 900 * 3))
    data = BytesIO()
    picture.save(data, "JPEG", quality=95)
    return {"name": f"foto-{seed}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def fill(page: Page, name: str, visitors: str, seed: int) -> None:
    page.fill("[name='q.dasar/nama']", name)
    page.fill("[name='q.dasar/pengunjung']", visitors)
    page.set_input_files("[name='q.dasar/foto']", photo(seed))
    page.locator(".tertahan", has_text=f"foto-{seed}.jpg").wait_for()


def add_person(island: Island, base: str, who: str) -> None:
    """In place of the entry that a list begins with."""
    page = island.here(f"{base}/bagian/petugas")
    page.locator("button[value^='tambah ']").click()
    page.wait_for_url("**/butir/**")
    page.fill("[name='q.petugas/orang/siapa']", who)
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/petugas")
    page.locator("ol.butir > li", has_text="Belum diisi").locator("button[value^='hapus ']").click()
    expect(page.locator("ol.butir > li .isi strong")).to_have_text([who])


def on_the_island(island: Island, first: int, second: int) -> tuple[str, str]:
    """Without a network: the one draft filled in, the other one begun and filled in; after that the browser is closed.
    Their addresses."""
    old = f"/isian/{first}"
    fill(island.here(f"{old}/bagian/dasar"), "Perpustakaan apung", "120", 1)
    add_person(island, old, "Ina Latu")
    page = island.here(f"/perihal/{second}")
    page.get_by_role("button", name="Mulai Kunjungan", exact=True).click()
    page.wait_for_url(re.compile(r"/isian/\d{16}$"))
    new = page.url.removeprefix(island.network.address)
    page = island.here(f"{new}/bagian/dasar")
    fill(page, "Klinik apung", "30", 2)
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/petugas")  # few come: nothing is asked of the crowd
    until_kept(page, 6 + 4)
    island.context.close()
    return old, new


def back_on_the_island(island: Island, old: str, new: str) -> None:
    """The browser is opened again, still without a network, and what was answered is changed."""
    island.open()
    page = island.here(f"{old}/bagian/dasar")
    expect(page.locator("[name='q.dasar/nama']")).to_have_value("Perpustakaan apung")
    page.locator(".tertahan", has_text="foto-1.jpg").wait_for()
    page.fill("[name='q.dasar/nama']", "Perpustakaan apung Ambon")
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/ramai")
    page.fill("[name='q.ramai/antrean']", "Dengan nomor")
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/petugas")
    page = island.here(f"{new}/bagian/dasar")
    expect(page.locator("[name='q.dasar/pengunjung']")).to_have_value("30")
    page.fill("[name='q.dasar/pengunjung']", "45")
    add_person(island, new, "Dokter Sela")
    here = {(record["response"], record["path"]): record["value"] for record in until_kept(page, 10 + 1 + 3)}
    assert here[new.removeprefix("/isian/"), "dasar/pengunjung"] == "45", "typed, and left at once"
    expect(island.here(new).locator("#maju")).to_contain_text("2 dari 2 bagian selesai.")


def at_the_office(island: Island, first: int) -> None:
    """A colleague answers the same question, and another one."""
    context = island.chromium.new_context(viewport={"width": 1280, "height": WIDTHS[1280]}, locale="id-ID")
    context.set_default_timeout(30_000)
    page = context.new_page()
    island.again(lambda: island.sign_in(page, island.site.address, "kolega"))
    with island.dying(2):
        island.again(lambda: page.goto(f"{island.site.address}/isian/{first}/bagian/dasar"))
        page.fill("[name='q.dasar/nama']", "Perpustakaan kantor")
        page.locator("h1").click()
    page.locator("#simpanan:not([data-menunggu])", has_text="Tersimpan").wait_for(timeout=90_000)
    context.close()


def decide_and_send(island: Island, old: str) -> None:
    """Both answers are shown; the island's is chosen; the response is sent."""
    page = island.page
    island.again(lambda: page.goto(f"{island.network.address}{old}/bagian/dasar"))
    clash = page.locator(".bentrok")
    expect(clash).to_contain_text("Perpustakaan kantor")
    expect(clash).to_contain_text("Perpustakaan apung Ambon")
    island.strike()
    clash.locator("li", has_text="Perpustakaan apung Ambon").get_by_role("button").click()
    expect(page.locator(".bentrok")).to_have_count(0)


def send(island: Island, path: str) -> None:
    page = island.page
    island.again(lambda: page.goto(f"{island.network.address}{path}/periksa"))
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.get_by_text("Isian ini sudah dikirim").wait_for()


def test_a_week_on_an_island(island: Island) -> None:
    store, office = island.store, island.office
    first, second = (
        store.add_subject("inovasi", office.unit, title, office.username)
        for title in ("Buku berlayar", "Dokter berlayar")
    )
    begun = store.start_response(first.id, "kunjungan", office.username, {}).id
    island.sign_in(island.page, island.network.address, "pendidikan")
    island.strike()
    island.go(f"/isian/{begun}/bagian/dasar")
    sections = [f"/isian/{begun}/bagian/{name}" for name in ("dasar", "ramai", "petugas")]
    island.stocked(*sections, f"/isian/{begun}/butir-baru/petugas/orang", offers=second.id)
    island.go(f"/perihal/{second.id}")
    island.stocked(f"/perihal/{second.id}", offers=second.id)
    island.network.cut()
    old, new = on_the_island(island, begun, second.id)
    back_on_the_island(island, old, new)
    at_the_office(island, begun)
    island.network.mend()
    with island.dying(4):
        island.send_all()
    island.send_all()
    decide_and_send(island, old)
    (made,) = [r.id for r in store.responses(second.id)]
    for path, number in ((old, begun), (new, made)):
        island.strike()
        island.again(lambda path=path: island.go(path))
        send(island, f"/isian/{number}")
    while island.left:
        island.strike()
    assert_whole(store, begun, "Perpustakaan apung Ambon", {"dasar/pengunjung": "120", "ramai/antrean": "Dengan nomor"})
    assert_whole(store, made, "Klinik apung", {"dasar/pengunjung": "45"})
    assert {one.path for r in (begun, made) for one in store.conflicts(r)} == set()
    assert len([one for one in store.responses_of(office.unit) if one.questionnaire == "kunjungan"]) == 2


def assert_whole(store: Store, response: int, name: str, others: dict[str, str]) -> None:
    """Sent, with everything as it was answered last, and no change twice."""
    assert store.response(response).status == "sent"
    values = {path: value for path, value in store.draft(response)[1].values.items() if value}
    assert values["dasar/nama"] == name
    assert others.items() <= values.items()
    photo = store.file(values["dasar/foto"]) or b""
    assert len(photo) > 2 * LARGEST_PIECE, "it came in pieces"
    Image.open(BytesIO(photo)).load()
    people = [value for path, value in values.items() if path.startswith("petugas/orang[")]
    assert len(people) == 1, people
    said = Counter((e.change.path, e.change.value, e.change.nth) for e in store.journal(response) if e.change.nth)
    assert max(said.values()) == 1, said
