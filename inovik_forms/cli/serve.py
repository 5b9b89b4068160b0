"""Runs the site: this process watches over gunicorn and the worker, two children that live and die together."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from gunicorn.app.base import BaseApplication

from inovik_forms.cli.report import FOUND, OK, refuse
from inovik_forms.settings import Settings
from inovik_forms.store import Store
from inovik_forms.words import mark

THREADS = 6  # a process; fewer than the database's pool, so that no request waits for a connection
KEEP_SECONDS = 60  # an idle connection costs a socket, a new one costs the next page a round trip
REQUEST_SECONDS = 60  # beyond this a web process hangs and is replaced
STOP_SECONDS = 20  # for requests under way when the site stops
RESTART_PAUSE = 1.0


class Site(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings. Each web process opens its own database connections, after the fork."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self.settings, self.listener = settings, listener
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"fd://{self.listener.fileno()}",
            "workers": self.settings.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": KEEP_SECONDS,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": STOP_SECONDS,
            "control_socket_disable": True,
            "post_fork": _stoppable,
            "loglevel": "warning",
            "proc_name": "inovik",
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from inovik_forms.jobs import settle_memory
        from inovik_forms.web.app import create_app

        app = create_app(self.settings, Store.open(self.settings))
        settle_memory()
        return app


def _stoppable(_server: object, _worker: object) -> None:
    """A web process that is still starting ends at once on SIGTERM; else it would miss the signal and be waited for."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def listen(settings: Settings) -> socket.socket:
    """The open socket, so that a taken port is said at once and in words."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except (OSError, socket.gaierror) as error:
        refuse(
            mark("Alamat {host}:{port} tidak dapat dipakai ({reason}). Ubah INOVIK_PORT atau INOVIK_HOST."),
            FOUND, host=settings.host, port=settings.port, reason=error.strerror,
        )  # fmt: skip
    listener.listen(2048)
    return listener


def run(settings: Settings, announce: Callable[[], None]) -> int:
    """Serve until a signal; `announce` is called once the address answers."""
    import inovik_forms.web.app  # noqa: F401 - loaded once here, shared by all that fork

    listener = listen(settings)
    site = _fork(lambda: Site(settings, listener).run())
    worker = _fork(lambda: _work(settings))
    announce()
    sys.stdout.flush()
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)
        _signal(site, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    signal.signal(signal.SIGHUP, lambda _number, _frame: _signal(site, signal.SIGHUP))
    while True:
        pid, status = os.wait()
        if pid == site:
            break
        if pid == worker and not stopping:
            time.sleep(RESTART_PAUSE)
            worker = _fork(lambda: _work(settings))
    _signal(worker, signal.SIGTERM)
    _reap(worker)
    return OK if stopping else _code(status)


def _code(status: int) -> int:
    return FOUND if os.waitstatus_to_exitcode(status) else OK


def _work(settings: Settings) -> None:
    from inovik_forms import jobs

    jobs.run(Store.open(settings))


def _fork(task: Callable[[], None]) -> int:
    """Run a task in a child that ends with this process, however this process ends."""
    from inovik_forms.processes import die_with_parent

    parent = os.getpid()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        die_with_parent(parent)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        task()
        os._exit(0)
    except SystemExit as stop:
        os._exit(stop.code if isinstance(stop.code, int) else 1)
    except BaseException as error:
        sys.stderr.write(f"inovik: {type(error).__name__}: {error}\n")
        os._exit(1)


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        return
