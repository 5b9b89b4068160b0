"""`inovik book` lays out with several processes; none of them outlives it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inovik_forms.packs import content_dir

DEADLINE = 60  # seconds until the test gives up


def children(pid: int) -> list[int]:
    """Processes that a process has started and that still run."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_book_leaves_no_process_behind(tmp_path: Path) -> None:
    samples = content_dir("packs") / "ambon" / "samples"
    plans = sorted(str(file) for file in samples.glob("*/desain.json")) * 8
    template, form = (
        content_dir("doc_templates") / "buku-rencana-aksi.docx",
        content_dir("questionnaires") / "desain.md",
    )
    command = [sys.executable, "-m", "inovik_forms", "book", str(template), *plans, "--form", str(form)]
    book = subprocess.Popen([*command, "-o", str(tmp_path / "buku.pdf")], stdout=subprocess.DEVNULL)
    end = time.monotonic() + DEADLINE
    while len(found := children(book.pid)) < 2 and book.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    assert len(found) >= 2, "the book was laid out by several processes"
    os.kill(book.pid, signal.SIGKILL)
    book.wait()
    while any(map(runs, found)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(map(runs, found))
