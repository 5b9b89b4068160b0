"""Uploaded files: shown to whoever may see their response, always as something to save, never as a page."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, abort

from inovik_forms.web import uploads
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.services import store

bp = Blueprint("files", __name__, url_prefix="/berkas/<int:response_id>")

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
IMAGES = {"image/jpeg", "image/png"}


@bp.get("/<sha256>/<name>")
@login_required
def file(response_id: int, sha256: str, name: str) -> Response:
    """The file itself, as a download."""
    value = _own(response_id, sha256, name)
    data = store().file(value)
    if data is None:
        abort(410)
    media_type = store().file_type(value) or "application/octet-stream"
    return attachment(data, name, media_type)


@bp.get("/<sha256>/<name>/kecil")
@login_required
def thumbnail(response_id: int, sha256: str, name: str) -> Response:
    """A small picture of a photo; made once and kept with the other outputs."""
    value = _own(response_id, sha256, name)
    key = f"kecil:{sha256}"
    small = store().output(key)
    if small is None:
        data = store().file(value)
        small = uploads.thumbnail(data) if data else None
        if small is None:
            abort(404)
        store().put_output(key, small)
    headers = {"Content-Security-Policy": SANDBOX, "Cache-Control": "private, max-age=3600", "Vary": "Cookie"}
    return Response(small, mimetype="image/jpeg", headers=headers)


def _own(response_id: int, sha256: str, name: str) -> str:
    """The value of a file that belongs to this response, which this person may see."""
    response_or_404(response_id)
    value = f"{sha256}/{name}"
    if response_id not in store().file_owner(value):
        abort(404)
    return value


def attachment(data: bytes, name: str, media_type: str) -> Response:
    """A download with its name after RFC 6266, in plain letters and in full."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": SANDBOX}
    return Response(data, mimetype=media_type, headers=headers)
