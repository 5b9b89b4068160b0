"""Connections to PostgreSQL on which nobody waits for ever: for a server that is stopped, or a network that swallows
what is sent, the kernel would (F7)."""

from __future__ import annotations

from typing import Any

from psycopg import Connection, OperationalError
from psycopg.errors import _WaitTimeout


class Patient(Connection[Any]):
    """Raises OperationalError when the server does not answer in time; the connection is then of no use any more."""

    answer_seconds: float | None = 20.0
    """Longest wait for the answer to one statement; None: without end."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or self.answer_seconds)
        except _WaitTimeout as error:
            self.pgconn.finish()  # to end a transaction properly would be to wait once more
            raise OperationalError("the database does not answer") from error
