"""Pages from the device go by all answers known there: what was answered on one page changes what another one asks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from inovik_forms.answers.values import Change

from .conftest import dressed
from .test_device import Phone, until_kept
from .test_offline import phone as phone  # with the service worker
from .test_offline import stocked
from .test_stored_pages import at, offline
from .test_turning import GO_ON

pytestmark = pytest.mark.browser

CASES = Path(__file__).parent.parent / "cases" / "web"

FORM = b"""| survey |
| | type | name | label | relevant | calculation |
| | begin group | satu | Pertama | | |
| | integer | jumlah | Jumlah | | |
| | end group | | | | |
| | begin group | dua | Kedua | ${jumlah} > 5 | |
| | text | alasan | Alasan | | |
| | end group | | | | |
| | begin group | tiga | Ketiga | | |
| | text | banyak | Jika banyak | ${jumlah} > 5 | |
| | text | sedikit | Jika sedikit | ${jumlah} <= 5 | |
| | integer | ganda | Ganda | | ${jumlah} * 2 |
| | end group | | | | |
| | begin group | empat | Keempat | ${jumlah} <= 5 | |
| | text | akhir | Akhir | | |
| | end group | | | | |
| settings |
| | form_title | form_id |
| | Seluruh | seluruh |
"""
WHOLE = """async (response) => !(await indexedDB.databases()).length ? null : new Promise((resolve, reject) => {
  const request = indexedDB.open("inovik");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction("forms").objectStore("forms").getAll();
    all.onsuccess = () => { request.result.close(); resolve(all.result.find(({ key }) => key === `isian ${response}`)?.told.snapshot.values ?? null); };
  };
})"""  # noqa: E501
CONTENTS = ".daftar-bagian a"
COUNT = "[name='q.satu/jumlah']"


def begun(phone: Phone) -> str:
    """A response of the form, answered 3 on its first page, which lies on the device as a whole; its address."""
    phone.store.publish_questionnaire("seluruh", FORM, "seluruh.md")
    response = phone.start("seluruh", "Seluruh")
    base = f"{phone.site}/isian/{response}"
    phone.answer(f"{base}/", "satu/jumlah", "3")
    phone.enter("pendidikan")
    phone.page.goto(f"{base}/bagian/satu")
    for _ in range(200):
        if (phone.page.evaluate(WHOLE, str(response)) or {}).get("satu/jumlah") == "3":
            break
        phone.page.wait_for_timeout(100)
    offline(phone, base, *(f"{base}/bagian/{name}" for name in ("satu", "dua", "tiga", "empat")))
    return base


def holder(page: Any, path: str) -> Any:
    return page.locator(f"[data-soal='{path}']")


def test_an_answer_on_one_page_changes_what_others_ask(phone: Phone) -> None:
    base = begun(phone)
    page = at(phone, f"{base}/bagian/satu")
    expect(page.locator(CONTENTS)).to_have_text(["Pertama", "Ketiga", "Keempat"])
    page.fill(COUNT, "7")
    expect(page.locator(CONTENTS)).to_have_text(["Pertama", "Kedua", "Ketiga"])
    until_kept(page, 1)
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/dua")
    expect(page.locator(CONTENTS)).to_have_text(["Pertama", "Kedua", "Ketiga"])
    expect(holder(page, "dua/alasan")).to_be_visible()
    page.fill("[name='q.dua/alasan']", "Ramai")
    until_kept(page, 2)
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/tiga")
    expect(holder(page, "tiga/banyak")).to_be_visible()
    expect(holder(page, "tiga/sedikit")).to_be_hidden()
    expect(holder(page, "tiga/ganda").locator("output")).to_have_text("14")
    # Opened again after the phone was off: the same, and the task list says so, too.
    page.close()
    phone.page = phone.context.new_page()
    page = at(phone, f"{base}/bagian/tiga")
    expect(holder(page, "tiga/banyak")).to_be_visible()
    page.goto(base)
    expect(page.locator("ol.tugas a")).to_have_text(["Pertama", "Kedua", "Ketiga"])
    expect(page.locator("#maju")).to_contain_text("2 dari 3 bagian selesai.")
    expect(page.locator("#maju")).to_contain_text("Menurut jawaban di perangkat ini.")
    phone.context.set_offline(False)
    page.goto(f"{base}/bagian/tiga")
    until_kept(page, 0)
    page.goto(base)
    expect(page.locator("ol.tugas a")).to_have_text(["Pertama", "Kedua", "Ketiga"])
    expect(page.locator("#maju")).to_contain_text("2 dari 3 bagian selesai.")
    page.goto(f"{base}/bagian/tiga")
    expect(holder(page, "tiga/banyak")).to_be_visible()
    assert phone.arrived(f"{base}/", "dua/alasan") == "Ramai"


def test_a_page_that_falls_away_says_so_and_leads_on(phone: Phone) -> None:
    base = begun(phone)
    page = at(phone, f"{base}/bagian/satu")
    page.fill(COUNT, "7")
    until_kept(page, 1)
    page = at(phone, f"{base}/bagian/empat")
    expect(page.locator(".daftar-bagian li").last).to_have_text("Keempat (tidak ditanyakan dengan jawaban sekarang)")
    page = at(phone, f"{base}/bagian/dua")
    expect(page.locator(".daftar-bagian li")).to_have_text(["Pertama", "Kedua", "Ketiga"])


DEFAULTS = b"""| survey |
| | type | name | label | relevant | default |
| | begin group | satu | Pertama | | |
| | integer | jumlah | Jumlah | | |
| | text | sebab | Sebab | ${jumlah} > 5 | ramai |
| | end group | | | | |
| | begin group | dua | Kedua | | |
| | integer | kursi | Kursi | ${jumlah} > 5 | ${jumlah} * 1000 |
| | select_one ya | setuju | Setuju | ${jumlah} > 5 | ya |
| | text | lain | Lain | | |
| | end group | | | | |
| choices |
| | list_name | name | label |
| | ya | ya | Ya |
| | ya | tidak | Tidak |
| settings |
| | form_title | form_id |
| | Bawaan | bawaan |
"""


def test_a_default_that_begins_to_apply_stands_in_its_field_and_is_nobodys_answer(phone: Phone) -> None:
    phone.store.publish_questionnaire("bawaan", DEFAULTS, "bawaan.md")
    office = phone.store.account_by_username("pendidikan")
    assert office is not None
    subject = phone.store.add_subject("inovasi", office.unit, "Bawaan", office.username)
    response = phone.store.start_response(subject.id, "bawaan", office.username, {}).id
    base = f"{phone.site}/isian/{response}"
    phone.store.assign(response, "satu", office.id, office.username, datetime.now(UTC))
    phone.enter("pendidikan")
    phone.page.goto(f"{base}/bagian/satu")
    for _ in range(200):
        if phone.page.evaluate(WHOLE, str(response)) is not None:
            break
        phone.page.wait_for_timeout(100)
    offline(phone, base.removeprefix(phone.site), *(f"{base}/bagian/{name}" for name in ("satu", "dua")))
    page = at(phone, f"{base}/bagian/satu")
    page.fill(COUNT, "7")
    expect(page.locator("[name='q.satu/sebab']")).to_have_value("ramai")
    until_kept(page, 1)
    page = at(phone, f"{base}/bagian/dua")
    expect(page.locator("[name='q.dua/kursi']")).to_have_value("7.000")
    expect(page.locator("[name='q.dua/setuju']:checked")).to_have_value("ya")
    page.fill("[name='q.dua/lain']", "x")
    assert {record["path"] for record in until_kept(page, 2)} == {"dua/lain", "satu/jumlah"}
    page.goto(base)
    expect(page.locator("ol.tugas li").first).to_contain_text(f"{office.name} · 2 dari 2")
    expect(page.get_by_role("link", name="Periksa jawaban dan kirim")).to_be_visible()
    phone.context.set_offline(False)
    page.goto(f"{base}/bagian/dua")
    until_kept(page, 0)
    expect(page.locator("[name='q.dua/kursi']")).to_have_value("7.000")
    assert phone.arrived(f"{base}/", "dua/lain") == "x"


CHECKED = b"""| survey |
| | type | name | label | required | relevant | constraint | calculation |
| | begin group | satu | Pertama | | | | |
| | integer | jumlah | Jumlah | yes | | . < 5000 | |
| | select_one ya | setuju | Setuju | yes | | | |
| | integer | ganda | Ganda | | | | ${jumlah} * 2 |
| | end group | | | | | | |
| | begin group | dua | Kedua | | ${jumlah} > 5 | | |
| | text | alasan | Alasan | yes | | | |
| | begin repeat | orang | Orang | | | | |
| | text | siapa | Siapa? | yes | | | |
| | end repeat | | | | | | |
| | end group | | | | | | |
| choices |
| | list_name | name | label |
| | ya | ya | Ya, setuju |
| | ya | tidak | Tidak |
| settings |
| | form_title | form_id |
| | Diperiksa | diperiksa |
"""


def test_answers_are_checked_without_a_network_and_changed_from_there(phone: Phone) -> None:
    phone.store.publish_questionnaire("diperiksa", CHECKED, "diperiksa.md")
    response = phone.start("diperiksa", "Diperiksa")
    base = f"{phone.site}/isian/{response}"
    phone.enter("pendidikan")
    phone.page.goto(base)
    sections = [f"{base}/bagian/{name}" for name in ("satu", "dua")]
    offline(phone, base, f"{base}/periksa", *sections, f"{base}/butir/dua/orang[1]", f"{base}/butir-baru/dua/orang")
    page = at(phone, sections[0])
    page.fill(COUNT, "1200")
    page.locator("[name='q.satu/setuju']").first.check(force=True)
    until_kept(page, 2)
    page.goto(base)
    page.get_by_role("link", name="Periksa jawaban").click()
    page.wait_for_url("**/periksa")
    answers = page.locator("#periksa")
    expect(answers).to_contain_text("Yang masih harus diisi sebelum dikirim")
    expect(answers.locator(".pesan li")).to_have_text(["Kedua: 2 hal"])
    expect(answers.locator("section h2")).to_have_text(["Pertama", "Kedua"])
    expect(answers.locator("dt")).to_have_text(["Jumlah", "Setuju", "Ganda", "Alasan", "Siapa?"])
    values = ["1.200", "Ya, setuju", "2.400", "belum diisi", "belum diisi"]
    expect(answers.locator("dt + dd")).to_have_text(values)
    expect(answers.locator("h3")).to_have_text(["Orang 1"])
    expect(answers.get_by_role("button", name="Kirim")).to_have_count(0)
    phone.complaints.clear()
    phone.look()
    answers.get_by_role("link", name="Ubah Alasan").click()
    page.wait_for_url("**/bagian/dua?dari=periksa*")
    dressed(page)
    page.fill("[name='q.dua/alasan']", "Ramai")
    page.locator(GO_ON).click()
    page.wait_for_url("**/periksa")
    expect(answers.locator(".pesan li")).to_have_text(["Kedua: 1 hal"])
    expect(answers.locator("dt + dd")).to_have_text([*values[:3], "Ramai", "belum diisi"])
    answers.get_by_role("link", name="Ubah Siapa?").click()
    dressed(page)
    page.fill("[name='q.dua/orang/siapa']", "Ina")
    page.locator(GO_ON).click()
    page.wait_for_url("**/periksa")
    expect(answers).to_contain_text("Semua jawaban lengkap menurut perangkat ini.")
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    until_kept(page, 0)
    page.goto(f"{base}/periksa")
    expect(page.get_by_role("button", name="Kirim", exact=True)).to_be_visible()


SAID = """() => {
  const page = document.getElementById("periksa").cloneNode(true);
  for (const own of page.querySelectorAll("form, .tak-ditanya, .tak-tampak, script")) own.remove();
  const plain = (element) => element.textContent.replace(/\\s+/g, "");
  const links = [...page.querySelectorAll("a")].map((link) => decodeURIComponent(link.getAttribute("href")));
  return [[...page.children].map(plain).filter((text) => text && !text.startsWith("Mengirimmemerlukan")), links];
}"""
ANSWERS = [
    ("umum/dua", "satu", "kantor"), ("umum/dua", "tiga", "ponsel"), ("umum/daerah", "ambon", "kantor"),
    ("umum/desa", "waai", "kantor"), ("umum/alat/jumlah", "9", "kantor"), ("umum/biaya", "7", "kantor"),
    ("orang[1]/umur", "200", "kantor"), ("umum/urut", "b b", "kantor"), ("umum/hari", "2026-02-30", "kantor"),
    ("umum/hilang", "x", "kantor"),
]  # fmt: skip


def test_the_page_to_check_answers_says_without_a_network_what_the_server_says(phone: Phone) -> None:
    phone.store.publish_questionnaire("lengkap", (CASES / "periksa.md").read_bytes(), "periksa.md")
    office = phone.store.account_by_username("pendidikan")
    assert office is not None
    subject = phone.store.add_subject("inovasi", office.unit, "Lengkap", office.username)
    old, source = {"umum/dari": "Lama"}, {"umum/dari": "drum-up 2026-11-12"}
    response = phone.store.start_response(subject.id, "lengkap", office.username, old, source).id
    for number, (path, value, device) in enumerate(ANSWERS):
        change = Change(f"c{number}", path, value, 0, datetime.now(UTC), office.username, device)
        phone.store.append(response, [change])
    base = f"/isian/{response}"
    phone.enter("pendidikan")
    phone.page.goto(f"{phone.site}{base}")
    stocked(phone, base, f"{base}/periksa", f"{base}/bagian/umum")
    page = phone.page
    page.goto(f"{phone.site}{base}/periksa")
    server = page.evaluate(SAID)
    phone.context.set_offline(True)
    page.goto(f"{phone.site}{base}/periksa")
    page.get_by_text("Mengirim memerlukan sambungan").wait_for()
    assert page.evaluate(SAID) == server
    phone.complaints.clear()
    phone.look()
