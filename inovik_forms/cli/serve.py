"""Runs the site: this process watches over the web server and the worker, two children that live and die together."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from inovik_forms.cli.report import FOUND, OK, refuse
from inovik_forms.settings import Settings
from inovik_forms.store import Store
from inovik_forms.words import mark

THREADS = 4
"""A web process; more of them only wait for each other, fewer would let slow uploads keep everybody waiting."""
IDLE_MILLISECONDS = 60_000
"""An idle connection costs a socket, a new one costs the next page a round trip."""
STOP_SECONDS = 20  # for requests under way when the site stops
RESTART_PAUSE = 1.0
START_LOOK = 0.02


def _pages(settings: Settings, address: str) -> None:
    """Serves the pages with Granian: the network is Rust's, our code runs in a few threads of each web process. All of
    them listen at the address, which was free a moment ago."""
    multiprocessing.set_start_method("fork")  # a web process shares what is loaded here, and needs no pickled settings
    os.setpgid(0, 0)  # Ctrl-C reaches the watching process alone, which then stops the others in order
    supervisor = os.getpid()

    def load(_target: str) -> Any:
        return _application(settings, supervisor)

    Server(
        "inovik", address, settings.port,
        interface=Interfaces.WSGI, workers=settings.workers, blocking_threads=THREADS, respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS, http=HTTPModes.http1, websockets=False, log_level=LogLevels.error,
        http1_settings=HTTP1Settings(header_read_timeout=IDLE_MILLISECONDS),
    ).serve(target_loader=load)  # fmt: skip


def _application(settings: Settings, supervisor: int) -> Any:
    """In a web process, before its first request. Each opens its own database connections."""
    from inovik_forms.jobs import settle_memory
    from inovik_forms.processes import die_with_parent
    from inovik_forms.web.app import create_app

    die_with_parent(supervisor)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # while it starts; later, requests under way are finished first
    app = create_app(settings, Store.open(settings))
    settle_memory()
    return app


def free_address(settings: Settings) -> str:
    """The host as a number. A port that is taken, or a host that is not here, is said at once and in words."""
    with socket.socket(_family(settings.host), socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
            return str(probe.getsockname()[0])
        except (OSError, socket.gaierror) as error:
            refuse(
                mark("Alamat {host}:{port} tidak dapat dipakai ({reason}). Ubah INOVIK_PORT atau INOVIK_HOST."),
                FOUND, host=settings.host, port=settings.port, reason=error.strerror,
            )  # fmt: skip


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _until_it_answers(address: str, port: int, site: int) -> bool:
    """Waits for the first web process; False when the site has ended before."""
    while os.waitid(os.P_PID, site, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        with socket.socket(_family(address), socket.SOCK_STREAM) as probe:
            if not probe.connect_ex((address, port)):
                return True
        time.sleep(START_LOOK)
    return False


def run(settings: Settings, announce: Callable[[], None]) -> int:
    """Serve until a signal; `announce` is called once the address answers. Whatever ends by itself afterwards is begun
    anew: Granian gives up when a web process is killed twice within seconds."""
    import inovik_forms.web.app  # noqa: F401 - loaded once here, shared by all that fork

    address = free_address(settings)
    site = _fork(lambda: _pages(settings, address))
    worker = _fork(lambda: _work(settings))
    began = _until_it_answers(address, settings.port, site)
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
        if began and not stopping:
            time.sleep(RESTART_PAUSE)
        if pid == site and (stopping or not began):
            break
        if pid == site:
            site = _fork(lambda: _pages(settings, address))
            if stopping:  # the signal came meanwhile, for the one that has ended
                _signal(site, signal.SIGTERM)
        elif pid == worker and not stopping:
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
