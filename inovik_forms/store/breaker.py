"""Nobody waits for what somebody has just waited for in vain (F7): while a database stands still, one request after the
other would wait its full time, until no thread is left for those that need no database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from inovik_forms.store.records import Unavailable

IN_VAIN = 1.0
"""Seconds after which a failure without an answer was a wait in vain. A server that refuses says so sooner."""
PROBE_SECONDS = 1.0
"""Between two tries whether the database answers again."""


class Resting(Exception):
    """Why a request was not tried: the database has not answered the one before it."""


class Breaker:
    """`probe`: asks the database for something small, and raises Unavailable as long as it does not answer."""

    def __init__(self, probe: Callable[[], None]) -> None:
        self._probe = probe
        self._lock = Lock()
        self._rests = False
        self._closed = Event()

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Around a transaction. Raises Unavailable at once while the database rests."""
        if self._rests:
            raise Unavailable from Resting()
        start = time.monotonic()
        try:
            yield
        except Unavailable as error:
            if time.monotonic() - start > IN_VAIN and not _was_answered(error.__cause__):
                self._rest()
            raise

    def close(self) -> None:
        """No more tries; whoever goes on after this begins anew."""
        with self._lock:
            self._closed.set()
            self._closed, self._rests = Event(), False

    def _rest(self) -> None:
        with self._lock:
            if self._rests:
                return
            self._rests = True
            probing = Thread(target=self._until_it_answers, args=[self._closed], name="database probe", daemon=True)
        probing.start()

    def _until_it_answers(self, closed: Event) -> None:
        while not closed.wait(PROBE_SECONDS):
            if self._is_silent():
                continue
            with self._lock:
                self._rests = self._rests and closed.is_set()  # if closed, another one may have begun
            return

    def _is_silent(self) -> bool:
        try:
            self._probe()
        except Unavailable:
            return True
        except Exception:  # whatever it says, it has answered
            return False
        return False


def _was_answered(error: BaseException | None) -> bool:
    """Whether the server has said what is wrong: somebody else holds a row, say."""
    return bool(getattr(getattr(error, "orig", error), "sqlstate", None))
