"""Files that questionnaires show with their labels: how they come to a draft, and how they are shown.

Pictures are drawn anew as any upload is, recordings are known by their first bytes. Nothing here is ever served as a
page: the media type is from a fixed list, whatever the file is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from werkzeug.datastructures import FileStorage

from inovik_forms.problems import FilePlace, Problem, register
from inovik_forms.questionnaires import media
from inovik_forms.web import uploads, versions
from inovik_forms.web.access import media_type_or_404, needs
from inovik_forms.web.auth import login_required
from inovik_forms.web.files import SANDBOX
from inovik_forms.web.services import store
from inovik_forms.web.theme import YEAR
from inovik_forms.words import gettext, mark, ngettext

bp = Blueprint("media", __name__)

CONTAINERS = {
    "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "video/webm": "webm",
    "audio/mp4": "mp4", "video/mp4": "mp4", "video/quicktime": "mp4",
}  # fmt: skip
"""Media type → how the recording is packed: an .m4a is an .mp4 that has no pictures."""

register(
    {
        "web.media_unnamed": (
            mark("“{name}” tidak disebut kuesioner ini."),
            mark("Samakan namanya, huruf demi huruf, dengan yang tertulis di kolom image, audio, atau video."),
        ),
        "web.media_ending": (
            mark("Isi “{name}” tidak sesuai dengan akhiran namanya."),
            mark("Simpan ulang berkas itu dalam jenis yang sesuai dengan akhirannya."),
        ),
    }
)


@bp.get("/media/<questionnaire>/<sha256>/<name>")
@login_required
def file(questionnaire: str, sha256: str, name: str) -> Response:
    """A file, or the part of a recording that a player asks for. Its address names its contents: it never changes."""
    media_type = media_type_or_404(questionnaire, sha256)
    data = store().media_data(sha256)
    if data is None or media_type not in media.TYPES.values():
        abort(404)
    headers = {
        "Content-Security-Policy": SANDBOX,
        "Cache-Control": f"private, max-age={YEAR}, immutable",
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}",
    }
    response = Response(data, mimetype=media_type, headers=headers)
    response.set_etag(sha256)
    response.make_conditional(request, accept_ranges=True, complete_length=len(data))
    return response


# ---------------------------------------------------------------- a draft's files


@bp.post("/pengaturan/kuesioner/<name>/media")
@needs("publish")
def add(name: str) -> Any:
    """Files for the draft, several at once. The sound ones are kept; of the others it is said what is wrong."""
    draft = store().form_draft(name)
    if draft is None or str(draft.id) != request.form.get("rancangan", ""):
        return versions.replaced(name)
    wanted = media.named(store().questionnaire(name, draft.version))
    taken, problems = _checked([f for f in request.files.getlist("media") if f.filename], wanted)
    kept = [store().keep_media(upload.data, upload.name, upload.media_type) for upload in taken]
    if kept and not store().add_media(name, draft.version, kept):
        return versions.replaced(name)
    if kept:
        told = ngettext("%(num)s berkas diterima.", "%(num)s berkas diterima.", len(kept))
        flash(told % {"num": len(kept)})
    for upload in taken:
        if kept and upload.is_still:
            flash(
                gettext("Gambar “{name}” bergerak, dan hanya gambar pertamanya yang disimpan.").format(name=upload.name)
            )
            flash(gettext("Gambar yang harus tetap bergerak diunggah sebagai GIF."))
    if problems or not kept:
        return versions.page(name, files=versions.told(problems))
    return redirect(url_for("versions.one", name=name, _anchor="media"), 303)


def _checked(files: Iterable[FileStorage], wanted: Iterable[str]) -> tuple[list[uploads.Upload], list[Problem]]:
    taken: list[uploads.Upload] = []
    problems: list[Problem] = []
    names = set(wanted)
    for sent in files:
        name = uploads.safe_name(sent.filename or "")
        where = FilePlace(name)
        if name not in names:
            problems.append(Problem("web.media_unnamed", where, {"name": name}))
            continue
        with closing(sent):
            found = checked(sent.stream.read(uploads.LARGEST_FILE + 1), name)
        if isinstance(found, Problem):
            problems.append(Problem(found.code, where, found.detail))
        else:
            taken.append(found)
    return taken, problems


def checked(data: bytes, name: str) -> uploads.Upload | Problem:
    """A file as it may be shown under the name that a questionnaire gives it, or why it is refused."""
    expected = media.media_type(name)
    if data.startswith(b"GIF8") and expected.startswith("image/") and len(data) <= uploads.LARGEST_FILE:
        found = uploads.animation(data, name)
    else:
        found = uploads.check(data, name, expected.partition("/")[0], "")
    if isinstance(found, Problem):
        return found
    if expected.startswith("image/"):
        return replace(found, name=name)
    if CONTAINERS.get(found.media_type) != CONTAINERS[expected]:
        return Problem("web.media_ending", FilePlace(name), {"name": name})
    return uploads.Upload(found.data, name, expected)
