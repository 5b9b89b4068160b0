"""strace on running processes: kills or fails a chosen system call, or writes all of them down. No hook in our code."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

SYNC = "fsync,fdatasync"
"""Which of both SQLite takes depends on how it was built."""


class Strace:
    """Attached while the context lasts. `inject`: as strace takes it ("fdatasync:signal=KILL:when=1"); strace counts
    the calls of each thread by itself, from its attachment on."""

    def __init__(self, pids: Sequence[int], *options: str, log: Path | None = None) -> None:
        assert shutil.which("strace"), "strace is missing (apt-get install strace)"
        targets = [word for pid in pids for word in ("-p", str(pid))]
        output = ["-o", str(log)] if log else ["-o", "/dev/null"]
        self.pids, self.waiting = pids, len(pids)
        self.command = ["strace", "-f", *output, *options, *targets]

    @classmethod
    def injecting(cls, pids: Sequence[int], call: str, what: str) -> Strace:
        return cls(pids, "-e", f"trace={call}", "-e", f"inject={call}:{what}")

    def __enter__(self) -> Strace:
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr
        for line in self.process.stderr:
            if "Operation not permitted" in line:
                self.process.wait()
                pytest.skip("strace may not look at other processes here (kernel.yama.ptrace_scope)")
            self.waiting -= "attached" in line
            if not self.waiting:
                return self
        raise AssertionError(f"strace did not start: {self.command}")

    def __exit__(self, *_: Any) -> None:
        """Let go of what lives. From what has been killed strace comes back by itself; asked in between, it hangs."""
        if any(map(is_alive, self.pids)):
            self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=30)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
