"""The site on a phone's home screen: its manifest (W3C, Web Application Manifest) and icons made of the city's logo."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import msgspec
from flask import Blueprint, Response, abort, url_for
from PIL import Image

from inovik_forms.web import theme
from inovik_forms.web.services import services, store
from inovik_forms.words import gettext, language

bp = Blueprint("install", __name__)

SIZES = (192, 512)
"""Pixels; the sizes that browsers ask for before they offer to install."""
SAFE = 0.8
"""Of a maskable icon, the middle that no phone's mask cuts off."""


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """In the language of this browser. What opens from the home screen is the start page, also without a network."""
    city = services().city
    name = " ".join(filter(None, (gettext("Laboratorium Inovasi"), city.get("kota.nama", ""))))
    said: dict[str, Any] = {
        "id": "/", "name": name, "short_name": gettext("Inovasi"), "lang": language(),
        "start_url": url_for("start.home"), "scope": "/", "display": "standalone",
        "background_color": "#ffffff", "theme_color": theme.main_colour(), "icons": _icons(),
    }  # fmt: skip
    return Response(msgspec.json.encode(said), mimetype="application/manifest+json")


def _icons() -> list[dict[str, str]]:
    if not services().city.get("kota.logo"):
        return [{"src": theme.icon_address(), "sizes": "any", "type": "image/svg+xml"}]
    return [
        {
            "src": url_for("install.icon", size=size, v=theme.logo_stamp()), "sizes": f"{size}x{size}",
            "type": "image/png", "purpose": "any maskable",
        }
        for size in SIZES
    ]  # fmt: skip


@bp.get("/ikon-<int:size>.png")
def icon(size: int) -> Response:
    """The city's logo, whole, on white."""
    value = services().city.get("kota.logo", "")
    data = _icon(value, size) if value and size in SIZES else None
    if data is None:
        abort(404)
    return theme.public(Response(data, mimetype="image/png"))


@cache
def _icon(value: str, size: int) -> bytes | None:
    source = store().file(value)
    if source is None:
        return None
    with Image.open(BytesIO(source), formats=["PNG", "JPEG"]) as picture:
        logo = picture.convert("RGBA")
    scale = SAFE * size / max(logo.size)
    logo = logo.resize((max(1, round(logo.width * scale)), max(1, round(logo.height * scale))))
    ground = Image.new("RGBA", (size, size), "white")
    ground.alpha_composite(logo, ((size - logo.width) // 2, (size - logo.height) // 2))
    out = BytesIO()
    ground.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()
