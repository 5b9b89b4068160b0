"""A week on an island: 500 answers typed without a network, one of their pages opened there, and all of them sent.

The phone is `bench.phone`'s: a processor at a quarter of its speed for the opening, slow 3G for the sending.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.clicks import prepare
from bench.phone import BYTES_A_SECOND, LATENCY, READY, SLOWER, STAFF, tab
from bench.turns import free_port, signed_in, start_server
from inovik_forms.settings import Settings
from inovik_forms.store.store import Store

SECTIONS, QUESTIONS = 10, 50
ANSWERS = SECTIONS * QUESTIONS
ROUNDS = 7
PASSWORD = "cukup-panjang-untuk-uji"
COUNT = """(name) => new Promise((resolve) => {
  const request = indexedDB.open("inovik");
  request.onsuccess = () => {
    const all = request.result.transaction(name).objectStore(name).count();
    all.onsuccess = () => { request.result.close(); resolve(all.result); };
  };
})"""
TYPE = """(word) => {
  for (const field of document.querySelectorAll("#formulir input[type=text]")) {
    field.value = `${word} ${field.name}`;
    for (const what of ["input", "change"]) field.dispatchEvent(new Event(what, { bubbles: true }));
  }
}"""


def main() -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name) / "data"
        store = Store.open(Settings.from_env({"INOVIK_DATA_DIR": str(folder)}))
        prepare(store)
        account = store.account_by_username(STAFF)
        assert account is not None
        store.set_password(account.id, PASSWORD)
        store.publish_questionnaire("pekan", form().encode(), "pekan.md")
        subject = store.add_subject("inovasi", account.unit, "Sepekan", STAFF)
        response = store.start_response(subject.id, "pekan", STAFF, {}).id
        port = free_port()
        server = start_server(folder, port)
        chromium = play.chromium.launch(executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox"])
        try:
            page, tools = tab(chromium, f"http://127.0.0.1:{port}", signed_in(port, STAFF, PASSWORD))
            week(page, tools, f"http://127.0.0.1:{port}/isian/{response}")
            arrived = sum(bool(value) for value in store.draft(response)[1].values.values())
            assert arrived == ANSWERS, arrived
        finally:
            chromium.close()
            server.terminate()
            server.wait()
            store.close()


def form() -> str:
    rows = ["| survey |", "| | type | name | label |"]
    for section in range(SECTIONS):
        rows.append(f"| | begin group | b{section} | Bagian {section} |")
        rows += [f"| | text | q{number} | Pertanyaan {section}.{number} |" for number in range(QUESTIONS)]
        rows.append("| | end group | | |")
    return "\n".join([*rows, "| settings |", "| | form_title | form_id |", "| | Sepekan | pekan |"]) + "\n"


def week(page: Any, tools: Any, address: str) -> None:
    """Stocked up, typed, opened, sent."""
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.goto(address)
    until(page, "pages", SECTIONS + 3)  # with the task list, the page to check answers, and the queue
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.context.set_offline(True)
    for section in range(SECTIONS):
        page.goto(f"{address}/bagian/b{section}")
        page.wait_for_function(READY)
        page.evaluate(TYPE, "Jawaban")
        until(page, "records", QUESTIONS * (section + 1))
    opening(page, tools, f"{address}/bagian/b0")
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    sending(page, tools)


def until(page: Any, name: str, least: int, most: int = 10**6) -> None:
    for _ in range(1200):
        if least <= page.evaluate(COUNT, name) <= most:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.evaluate(COUNT, name)} in {name}")


def opening(page: Any, tools: Any, address: str) -> None:
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    times = []
    for _ in range(ROUNDS):
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_function(READY)
        times.append(page.evaluate(READY))
    print(f"a draft of {ANSWERS} answers opened without a network, CPU / {SLOWER}: median "
          f"{statistics.median(times):.0f} ms, worst {max(times):.0f} ms   (wanted < 1000)")  # fmt: skip


def sending(page: Any, tools: Any) -> None:
    tools.send("Network.enable")
    start = time.perf_counter()
    page.context.set_offline(False)
    tools.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": LATENCY, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND,
    })  # fmt: skip
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, "records", 0, 0)
    print(f"{ANSWERS} queued answers sent on slow 3G: {time.perf_counter() - start:.1f} s   (wanted < 10)")


if __name__ == "__main__":
    main()
