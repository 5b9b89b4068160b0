"""A PostgreSQL of a test's own, which it may kill."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .office import free_port

OPTIONS = "-c deadlock_timeout=200ms -c max_connections=200"
PLACES = "/usr/lib/postgresql/*/bin/pg_ctl"


class Cluster:
    """Run by "postgres" where we are root, since the server refuses root. Its folder is none of pytest's, which keeps
    them for one user alone."""

    def __init__(self) -> None:
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="inovik-pg-")), free_port()
        self.bin = max(Path("/").glob(PLACES.lstrip("/")), key=lambda file: float(file.parts[-3])).parent
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, -1)
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", self.user, "--no-sync", "-E", "UTF8")
        self._control("start")

    @property
    def url(self) -> str:
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/postgres"

    def restart(self) -> None:
        """As after a crash: every connection is cut, and the log is replayed."""
        self._control("restart", "-m", "immediate")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Every process of it stands still; the kernel goes on taking what is sent to it."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        processes = [first, *map(int, children)]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)

    def stop(self) -> None:
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self.folder)

    def _control(self, *words: str) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c deadlock_timeout=200ms"
        )
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", log, "-o", options, *words)

    def _run(self, program: str, *words: str) -> None:
        as_user = ["runuser", "-u", self.user, "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self.bin / program), *words]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60)
