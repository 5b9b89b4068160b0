"""The background, measured: an answer is saved, the worker makes DOCX and PDF ahead, somebody clicks.

Runs `inovik serve` over the shipped pack with its samples. A click is the request for the finished file; its time ends
with the first byte of the answer.
"""

from __future__ import annotations

import socket
import statistics
import tempfile
import time
import uuid
from pathlib import Path

from bench.turns import free_port, signed_in, start_server
from inovik_forms import jobs
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.values import Change
from inovik_forms.packs import content_dir, load_pack, read_pack
from inovik_forms.settings import Settings
from inovik_forms.store.migrate import migrate
from inovik_forms.store.store import Store
from inovik_forms.workflow import Response

DOCUMENTS = ("nota-kesepakatan", "rencana-aksi")
ROUNDS = 3
PATIENCE = 60.0


def prepare(store: Store) -> str:
    """Load the pack; the coordinator's password."""
    migrate(store.db.engine)
    pack, problems = read_pack(content_dir("packs") / "ambon", samples=True)
    assert pack is not None, problems
    logins = load_pack(store, pack)
    return next(login.password for login in logins if login.account.username == "koordinator")


def a_response(store: Store, template: str) -> Response:
    """The fullest response that this template prints, open for changes."""
    form = next(r.questionnaire for r in store.template_records() if r.name == template)
    found = max((r for r in store.responses_of() if r.questionnaire == form), key=lambda r: r.seq)
    return store.reopen(found.id, "bench", store.clock()) if found.status == "sent" else found


def save(store: Store, response: Response, turn: int) -> None:
    """Somebody changes one text."""
    seq, draft = store.draft(response.id)
    plan = plan_of(store.questionnaire(response.questionnaire, response.version))
    path = next(q for q in draft.values if "[" not in q and plan.question(q).kind == "text" and draft.values[q])
    value = draft.values[path].rstrip("0123456789 ") + f" {turn}"
    change = Change(str(uuid.uuid4()), path, value, seq, store.clock(), "bench", "bench")
    jobs.save(store, response.id, [change], response.questionnaire)


def until_ready(store: Store, response: Response, template: str) -> float:
    """Seconds until the worker has made the PDF, of each original, of what was just saved."""
    start = time.perf_counter()
    last = jobs.originals_of(response.kind)[-1]
    while jobs.document(store, response.id, template, "pdf", last) is None:
        if time.perf_counter() - start > PATIENCE:
            raise SystemExit("the worker made no document")
        time.sleep(0.02)
    return time.perf_counter() - start


def click(port: int, cookie: str, address: str) -> tuple[float, int]:
    """Seconds to the first byte, over a connection of its own, and the size of the file."""
    start = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        head = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        data = connection.recv(65536)
        first = time.perf_counter() - start
        while more := connection.recv(1 << 20):
            data += more
    top, _, body = data.partition(b"\r\n\r\n")
    assert top.startswith(b"HTTP/1.1 200"), top
    assert body.startswith((b"%PDF-", b"PK")), body[:100]
    return first, len(body)


def measure(store: Store, port: int, cookie: str, template: str) -> None:
    response = a_response(store, template)
    last = jobs.originals_of(response.kind)[-1]
    waits: list[float] = []
    clicks: dict[str, list[float]] = {"pdf": [], "docx": []}
    for turn in range(ROUNDS):
        save(store, response, turn)
        waits.append(until_ready(store, response, template))
        for form, times in clicks.items():
            times.append(click(port, cookie, f"/dokumen/{response.id}/{template}/naskah-{last}.{form}")[0])
    pause = f"(of which {jobs.AHEAD_SECONDS:.0f} s wait for more typing)"
    print(f"{template}: saved → PDF and DOCX made  {statistics.median(waits):6.2f} s   {pause}")
    for form, times in clicks.items():
        worst, usual = max(times) * 1000, statistics.median(times) * 1000
        print(f"  click on {form:4} → first byte:  median {usual:6.1f} ms, worst {worst:.1f} ms   (wanted < 50)")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        store = Store.open(Settings.from_env({"INOVIK_DATA_DIR": str(folder)}))
        password = prepare(store)
        port = free_port()
        server = start_server(folder, port)
        try:
            cookie = signed_in(port, "koordinator", password)
            for template in DOCUMENTS:
                measure(store, port, cookie, template)
        finally:
            server.terminate()
            server.wait()
            store.close()


if __name__ == "__main__":
    main()
