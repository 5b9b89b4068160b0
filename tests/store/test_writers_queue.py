"""Writers of several processes on one SQLite file stand in a queue of the kernel's, which nobody can block for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from inovik_forms.store.records import Unavailable
from inovik_forms.store.turn import Queue

HOLD = """
import sys, time
from inovik_forms.store.turn import Queue
with Queue(sys.argv[1]).turn(10):
    print("held", flush=True)
    time.sleep(600)
"""


def test_one_at_a_time_and_the_next_when_it_ends(tmp_path: Path) -> None:
    first, second = (Queue(str(tmp_path / "uji.db-queue")) for _ in range(2))
    order: list[str] = []

    def follow() -> None:
        with second.turn(10):
            order.append("second")

    with first.turn(10):
        thread = threading.Thread(target=follow)
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    first.close()
    second.close()
    with first.turn(10):  # a store may be used again after `close`
        order.append("again")
    first.close()
    assert order[-1] == "again"


def test_a_process_that_dies_leaves_the_queue(tmp_path: Path) -> None:
    file = str(tmp_path / "uji.db-queue")
    holder = subprocess.Popen([sys.executable, "-c", HOLD, file], stdout=subprocess.PIPE)
    assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    queue = Queue(file)
    with queue.turn(10):
        assert Path(file).stat().st_mode & 0o777 == 0o600
    queue.close()


def test_F7_a_process_that_is_stopped_in_its_turn_is_not_waited_for_without_end(tmp_path: Path) -> None:
    file = str(tmp_path / "uji.db-queue")
    holder = subprocess.Popen([sys.executable, "-c", HOLD, file], stdout=subprocess.PIPE)
    assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
    os.kill(holder.pid, signal.SIGSTOP)
    queue, before = Queue(file), threading.active_count()
    for _ in range(3):
        start = time.monotonic()
        with pytest.raises(Unavailable), queue.turn(0.1):
            raise AssertionError("two at once")
        assert time.monotonic() - start < 1
    assert threading.active_count() == before + 1, "one stands there for all of them"
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    while threading.active_count() > before:
        time.sleep(0.01)
    other = Queue(file)
    with other.turn(0.1):  # whose turn came when nobody wanted it any more has left
        pass
    with queue.turn(0.1):
        pass
    for one in (queue, other):
        one.close()
