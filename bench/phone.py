"""A phone far away: the first page of questions on slow 3G, and a long list, in a Chromium that is slowed down.

Slow 3G is what the developer tools call so: 400 kbit/s both ways and 400 ms to every answer, with the processor at a
quarter of its speed and nothing cached. The site is `inovik serve` over the shipped pack. That every dependent item on
a page of 1,000 questions changes within 10 ms is measured by `bench.browser`.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.clicks import prepare
from bench.turns import Client, free_port, signed_in, start_server
from inovik_forms.answers.values import Change
from inovik_forms.settings import Settings
from inovik_forms.store.store import Store

BYTES_A_SECOND = 400_000 / 8
LATENCY = 400
SLOWER = 4
ROUNDS = 7
INSTANCES, QUESTIONS = 50, 20
STAFF = "pendidikan"
FORM, FIRST = "diagnosa", "pengelola"
READY = "performance.getEntriesByName('inovik-siap').at(-1)?.startTime"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        store = Store.open(Settings.from_env({"INOVIK_DATA_DIR": str(folder)}))
        prepare(store)
        password = "cukup-panjang-untuk-uji"
        account = store.account_by_username(STAFF)
        assert account is not None
        store.set_password(account.id, password)
        subject = store.add_subject("inovasi", account.unit, "Jauh", STAFF)
        shipped = store.start_response(subject.id, FORM, STAFF, {}).id
        store.publish_questionnaire("panjang", list_form().encode(), "panjang.md")
        long = store.start_response(subject.id, "panjang", STAFF, {}).id
        store.append(long, list(list_answers(store)))
        port = free_port()
        server = start_server(folder, port)
        try:
            cookie = signed_in(port, STAFF, password)
            adding_on_the_server(port, cookie, long)
            in_the_browser(port, cookie, shipped, long)
        finally:
            server.terminate()
            server.wait()
            store.close()


# ---------------------------------------------------------------- a list of 50 instances


def list_form() -> str:
    """A list whose instances have 20 questions, one of them calculated, one with a condition, and a sum of them all."""
    rows = ["| survey |", "| | type | name | label | relevant | calculation |", "| | begin group | b | Bagian | | |"]
    rows += ["| | begin repeat | butir | Butir | | |"]
    for number in range(QUESTIONS - 2):
        kind = ("text", "integer", "date", "decimal")[number % 4]
        rows.append(f"| | {kind} | q{number} | Pertanyaan {number} | | |")
    rows += ["| | calculate | hasil | | | ${q1} * 2 |", "| | text | alasan | Alasan | ${q1} > 5 | |"]
    rows += ["| | end repeat | | | | |", "| | integer | semua | Jumlah | | sum(${hasil}) |", "| | end group | | | | |"]
    return "\n".join([*rows, "| settings |", "| | form_title | form_id |", "| | Daftar panjang | panjang |"]) + "\n"


def list_answers(store: Store) -> Any:
    """Every question answered, in 50 instances."""
    values = {0: "Pelatihan kader", 1: "7", 2: "2026-11-24", 3: "2.5"}
    for key in range(1, INSTANCES + 1):
        place = f"b/butir[{key}]"
        if key > 1:
            yield Change(f"i{key}", place, None, 0, store.clock(), STAFF, "bench", "add")
        for number in range(QUESTIONS - 2):
            yield Change(f"{key}-{number}", f"{place}/q{number}", values[number % 4], 0, store.clock(), STAFF, "bench")


def adding_on_the_server(port: int, cookie: str, response: int) -> None:
    """Press "add", get the page of the new instance; it is removed again, so that the list stays as long as it is."""
    from urllib.parse import quote, urlencode

    client = Client(port, cookie, response, f"/isian/{response}/bagian/b")
    where, times = f"POST /isian/{response}/bagian/b", []
    for turn in range(ROUNDS * 3):
        fields = {"csrf_token": client.token, "js": "1", "lembar": f"l{turn}"}
        start = time.perf_counter()
        status, page = client.ask(where, urlencode({**fields, "aksi": "tambah b/butir"}).encode(), "Inovik-Turn: 1\r\n")
        times.append(time.perf_counter() - start)
        assert status == 200 and f"Butir {INSTANCES + 1}".encode() in page, (status, page[:500])
        path = page.partition(b'data-awalan="')[2].partition(b'"')[0].decode()
        status, page = client.ask(where, urlencode({**fields, "aksi": f"hapus {path}"}).encode(), "Inovik-Turn: 1\r\n")
        assert status == 200 and quote(path) not in page.decode(), status
    print(f"{INSTANCES} instances of {QUESTIONS} questions, adding one: server median "
          f"{statistics.median(times) * 1000:.1f} ms, worst {max(times) * 1000:.1f} ms   (wanted < 50)")  # fmt: skip


# ---------------------------------------------------------------- Chromium


def in_the_browser(port: int, cookie: str, shipped: int, long: int) -> None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("no playwright here: nothing measured in the browser")
        return
    site = f"http://127.0.0.1:{port}"
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox"])
        loads = [first_page(chromium, site, cookie, f"/isian/{shipped}/bagian/{FIRST}") for _ in range(ROUNDS)]
        tell(loads)
        for slower in (1, SLOWER):
            adding_in_the_browser(chromium, site, cookie, f"/isian/{long}/bagian/b", slower)
        chromium.close()


def tab(chromium: Any, site: str, cookie: str) -> tuple[Any, Any]:
    """A page of a fresh profile, signed in, slowed down; and its debugger."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)  # waiting evaluates texts
    pairs = (pair.split("=", 1) for pair in cookie.split("; "))
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in pairs])
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page, tools


def first_page(chromium: Any, site: str, cookie: str, address: str) -> dict[str, float]:
    """Bytes, requests, and seconds until it is drawn and until it can be used."""
    page, tools = tab(chromium, site, cookie)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": LATENCY, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND,
    })  # fmt: skip
    sizes: list[float] = []
    tools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site + address)
    page.wait_for_function(READY)
    page.wait_for_load_state("networkidle")
    field = page.locator("#formulir input[type=text]").first
    field.fill("Dinas")
    assert field.input_value() == "Dinas"
    found = page.evaluate(
        f"({{ready: {READY}, drawn: performance.getEntriesByName('first-contentful-paint')[0].startTime}})"
    )
    page.context.close()
    return {"bytes": sum(sizes), "requests": len(sizes), **found}


def tell(loads: list[dict[str, float]]) -> None:
    middle = {key: statistics.median(load[key] for load in loads) for key in loads[0]}
    print(f"first page of {FORM}, slow 3G, CPU / {SLOWER}, nothing cached:")
    print(f"  over the network: {middle['bytes'] / 1000:6.1f} kB in {middle['requests']:.0f} requests   (wanted < 100)")
    print(f"  first drawn:      {middle['drawn'] / 1000:6.2f} s")
    print(f"  usable:           {middle['ready'] / 1000:6.2f} s, worst {max(x['ready'] for x in loads) / 1000:.2f} s"
          "   (wanted < 3)")  # fmt: skip


def adding_in_the_browser(chromium: Any, site: str, cookie: str, address: str, slower: int) -> None:
    """From the reply's last byte until the new instance's page is drawn and can be used. The first one, which meets
    scripts that were never run, is the worst."""
    page, tools = tab(chromium, site, cookie)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(site + address)
    page.wait_for_function(READY)
    reply = "performance.getEntriesByType('resource').find((one) => one.name.includes('/isian/')).responseEnd"
    times = []
    for _ in range(ROUNDS):
        turn(page, "[value^=tambah]")
        arrived, ready = page.evaluate(f"[{reply}, {READY}]")
        times.append(ready - arrived)
        turn(page, ".deret [value=lanjut]")
        turn(page, "li:last-child > .alat [value^=hapus]")
    speed = f"CPU / {slower}" if slower > 1 else "full speed"
    print(f"  the browser, {speed}: from the reply until it can be used median {statistics.median(times):.1f} ms, "
          f"worst {max(times):.1f} ms{'' if slower > 1 else '   (wanted < 50)'}")  # fmt: skip
    page.context.close()


def turn(page: Any, button: str) -> None:
    """Press, and wait until the next page can be used."""
    before = page.evaluate(f"performance.clearResourceTimings(), {READY}")
    page.locator(button).click()
    page.wait_for_function(f"{READY} > {before}")


if __name__ == "__main__":
    main()
