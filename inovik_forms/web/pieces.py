"""Photos and files that a device sends in pieces, and what becomes of them when the last one is here.

The device names a file by its digest. It sends pieces until the server has all of them, then the change that makes the
file an answer (web/autosave): only then is it looked at as any upload is.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, request

from inovik_forms.answers.values import Path
from inovik_forms.problems import Problem
from inovik_forms.questionnaires.model import Question
from inovik_forms.store.files import file_hash
from inovik_forms.store.pieces import Parcel, TooManyPieces
from inovik_forms.web import late, uploads
from inovik_forms.web.access import response_for_device
from inovik_forms.web.auth import login_required
from inovik_forms.web.filling import Filling
from inovik_forms.web.looks import longest_side
from inovik_forms.web.services import account, signed_in, store
from inovik_forms.web.wire import json_reply
from inovik_forms.words import gettext
from inovik_forms.workflow import may

bp = Blueprint("pieces", __name__)

LARGEST_PIECE = 256 * 1024
_DIGEST = re.compile("[0-9a-f]{64}")


@bp.post("/isian/<int:response_id>/potongan")
@login_required
def take(response_id: int) -> Any:
    """A piece of a file as the body. In the address `sidik`: the file's SHA-256; `besar`: its bytes; `dari`: where the
    piece begins. The reply says in `ada` how much of the file is here, which is where the next piece begins. What comes
    too late for the response is taken, too (web/late)."""
    response = response_for_device(response_id)
    if not may(account(), "answer", response) and not late.reason(response):
        return json_reply({"error": "tertutup", "message": late.only_read()}, 409)
    size, start = (request.args.get(name, type=int) for name in ("besar", "dari"))
    digest = request.args.get("sidik", "")
    if size is None or start is None or start < 0 or not _DIGEST.fullmatch(digest):
        return json_reply({"error": "permintaan", "message": gettext("Potongan berkas ini tidak dapat dibaca.")}, 400)
    if not 0 < size <= uploads.LARGEST_FILE:
        limit = uploads.LARGEST_FILE // 1024 // 1024
        large = gettext("Berkas ini terlalu besar; paling besar {limit} MB.").format(limit=limit)
        return json_reply({"error": "besar", "message": large}, 413)
    data = request.stream.read(LARGEST_PIECE + 1)
    if len(data) > LARGEST_PIECE:
        return json_reply({"error": "potongan", "message": gettext("Potongan berkas ini terlalu besar.")}, 413)
    try:
        there = store().add_piece(Parcel(signed_in().id, response_id, digest, size), start, data)
    except TooManyPieces:
        many = gettext("Terlalu banyak berkas yang belum selesai terkirim. Kirim atau hapus dahulu yang lain.")
        return json_reply({"error": "penuh", "message": many}, 413)
    return json_reply({"ada": there})


class Arrivals:
    """The files among the changes of one request. `refused`: id of a change → why its file is not taken; `wanted`: ids
    of those whose pieces are not all here."""

    def __init__(self, filling: Filling) -> None:
        self.filling = filling
        self.refused: dict[str, str] = {}
        self.wanted: list[str] = []

    def told(self) -> dict[str, Any]:
        """For the reply to the device."""
        return {"refused": self.refused, "wanted": self.wanted}

    def value(self, question: Question, path: Path, change: str, sent: str) -> str | None:
        """The answer that a sent value ("<digest>/<name>", '' to remove the file) stands for; None when it is none."""
        if not sent:
            return ""
        digest = file_hash(sent)
        if digest is None:
            self.refused[change] = gettext("Nama berkas ini tidak dapat dibaca.")
            return None
        response = self.filling.response.id
        parcel = Parcel(signed_in().id, response, digest)
        known = store().settled_file(parcel, path)
        if known is not None:
            return known
        data = store().whole_file(parcel)
        if data is None:
            self.wanted.append(change)
            return None
        name = sent.partition("/")[2]
        checked = uploads.check(data, name, question.kind, path, longest_side(question))
        if isinstance(checked, Problem):
            self.refused[change] = f"{checked.message} {checked.fix}".strip()
            return None
        value = store().put_file(checked.data, checked.name, checked.media_type, response)
        store().settle_file(parcel, path, value)
        return value
