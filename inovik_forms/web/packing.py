"""Pages travel compressed: a section is a quarter of its size, which on a slow line is most of the wait for it.

Static files are packed once and for good (web/theme.py); a page is another one each time, so it is packed quickly.
"""

from __future__ import annotations

import secrets
import struct
import zlib

from flask import Flask, Response, request

LEAST = 1_000
"""Bytes; less than this fits into one packet anyway."""
LEVEL = 4
"""A tenth of a millisecond a page; the highest takes twice as long for 3 % less."""
KINDS = frozenset({"text/html", "text/css", "application/json"})
_HEAD = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"
"""Of a gzip file: deflated, with a name, without a time, from an unknown system."""
LONGEST_NAME = 100


def install(app: Flask) -> None:
    @app.after_request
    def pack(response: Response) -> Response:
        if response.mimetype not in KINDS or response.is_streamed or response.direct_passthrough:
            return response
        response.vary.add("Accept-Encoding")
        if "Content-Encoding" in response.headers or not request.accept_encodings["gzip"]:
            return response
        data = response.get_data()
        if len(data) >= LEAST:
            response.set_data(packed(data))
            response.headers["Content-Encoding"] = "gzip"
        return response


def packed(data: bytes) -> bytes:
    """The bytes as a gzip file. Its name is of random length, so that nobody who watches the line learns from the
    length whether a guess of his, shown on the page, is like something secret on it (BREACH)."""
    name = secrets.token_urlsafe(LONGEST_NAME)[: 1 + secrets.randbelow(LONGEST_NAME)].encode()
    body = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    end = struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return _HEAD + name + b"\x00" + body.compress(data) + body.flush() + end
