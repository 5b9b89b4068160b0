"""The site on a home screen: a manifest with the city's name and icons, public, in the language of the browser."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

from inovik_forms.store.store import Store


def test_the_manifest_names_the_city_and_its_colour(visit: Any, store: Store) -> None:
    nobody = visit()
    assert 'rel="manifest" href="/manifest.webmanifest"' in nobody.get("/masuk").html
    said = nobody.client.get("/manifest.webmanifest")
    assert said.mimetype == "application/manifest+json"
    found = said.get_json()
    assert found["name"].endswith("Kota Uji") and found["start_url"] == "/" and found["display"] == "standalone"
    assert [icon["sizes"] for icon in found["icons"]] == ["any"], "without a logo the program's own sign"
    assert nobody.client.get(found["icons"][0]["src"]).status_code == 200
    assert "manifest-src 'self'" in said.headers["Content-Security-Policy"]


def test_the_icons_are_the_citys_logo_whole_on_white(visit: Any, store: Store) -> None:
    data = BytesIO()
    Image.new("RGBA", (400, 100), (200, 0, 0, 255)).save(data, "PNG")
    store.put_city({**store.city(), "kota.logo": store.put_file(data.getvalue(), "logo.png", "image/png")})
    nobody = visit()
    icons = nobody.client.get("/manifest.webmanifest").get_json()["icons"]
    assert [icon["sizes"] for icon in icons] == ["192x192", "512x512"]
    answer = nobody.client.get(icons[1]["src"])
    assert "public" in answer.headers["Cache-Control"] and "Set-Cookie" not in answer.headers
    picture = Image.open(BytesIO(answer.data))
    assert picture.size == (512, 512) and picture.getpixel((5, 5)) == (255, 255, 255)
    assert picture.getpixel((256, 256)) == (200, 0, 0) and picture.getpixel((60, 256)) == (200, 0, 0)
    assert picture.getpixel((256, 150)) == (255, 255, 255), "as wide as the safe middle, not stretched"
    nobody.get("/ikon-64.png", status=404)
