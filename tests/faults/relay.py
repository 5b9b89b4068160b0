"""A connection through somebody who may cut it: between a telephone and the site, or the site and its database."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable, Iterator

Cut = Callable[[bool, bytes], bool]
"""(whether it comes from the server, the bytes) → whether they, and all that follows, never arrive."""


class Relay:
    """Listens at `port` and passes on to `target`, until `cut` says that a connection has broken. Both ends see it
    closed; what the server was told by then, it was told."""

    def __init__(self, target: int, cut: Cut) -> None:
        self.target, self.cut = target, cut
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self.target))
        with client, server, selectors.DefaultSelector() as ready:
            ready.register(client, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, client)
            for source, target in self._readable(ready):
                data = source.recv(65536)
                if not data or self.cut(source is server, data):
                    return
                target.sendall(data)

    def _readable(self, ready: selectors.BaseSelector) -> Iterator[tuple[socket.socket, socket.socket]]:
        while True:
            for key, _ in ready.select():
                yield key.fileobj, key.data  # type: ignore[misc]


@contextlib.contextmanager
def relayed(target: int, cut: Cut) -> Iterator[int]:
    """The port of a relay."""
    relay = Relay(target, cut)
    try:
        yield relay.port
    finally:
        relay.close()
