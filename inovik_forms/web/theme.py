"""The city's look (colours, logo) and the small public things: style sheet of colours, health, asset addresses."""

from __future__ import annotations

import gzip
import hashlib
import posixpath
import re
from datetime import datetime
from functools import cache, partial
from io import BytesIO
from pathlib import Path, PurePosixPath

import brotli  # type: ignore[import-untyped]
from flask import Blueprint, Flask, Response, abort, current_app, request, url_for
from PIL import Image

from inovik_forms.web.bundle import bundle
from inovik_forms.web.canonical import day_in_words
from inovik_forms.web.services import services, store

bp = Blueprint("theme", __name__)

HOUR = 3600
YEAR = 365 * 24 * HOUR
STATIC_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PAGE_SCRIPT = "form.js"
"""Served with all that it imports."""
LOGO_HEIGHT = 126
"""Pixels: three times the height it is shown at, for sharp screens."""
DEFAULT_COLOURS = {"utama": "#0b4f7c", "aksen": "#e0a526"}
_IMPORT = re.compile(rb"""((?:from|import)\s*\(?\s*")(\.\.?/[^"]+\.js)(")""")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def install(app: Flask, static: Path) -> None:
    app.config["INOVIK_STATIC"] = static
    app.jinja_env.globals["asset"] = partial(_asset, static)


def logo_address() -> str:
    return url_for("theme.logo", v=logo_stamp())


def logo_stamp() -> str:
    """Another one for each logo."""
    return _stamp(services().city.get("kota.logo", ""))


def icon_address() -> str:
    """The program's own sign, for a city without a logo."""
    return _asset(current_app.config["INOVIK_STATIC"], "ikon.svg")


def main_colour() -> str:
    """The city's, `#rrggbb`."""
    return _colours()["utama"]


WITHOUT_A_NETWORK = (
    "later/called.js", "later/check.js", "later/drafts.js", "later/holdings.js", "later/whole.js", "later/wiped.js",
    "later/words.js",
)  # fmt: skip
"""Modules that come by themselves, and that a page kept on the device needs."""


def shell() -> tuple[str, ...]:
    """The addresses of all that a page of questions is drawn with."""
    static: Path = current_app.config["INOVIK_STATIC"]
    styles = sorted(file.name for file in static.glob("*.css"))
    icon = logo_address() if services().city.get("kota.logo") else icon_address()
    return (stylesheet_address(), icon, *(_asset(static, name) for name in (*styles, PAGE_SCRIPT, *WITHOUT_A_NETWORK)))


def stylesheet_address() -> str:
    return url_for("theme.stylesheet", v=_stamp(str(_colours())))


@cache
def _stamp(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@cache
def _asset(static: Path, name: str) -> str:
    """The address of a static file, with its content's hash, so that browsers may keep it for a year."""
    return f"/static/{name}?v={_stamp(_source(static, name).decode())}"


@cache
def _source(static: Path, name: str) -> bytes:
    """A static file. What a script imports ("./page.js") gets its full address, so that an old part is never mixed
    with a new one, and a change of a part changes the address of the whole."""
    if name == PAGE_SCRIPT:
        return bundle(static, name, partial(_asset, static))
    data = (static / name).read_bytes()
    if not name.endswith(".js"):
        return data
    folder = PurePosixPath(name).parent

    def address(found: re.Match[bytes]) -> bytes:
        part = posixpath.normpath(str(folder / found[2].decode()))
        return found[1] + _asset(static, part).encode() + found[3]

    return _IMPORT.sub(address, data)


def _colours() -> dict[str, str]:
    """The pack's colours; one that is no colour is replaced by ours rather than put into a style sheet."""
    values = services().city
    found = {name: values.get(f"kota.warna_{name}", "") for name in DEFAULT_COLOURS}
    return {name: found[name] if _COLOUR.match(found[name]) else own for name, own in DEFAULT_COLOURS.items()}


@bp.get("/static/<name>")
def static(name: str) -> Response:
    """One of our few static files, compressed once a process; its address changes with its content."""
    return _static(name)


@bp.get("/static/<any(widgets, answers, expressions, later):folder>/<name>")
def part(folder: str, name: str) -> Response:
    """A module of the browser's: one kind of field, a part of the evaluator (static/form.js, static/logic.js)."""
    return _static(f"{folder}/{name}")


def _static(name: str) -> Response:
    found = _packed(current_app.config["INOVIK_STATIC"], name, _encoding())
    if found is None:
        abort(404)
    data, media_type = found
    response = Response(data, mimetype=media_type)
    if _encoding():
        response.headers["Content-Encoding"] = _encoding()
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _encoding() -> str:
    accepted = request.accept_encodings
    return next((e for e in ("br", "gzip") if accepted[e]), "")


@cache
def _packed(folder: Path, name: str, encoding: str) -> tuple[bytes, str] | None:
    """(bytes, media type) of a static file; None for anything else, whatever its name looks like."""
    known = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.suffix in STATIC_TYPES}
    if name not in known:
        return None
    data = _source(folder, name)
    if encoding == "br":
        data = brotli.compress(data)
    elif encoding == "gzip":
        data = gzip.compress(data, mtime=0)
    return data, STATIC_TYPES[PurePosixPath(name).suffix]


@bp.get("/theme.css")
def stylesheet() -> Response:
    """CSS variables from the pack's colours; darker and paler shades are worked out."""
    colours = _colours()
    main = _readable(colours["utama"])
    dark, pale = _mixed(main, "#000000", 0.3), _mixed(main, "#ffffff", 0.91)
    variables = {"utama": main, "utama-gelap": dark, "utama-muda": pale, "aksen": colours["aksen"]}
    rules = ":root{" + ";".join(f"--{name}:{value}" for name, value in variables.items()) + "}"
    return public(Response(rules, mimetype="text/css"))


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _readable(colour: str) -> str:
    """The colour, darkened until white text on it can be read (contrast 5.5 : 1, above WCAG's 4.5)."""
    while 1.05 / (_luminance(colour) + 0.05) < 5.5:
        colour = _mixed(colour, "#000000", 0.08)
    return colour


def _luminance(colour: str) -> float:
    linear = [c / 3294.6 if c <= 10.31 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@bp.get("/logo.png")
def logo() -> Response:
    """The city's logo at the size of the header."""
    value = services().city.get("kota.logo", "")
    data = _small_logo(value) if value else None
    if data is None:
        abort(404)
    return public(Response(data, mimetype="image/png"))


@cache
def _small_logo(value: str) -> bytes | None:
    source = store().file(value)
    if source is None:
        return None
    with Image.open(BytesIO(source), formats=["PNG", "JPEG"]) as picture:
        picture.thumbnail((LOGO_HEIGHT * 3, LOGO_HEIGHT))
        out = BytesIO()
        picture.convert("RGBA").quantize(96).save(out, "PNG", optimize=True)
    return out.getvalue()


@bp.get("/sehat")
def health() -> Response:
    """For whoever watches over the server: 200 when the database answers."""
    store().city()
    return Response("baik\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


def public(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={24 * HOUR}"
    return response


def zone_name() -> str:
    """The city's time zone, as browsers name it."""
    return str(services().zone)


def clock_time(moment: datetime) -> str:
    """`10.42` in the city's zone, as Indonesians write it."""
    return moment.astimezone(services().zone).strftime("%H.%M")


def day_and_time(moment: datetime) -> str:
    """`24 November 2026, 10.42` in the language of this request."""
    local = moment.astimezone(services().zone)
    return f"{day_in_words(local.date())}, {local.strftime('%H.%M')}"
