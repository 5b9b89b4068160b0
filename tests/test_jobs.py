"""The worker: a job may crash, hang or eat memory, and still nothing is lost, doubled or left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from inovik_forms import jobs
from inovik_forms.answers.values import Change
from inovik_forms.packs import load_pack, read_pack
from inovik_forms.packs.content import content_dir
from inovik_forms.store import Store, make_engine, migrate
from inovik_forms.store.records import JobRecord, Unavailable

DEADLINE = 60  # seconds until a test gives up; far more than any needs


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(make_engine(f"sqlite:///{tmp_path / 'uji.db'}"), tmp_path / "berkas")
    migrate(store.db.engine)
    yield store
    store.close()


def work(store: Store, kinds: tuple[str, ...] = ("render", "book")) -> None:
    """What the worker's loop does, until nothing is left to do."""
    end, child = time.monotonic() + DEADLINE, None
    while time.monotonic() < end:
        child = jobs.step(store, child, kinds)
        if child is None and store.claim(store.clock(), ("none",)) is None and _idle(store):
            return
        time.sleep(0.01)
    raise AssertionError("the job did not end")


def _idle(store: Store) -> bool:
    with store.db.reading() as connection:
        return not connection.exec_driver_sql("SELECT 1 FROM job WHERE state IN ('queued', 'running')").first()


def kind(monkeypatch: pytest.MonkeyPatch, do: Callable[[Store, JobRecord], str]) -> None:
    monkeypatch.setitem(jobs.KINDS, "render", do)


def test_a_job_ends_with_its_result(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kind(monkeypatch, lambda store, job: f"kunci-{job.payload['response']}")
    number = store.enqueue("render", {"response": 7}, "r7")
    work(store)
    assert (store.job(number).state, store.job(number).result) == ("done", "kunci-7")


def test_our_own_mistake_fails_once_with_a_number(
    store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(_store: Store, _job: JobRecord) -> str:
        raise ValueError("isi jawaban rahasia")

    kind(monkeypatch, broken)
    number = store.enqueue("render", {}, "r")
    work(store)
    job = store.job(number)
    assert (job.state, job.attempts) == ("failed", 1)
    logged = "".join(capfd.readouterr())
    assert job.error in logged
    assert "rahasia" not in logged, "logs never hold answers"


def test_a_child_that_is_killed_is_tried_three_times(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kind(monkeypatch, lambda _store, _job: os.kill(os.getpid(), signal.SIGKILL) or "")  # type: ignore[func-returns-value]
    number = store.enqueue("render", {}, "racun")
    healthy = store.enqueue("book", {}, "sehat")
    monkeypatch.setitem(jobs.KINDS, "book", lambda _store, _job: "baik")
    work(store)
    assert (store.job(number).state, store.job(number).attempts) == ("failed", 3)
    assert store.job(number).error == "berhenti--9"
    assert store.job(healthy).result == "baik", "the queue moves on"


def test_a_child_that_eats_memory_is_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MEMORY_LIMIT", 1024**3)
    kind(monkeypatch, lambda _store, _job: str(len(bytearray(2 * 1024**3))))
    number = store.enqueue("render", {}, "besar")
    work(store)
    assert store.job(number).state == "failed"


def test_a_child_that_computes_for_ever_is_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(_store: Store, _job: JobRecord) -> str:
        while True:
            pass

    monkeypatch.setitem(jobs.CPU_LIMITS, "render", 1)
    monkeypatch.setattr("inovik_forms.store.queue.MOST_ATTEMPTS", 1)
    kind(monkeypatch, forever)
    number = store.enqueue("render", {}, "lama")
    work(store)
    assert store.job(number).state == "failed"


def test_a_child_that_waits_for_ever_is_killed_with_what_it_started(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def sleeps(_store: Store, _job: JobRecord) -> str:
        helper = subprocess.Popen(["sleep", "600"])
        (tmp_path / "pid").write_text(str(helper.pid))
        time.sleep(600)
        return ""

    monkeypatch.setattr(jobs, "WALL_FACTOR", 0.005)
    kind(monkeypatch, sleeps)
    number = store.enqueue("render", {}, "tidur")
    work(store)
    assert (store.job(number).state, store.job(number).error) == ("failed", "terlalu-lama")
    assert not _runs(int((tmp_path / "pid").read_text()))


def _runs(pid: int) -> bool:
    """Whether a process is alive (a dead one that nobody has collected yet is not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


WORKER = """
import sys, time
from datetime import timedelta
from pathlib import Path
from inovik_forms import jobs
from inovik_forms.store import Store, make_engine
def slow(store, job):
    Path(sys.argv[2]).write_text(str(__import__("os").getpid()))
    time.sleep(600)
jobs.KINDS["render"] = slow
jobs.run(Store(make_engine(sys.argv[1]), Path(sys.argv[2]).parent))
"""


def test_a_killed_worker_takes_its_children_along_and_its_job_is_taken_up(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    number = store.enqueue("render", {}, "r")
    pid_file = tmp_path / "anak"
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(store.db.engine.url), str(pid_file)])
    child = int(_wait(lambda: pid_file.exists() and pid_file.read_text()))
    worker.kill()
    worker.wait()
    _wait(lambda: not _runs(child))
    assert store.job(number).state == "running"
    monkeypatch.setattr("inovik_forms.store.queue.LEASE", timedelta(seconds=-1))
    kind(monkeypatch, lambda _store, _job: "baik")
    work(store)
    assert (store.job(number).state, store.job(number).result, store.job(number).attempts) == ("done", "baik", 2)


def test_a_worker_that_is_asked_to_stop_gives_its_job_back(store: Store, tmp_path: Path) -> None:
    number = store.enqueue("render", {}, "r")
    pid_file = tmp_path / "anak"
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(store.db.engine.url), str(pid_file)])
    child = int(_wait(lambda: pid_file.exists() and pid_file.read_text()))
    worker.terminate()
    assert worker.wait(DEADLINE) == 0
    assert not _runs(child)
    assert store.job(number).state == "queued"


def _wait(condition: Callable[[], object]) -> str:
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if found := condition():
            return str(found)
        time.sleep(0.01)
    raise AssertionError("nothing happened")


# ---------------------------------------------------------------- real documents


@pytest.fixture
def city(store: Store) -> Store:
    pack, problems = read_pack(content_dir("packs") / "ambon")
    assert pack, problems
    load_pack(store, pack)
    return store


def plans(store: Store) -> list[int]:
    return [r.id for r in store.responses_of() if r.questionnaire == "desain" and r.status == "sent"]


def test_a_saved_change_makes_the_document_ahead_of_the_click(city: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AHEAD_SECONDS", 0)
    draft = next(r for r in city.responses_of() if r.questionnaire == "desain" and r.status == "draft")
    change = Change(str(uuid.uuid4()), "judul", "Judul baru", draft.seq, city.clock(), "uji", "uji")
    assert jobs.document(city, draft.id, "rencana-aksi", "pdf") is None
    (receipt,) = jobs.save(city, draft.id, [change], "desain")
    assert jobs.save(city, draft.id, [change], "desain") == [receipt]
    work(city)
    pdf, docx = (jobs.document(city, draft.id, "rencana-aksi", form) for form in ("pdf", "docx"))
    assert pdf and pdf.startswith(b"%PDF")
    assert docx and docx.startswith(b"PK")
    assert len([f for f in city.files_dir.joinpath("hasil").rglob("*") if f.is_file()]) == 2
    newer = Change(str(uuid.uuid4()), "judul", "Judul lain", receipt.seq, city.clock(), "uji", "uji")
    jobs.save(city, draft.id, [newer], "desain")
    assert jobs.document(city, draft.id, "rencana-aksi", "pdf") is None, "an older state is never handed out"
    work(city)
    assert jobs.document(city, draft.id, "rencana-aksi", "pdf")
    assert len([f for f in city.files_dir.joinpath("hasil").rglob("*") if f.is_file()]) == 2, "nor kept"


def test_a_book_is_made_with_progress(city: Store) -> None:
    number = jobs.request_book(city, "buku-rencana-aksi", plans(city)[:2], "pdf", city.accounts()[0].id)
    work(city)
    job = city.job(number)
    assert (job.state, job.error) == ("done", "")
    assert 0 < job.done <= job.total == 2
    book = city.output(job.result)
    assert book and book.startswith(b"%PDF")


def test_a_child_that_ends_while_the_database_stands_still_is_told_of_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def do(_store: Store, job: JobRecord) -> str:
        if job.payload["dies"]:
            os.kill(os.getpid(), signal.SIGKILL)
        return "ada"

    kind(monkeypatch, do)
    monkeypatch.setattr(jobs.time, "sleep", lambda _seconds: None)
    dying = store.enqueue("render", {"dies": True}, "mati")
    fail, tries = store.fail, []

    def standing_still(job: JobRecord, error: str, *, again: bool = True) -> None:
        tries.append(error)
        if len(tries) < 3:
            raise Unavailable
        fail(job, error, again=False)

    monkeypatch.setattr(store, "fail", standing_still)
    work(store)
    assert tries == ["berhenti--9"] * 3 and store.job(dying).state == "failed"
    after = store.enqueue("render", {"dies": False}, "ada")
    work(store)
    assert store.job(after).result == "ada"
