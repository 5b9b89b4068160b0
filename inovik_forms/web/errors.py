"""Every error page says what happened and what to do; what was typed is kept."""

from __future__ import annotations

import secrets
import traceback
from typing import Any

import structlog
from flask import Flask, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import HTTPException

from inovik_forms.store.breaker import Resting
from inovik_forms.store.records import Unavailable
from inovik_forms.web import auth, resume
from inovik_forms.web.services import account
from inovik_forms.words import gettext, mark

log = structlog.get_logger("web")

RETRY_SECONDS = 60
"""When a browser or a phone may ask again after the database did not answer."""

RESTING_SECONDS = 10
"""… where it is asked every second whether it answers again (store/breaker)."""

PAGES: dict[int, tuple[str, str, str]] = {
    400: (
        mark("Permintaan tidak dapat diproses"),
        mark("Yang dikirim peramban tidak lengkap atau tidak dikenali."),
        mark("Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi."),
    ),
    404: (
        mark("Halaman tidak ditemukan"),
        mark(
            "Alamat ini tidak ada, atau bukan untuk akun Anda. "
            "Isian hanya dapat dibuka oleh perangkat daerah pemiliknya."
        ),
        mark("Periksa alamatnya, atau mulai lagi dari beranda."),
    ),
    405: (
        mark("Halaman tidak dapat dibuka dengan cara ini"),
        mark("Alamat ini hanya menerima kiriman dari formulir."),
        mark("Mulai lagi dari beranda."),
    ),
    410: (
        mark("Berkas ini hilang dari server"),
        mark("Berkasnya pernah diunggah, tetapi isinya tidak ada lagi di penyimpanan server."),
        mark("Unggah lagi di pertanyaannya, atau minta administrator mengambilnya dari cadangan."),
    ),
    413: (
        mark("Kiriman terlalu besar"),
        mark("Berkas atau isian yang dikirim melebihi batas: 8 MB untuk setiap berkas dan 12 MB untuk sekali kirim."),
        mark(
            "Kembali, pilih berkas yang lebih kecil atau unggah satu per satu. "
            "Jawaban yang sudah tersimpan tidak hilang."
        ),
    ),
    503: (
        mark("Layanan sedang sibuk"),
        mark("Basis data belum menjawab."),
        mark("Tunggu satu menit, lalu muat ulang. Jawaban yang sudah tersimpan tidak hilang."),
    ),
}  # fmt: skip
OURS = (
    mark("Terjadi kesalahan pada aplikasi"),
    mark("Ini kesalahan kami, bukan Anda. Jawaban yang sudah tersimpan tidak hilang."),
    mark("Coba lagi sebentar lagi. Bila tetap terjadi, sampaikan nomor kesalahan ini kepada administrator."),
)


def install(app: Flask) -> None:
    app.register_error_handler(CSRFError, expired_page)
    app.register_error_handler(HTTPException, known)
    app.register_error_handler(Unavailable, busy)
    app.register_error_handler(Exception, unexpected)


def known(error: HTTPException) -> Any:
    """A page or JSON for an error with a number."""
    if error.response is not None:
        return error.response
    code = error.code or 500
    if code < 400:
        return error
    title, message, advice = PAGES.get(code, PAGES[400] if code < 500 else OURS)
    return _page(code, title, message, advice)


def unexpected(error: Exception) -> Any:
    """Our own fault: the log has the details under a number; the page has the number, and nothing else."""
    number = secrets.token_hex(4)
    frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)][-12:]
    # Neither the message nor the arguments: they may hold what somebody answered.
    log.error("unexpected error", error=number, kind=type(error).__name__, endpoint=request.endpoint, frames=frames)
    return _page(500, *OURS, number=number)


def busy(error: Unavailable) -> Any:
    """The database or the disk cannot do it now. Nothing was stored, so the phone keeps the answer and tries again; the
    page itself may need the database, hence the plain words as a second way."""
    log.error("store unavailable", kind=type(error.__cause__).__name__, endpoint=request.endpoint)
    try:
        answer = make_response(_page(503, *PAGES[503]))
    except Unavailable:
        answer = make_response(" ".join(map(gettext, PAGES[503])), 503)
        answer.mimetype = "text/plain"
    rests = isinstance(error.__cause__, Resting)
    answer.headers["Retry-After"] = str(RESTING_SECONDS if rests else RETRY_SECONDS)
    return answer


def _page(code: int, title: str, message: str, advice: str, number: str = "") -> Any:
    title, message, advice = gettext(title), gettext(message), gettext(advice)
    if request.is_json:
        advice = gettext("Dicoba lagi sendiri.") if code == 503 else advice  # by the page, which keeps what was typed
        return jsonify(error=str(code), message=f"{message} {advice}".strip(), number=number), code
    typed = resume.carried(request).fields if request.method == "POST" and code not in (413, 400) else []
    return render_template(
        "galat.html", title=title, message=message, advice=advice, number=number, typed=typed, missing=code == 404
    ), code


def expired_page(error: CSRFError) -> Any:
    """The page's token is missing or too old: the same as a session that has run out, nothing is done, nothing lost."""
    if request.is_json:
        message = gettext("Halaman ini terlalu lama terbuka. Muat ulang setelah menyalin ketikan Anda.")
        return jsonify(error="csrf", message=message, token=generate_csrf()), 400
    if account() is None:
        return auth.ask_to_sign_in()
    carried = resume.carried(request)
    answer = resume.again(carried)
    answer.status_code = 400
    return answer
