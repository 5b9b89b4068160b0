"""Writers of several processes on one SQLite file stand in a queue of the kernel's, which nobody can block for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from inovik_forms.store.engine import _Queue

HOLD = """
import sys, time
from inovik_forms.store.engine import _Queue
with _Queue(sys.argv[1]).turn():
    print("held", flush=True)
    time.sleep(600)
"""


def test_one_at_a_time_and_the_next_when_it_ends(tmp_path: Path) -> None:
    first, second = (_Queue(str(tmp_path / "uji.db-queue")) for _ in range(2))
    order: list[str] = []

    def follow() -> None:
        with second.turn():
            order.append("second")

    with first.turn():
        thread = threading.Thread(target=follow)
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    first.close()
    second.close()
    with first.turn():  # a store may be used again after `close`
        order.append("again")
    first.close()
    assert order[-1] == "again"


def test_a_process_that_dies_leaves_the_queue(tmp_path: Path) -> None:
    file = str(tmp_path / "uji.db-queue")
    holder = subprocess.Popen([sys.executable, "-c", HOLD, file], stdout=subprocess.PIPE)
    assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    queue = _Queue(file)
    with queue.turn():
        assert Path(file).stat().st_mode & 0o777 == 0o600
    queue.close()
