"""The queue of the processes that write to one SQLite file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from inovik_forms.store.records import Unavailable

try:
    import fcntl
except ImportError:  # pragma: no cover - not a Unix
    fcntl = None  # type: ignore[assignment]


class Queue:
    """One writing process at a time. SQLite itself only lets them try again and again, which costs more than the
    transaction; here the kernel wakes the next one, and goes on when a process dies, however it does. One that is
    stopped in the middle of a write is not waited for without end. Whoever writes without queueing (another program, a
    forked child) is waited for by `engine._begin_writing`."""

    def __init__(self, file: str) -> None:
        self._file = file if fcntl is not None else ""
        self._descriptor = -1
        self._waiter: _Waiter | None = None

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Of one thread at a time. Raises Unavailable when it is not free within so many seconds."""
        if not self._file:
            yield
            return
        if self._descriptor < 0:
            self._descriptor = _opened(self._file)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            descriptor = self._waited(seconds)
            try:
                yield
            finally:
                _leave(descriptor)
            return
        try:
            yield
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _waited(self, seconds: float) -> int:
        """The descriptor that has the turn. One who has waited in vain leaves his place to the next of this process."""
        if self._waiter is None or not self._waiter.wanted_again():
            self._waiter = _Waiter(self._file)
        descriptor = self._waiter.given(seconds)
        if descriptor is None:
            raise Unavailable
        self._waiter = None
        return descriptor

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor, self._waiter = -1, None


class _Waiter:
    """A thread of its own stands in the queue, since the kernel lets nobody leave it."""

    def __init__(self, file: str) -> None:
        self._descriptor = _opened(file)
        self._lock = Lock()
        self._is_there = Event()
        self._is_wanted = True
        Thread(target=self._stand, name="writers' queue", daemon=True).start()

    def _stand(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        with self._lock:
            self._is_there.set()
            if not self._is_wanted:
                _leave(self._descriptor)

    def wanted_again(self) -> bool:
        """False: its turn has come and gone."""
        with self._lock:
            self._is_wanted = not self._is_there.is_set()
            return self._is_wanted

    def given(self, seconds: float) -> int | None:
        self._is_there.wait(seconds)
        with self._lock:
            self._is_wanted = self._is_there.is_set()
            return self._descriptor if self._is_wanted else None


def _leave(descriptor: int) -> None:
    """A child that was forked meanwhile has the file open, too: closing alone would not give the turn back."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


def _opened(file: str) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
