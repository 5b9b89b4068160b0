"""A network between a browser and the server that can be cut: whatever asks, page or service worker, gets nothing."""

from __future__ import annotations

import contextlib
import socket
import threading


class Network:
    """Listens on a port of its own and passes everything on to `port`, as long as it is up."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._is_up = True
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Nothing comes through, and what is on its way is lost."""
        with self._lock:
            self._is_up = False
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """It is there again."""
        with self._lock:
            self._is_up = True

    def close(self) -> None:
        """For good."""
        self.cut()
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=[near], daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._to))
        except OSError:  # the server is away
            near.close()
            return
        with self._lock:
            if not self._is_up:
                near.close()
                far.close()
                return
            self._open |= {near, far}
        back = threading.Thread(target=self._pass_on, args=[far, near], daemon=True)
        back.start()
        self._pass_on(near, far)
        back.join()
        with self._lock:
            self._open -= {near, far}
        near.close()
        far.close()

    @staticmethod
    def _pass_on(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
