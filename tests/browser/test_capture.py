"""Signatures drawn by finger, photos made smaller before they are sent, the phone's own position."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from inovik_forms.store.store import Store

from .conftest import dressed

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visitor: Any, fields_response: int) -> Any:
    """The section with all that is drawn, photographed and located."""
    visitor.enter("pendidikan")
    visitor.go(f"/isian/{fields_response}/bagian/tangkap")
    visitor.dressed()
    return visitor.page


@pytest.fixture
def kept(store: Store, fields_response: int) -> Any:
    """`kept(name)`: the picture that the server holds; None when there is none."""

    def picture(name: str) -> Image.Image | None:
        value = store.draft(fields_response)[1].values.get(f"tangkap/{name}", "")
        data = store.file(value) if value else None
        return Image.open(BytesIO(data)) if data else None

    return picture


def question(page: Any, name: str) -> Any:
    return page.locator(f"[data-soal='tangkap/{name}']")


def by_finger(visitor: Any, canvas: Any, *strokes: list[tuple[float, float]]) -> None:
    """Strokes over a canvas; points in parts of its width and height."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    touch = visitor.context.new_cdp_session(visitor.page)
    for stroke in strokes:
        points = [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]} for x, y in stroke]
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
        for point in points[1:]:
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()


WAVE = [(0.2 + 0.02 * step, 0.5 + 0.25 * (-1) ** (step // 3)) for step in range(20)]
LINE = [(0.2, 0.8), (0.4, 0.82), (0.7, 0.78)]


def test_a_signature_by_finger_saves_itself_and_is_there_after_a_reload(page: Any, visitor: Any, kept: Any) -> None:
    asked = question(page, "paraf")
    by_finger(visitor, asked.locator("canvas"), WAVE, LINE)
    asked.get_by_text("Gambar tersimpan").wait_for()
    drawn = kept("paraf")
    assert drawn.format == "PNG" and drawn.mode == "RGBA"
    assert drawn.getchannel("A").getextrema() == (0, 255), "ink on nothing"
    assert drawn.getbbox() is not None and max(drawn.size) <= 1200
    across, down = drawn.size
    box = asked.locator("canvas").bounding_box()
    assert abs(across / down - 0.5 * box["width"] / (0.57 * box["height"])) < 0.35, "trimmed to what was drawn"
    visitor.look()
    page.reload()
    dressed(page)
    assert question(page, "paraf").locator(".berkas img").evaluate("e => e.complete || e.decode().then(() => true)")
    visitor.look()


def test_a_stroke_is_taken_back_and_a_drawing_is_removed(page: Any, visitor: Any, kept: Any) -> None:
    asked = question(page, "paraf")
    canvas = asked.locator("canvas")
    undo, clear = (
        asked.get_by_role("button", name="Batalkan goresan terakhir"),
        asked.get_by_role("button", name="Hapus"),
    )
    assert undo.get_attribute("aria-disabled") == "true"
    by_finger(visitor, canvas, WAVE, [(0.05, 0.05), (0.95, 0.95)])
    undo.click()
    asked.get_by_text("Gambar tersimpan").wait_for()
    across = kept("paraf").width
    assert across < 3 * 0.6 * canvas.bounding_box()["width"], "the long stroke is gone"
    clear.click()
    asked.get_by_text("Gambar dihapus").wait_for()
    assert kept("paraf") is None
    for button in (undo, clear):
        assert button.bounding_box()["height"] >= 44


def test_a_drawing_travels_with_a_page_that_is_turned_at_once(page: Any, visitor: Any, kept: Any) -> None:
    by_finger(visitor, question(page, "denah").locator("canvas"), WAVE)
    visitor.press("Simpan dan berhenti dulu")
    page.wait_for_url(re.compile(r"/isian/\d+/?$"))
    assert kept("denah") is not None


def test_a_drawing_waits_on_the_device_for_the_network(page: Any, visitor: Any, kept: Any) -> None:
    visitor.context.set_offline(True)
    asked = question(page, "paraf")
    box = asked.locator("canvas").first.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 130, box["y"] + 90, steps=8)
    page.mouse.up()
    asked.get_by_text("Tersimpan di perangkat ini").wait_for()
    visitor.context.set_offline(False)
    asked.get_by_text("Terkirim", exact=True).wait_for()
    assert kept("paraf") is not None


def test_a_removal_that_did_not_arrive_arrives_later(page: Any, visitor: Any, kept: Any) -> None:
    asked = question(page, "paraf")
    by_finger(visitor, asked.locator("canvas"), WAVE)
    asked.get_by_text("Gambar tersimpan").wait_for()
    visitor.context.set_offline(True)
    with page.expect_event("requestfailed"):
        asked.get_by_role("button", name="Hapus").click()
    visitor.context.set_offline(False)
    visitor.press("Simpan dan berhenti dulu")
    page.wait_for_url(re.compile(r"/isian/\d+/?$"))
    for _ in range(100):
        if kept("paraf") is None:
            break
        page.wait_for_timeout(50)
    assert kept("paraf") is None


def test_a_required_drawing_is_missing_no_longer_as_soon_as_it_is_saved(page: Any, visitor: Any) -> None:
    page.goto(page.url.replace("tangkap", "sah") + "?periksa=1")
    asked = page.locator("[data-soal='sah/cap']")
    assert asked.locator(".keterangan").is_visible() and "salah" in asked.get_attribute("class")
    by_finger(visitor, asked.locator("canvas"), WAVE)
    asked.get_by_text("Gambar tersimpan").wait_for()
    assert not asked.locator(".keterangan").is_visible() and "salah" not in asked.get_attribute("class")
    assert asked.locator("input[type=file]").get_attribute("aria-invalid") is None
    visitor.look()


def test_who_cannot_draw_uploads_a_picture(page: Any, visitor: Any, kept: Any, tmp_path: Path) -> None:
    file = tmp_path / "paraf.png"
    Image.new("RGB", (300, 90), "white").save(file)
    asked = question(page, "paraf")
    asked.locator("input[type=file]").set_input_files(file)
    asked.locator(".berkas").wait_for()
    assert kept("paraf").size == (300, 90)
    asked.get_by_role("button", name="Gambar baru").click()
    by_finger(visitor, asked.locator("canvas"), WAVE)
    asked.get_by_text("Gambar tersimpan").wait_for()
    assert kept("paraf").format == "PNG" and asked.locator(".berkas").count() == 0


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """As a phone makes it: 12 megapixels of noise, held upright, some megabytes."""
    file = tmp_path / "IMG_2031.jpg"
    marks = Image.Exif()
    marks[0x0112] = 6
    grain = Image.effect_noise((1000, 750), 90).resize((4000, 3000))
    grain.convert("RGB").save(file, "JPEG", quality=97, exif=marks)
    return file


def test_a_photo_is_made_smaller_before_it_is_sent(page: Any, visitor: Any, kept: Any, photo: Path) -> None:
    assert photo.stat().st_size > 1_500_000
    sent: list[int] = []
    page.on("request", lambda r: sent.append(len(r.post_data_buffer or b"")) if r.method == "POST" else None)
    asked = question(page, "foto")
    asked.locator("input[type=file]").set_input_files(photo)
    asked.locator(".berkas").wait_for()
    assert max(sent) < photo.stat().st_size / 4
    assert kept("foto").size == (768, 1024), "upright, at most max-pixels"
    said = asked.locator(".ukuran").inner_text()
    assert re.search(r"\d+,\d MB → \d+ kB", said), said
    visitor.look()


NO_ROOM = (
    """() => { IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); }; }"""
)


def test_a_photo_that_the_device_cannot_keep_stays_on_the_page(page: Any, kept: Any, photo: Path) -> None:
    page.evaluate(NO_ROOM)
    page.route("**/bagian/tangkap", lambda route: route.abort())
    asked = question(page, "foto")
    asked.locator("input[type=file]").set_input_files(photo)
    asked.get_by_text("Foto belum terkirim").wait_for()
    assert asked.locator(".kiriman canvas").is_visible() and kept("foto") is None
    page.unroute("**/bagian/tangkap")
    asked.get_by_role("button", name="Kirim lagi").click()
    asked.locator(".berkas").wait_for()
    assert kept("foto") is not None


def test_a_photo_waits_on_the_device_and_is_sent_in_pieces(page: Any, visitor: Any, kept: Any, photo: Path) -> None:
    visitor.context.set_offline(True)
    asked = question(page, "wajah")
    asked.locator("input[type=file]").set_input_files(photo)
    asked.get_by_text("Tersimpan di perangkat ini").wait_for()
    assert asked.locator(".kiriman canvas").is_visible() and "IMG_2031" in asked.locator(".kiriman").inner_text()
    sent: list[int] = []
    page.on("request", lambda r: sent.append(len(r.post_data_buffer or b"")) if "/potongan" in r.url else None)
    visitor.complaints.clear()
    visitor.context.set_offline(False)
    asked.get_by_text("Terkirim", exact=True).wait_for()
    assert kept("wajah") is not None and len(sent) > 2 and max(sent) <= 256 * 1024
    visitor.look()


def test_a_photo_taken_out_of_the_chooser_leaves_nothing_to_send(
    page: Any, visitor: Any, kept: Any, photo: Path
) -> None:
    visitor.context.set_offline(True)
    asked = question(page, "foto")
    asked.locator("input[type=file]").set_input_files(photo)
    asked.get_by_text("Tersimpan di perangkat ini").wait_for()
    asked.locator("input[type=file]").set_input_files([])
    asked.locator(".kiriman").wait_for(state="detached")
    visitor.context.set_offline(False)
    visitor.press("Simpan dan berhenti dulu")
    page.wait_for_url(re.compile(r"/isian/\d+/?$"))
    assert kept("foto") is None


def test_what_is_drawn_on_a_photo_is_kept_in_it(page: Any, visitor: Any, kept: Any, tmp_path: Path) -> None:
    file = tmp_path / "jalan.jpg"
    Image.new("RGB", (800, 600), "white").save(file)
    asked = question(page, "jalan")
    asked.locator("input[type=file]").set_input_files(file)
    asked.get_by_role("button", name="Gambar di atas foto").click()
    canvas = asked.locator("canvas")
    canvas.wait_for()
    by_finger(visitor, canvas, [(0.1, 0.5), (0.5, 0.5), (0.9, 0.5)])
    visitor.look()
    asked.get_by_text("Gambar tersimpan").wait_for()
    drawn = kept("jalan").convert("RGB")
    assert drawn.size == (800, 600), "as large as the photo"
    red, green, _ = drawn.getpixel((400, 300))
    assert red > 150 and green < 80 and min(drawn.getpixel((400, 100))) > 240, "where the finger was"
    asked.get_by_role("button", name="Batalkan goresan terakhir").click()
    visitor.press("Simpan dan berhenti dulu")
    page.wait_for_url(re.compile(r"/isian/\d+/?$"))
    assert min(kept("jalan").convert("RGB").getpixel((400, 300))) > 240, "the photo itself is still there"


def test_what_the_browser_cannot_read_is_sent_as_it_is(page: Any, visitor: Any, tmp_path: Path) -> None:
    file = tmp_path / "foto.jpg"
    file.write_bytes(b"bukan foto" * 50_000)
    question(page, "foto").locator("input[type=file]").set_input_files(file)
    page.locator("#ringkasan", has_text="bukan foto yang dapat dibaca").wait_for()


def test_the_camera_opens_at_once_only_where_the_form_says_so(page: Any) -> None:
    inputs = {name: question(page, name).locator("input[type=file]") for name in ("foto", "wajah", "paraf")}
    assert {k: v.get_attribute("capture") for k, v in inputs.items()} == {"foto": None, "wajah": "user", "paraf": None}


def test_the_phone_says_where_it_is(page: Any, visitor: Any, site_folder: Path, fields_response: int) -> None:
    visitor.context.grant_permissions(["geolocation"])
    visitor.context.set_geolocation({"latitude": -3.6954, "longitude": 128.1814, "accuracy": 12})
    asked = question(page, "letak")
    asked.get_by_role("button", name="Ambil posisi saya").click()
    asked.get_by_text("Ketelitian sekarang ± 12 meter; menunggu sampai 5 meter").wait_for()
    assert asked.locator("input").input_value() == ""
    asked.get_by_role("button", name="Pakai posisi ini").click()
    asked.get_by_text("ketelitian ± 12 meter").wait_for()
    assert asked.locator("input").input_value() == "-3.6954 128.1814 0 12"
    page.locator("#simpanan:not([data-menunggu])", has_text=re.compile(r"^Tersimpan \d\d\.\d\d$")).wait_for()
    visitor.look()
    page.reload()
    dressed(page)
    assert question(page, "letak").locator("input").input_value() == "-3.6954 128.1814 0 12"


def test_the_position_is_taken_at_once_when_it_is_as_accurate_as_the_form_wants(page: Any, visitor: Any) -> None:
    visitor.context.grant_permissions(["geolocation"])
    here = {"latitude": -3.6954, "longitude": 128.1814}
    visitor.context.set_geolocation({**here, "accuracy": 40})
    asked = question(page, "tanda")  # capture-accuracy=10 warning-accuracy=30
    asked.get_by_role("button", name="Ambil posisi saya").click()
    asked.get_by_text("± 40 meter; menunggu sampai 10 meter").wait_for()
    visitor.context.set_geolocation({**here, "accuracy": 9})
    asked.get_by_text("Posisi terisi, ketelitian ± 9 meter.").wait_for()
    assert asked.locator("input").input_value() == "-3.6954 128.1814 0 9"
    visitor.context.set_geolocation({**here, "accuracy": 30})
    asked.get_by_role("button", name="Ambil posisi saya").click()
    asked.get_by_role("button", name="Pakai posisi ini").click()
    asked.get_by_text("ketelitiannya hanya ± 30 meter").wait_for()
    visitor.look()


def test_with_accuracy_nought_the_person_decides(page: Any, visitor: Any) -> None:
    visitor.context.grant_permissions(["geolocation"])
    visitor.context.set_geolocation({"latitude": -3.6954, "longitude": 128.1814, "accuracy": 1})
    asked = question(page, "batas")  # capture-accuracy=0
    asked.get_by_role("button", name="Ambil posisi saya").click()
    asked.get_by_text("Tekan “Pakai posisi ini” bila sudah cukup teliti").wait_for()
    assert asked.locator("input").input_value() == ""
    asked.get_by_role("button", name="Pakai posisi ini").click()
    assert asked.locator("input").input_value() == "-3.6954 128.1814 0 1"


def test_of_a_line_each_position_is_one_more(page: Any, visitor: Any, store: Store, fields_response: int) -> None:
    visitor.context.grant_permissions(["geolocation"])
    asked = question(page, "jejak")
    for longitude in (128.18, 128.19):
        visitor.context.set_geolocation({"latitude": -3.7, "longitude": longitude, "accuracy": 4})
        asked.get_by_role("button", name="Tambah posisi saya").click()
        expect(asked.locator("textarea")).to_have_value(re.compile(f"{longitude} 0 4$"))
    page.locator("#simpanan:not([data-menunggu])", has_text=re.compile(r"^Tersimpan \d\d\.\d\d$")).wait_for()
    assert store.draft(fields_response)[1].values["tangkap/jejak"] == "-3.7 128.18 0 4;-3.7 128.19 0 4"
    visitor.look()
    page.reload()
    dressed(page)
    assert question(page, "jejak").locator("textarea").input_value() == "-3.7 128.18 0 4\n-3.7 128.19 0 4"


def test_without_permission_the_place_is_typed(page: Any, visitor: Any) -> None:
    visitor.context.clear_permissions()
    asked = question(page, "letak")
    asked.get_by_role("button", name="Ambil posisi saya").click()
    asked.get_by_text("Izin lokasi ditolak").wait_for()
    asked.locator("input").fill("-3.7 128.2")
    asked.locator("input").blur()
    page.locator("#simpanan:not([data-menunggu])", has_text=re.compile(r"^Tersimpan \d\d\.\d\d$")).wait_for()
    visitor.look()


def test_without_javascript_files_are_uploaded_and_places_typed(
    plain_visitor: Any, fields_response: int, tmp_path: Path, kept: Any
) -> None:
    plain_visitor.enter("pendidikan")
    plain_visitor.go(f"/isian/{fields_response}/bagian/tangkap")
    page = plain_visitor.page
    assert page.locator("canvas, .letak button").count() == 0 and not page.locator(".kanvas").first.is_visible()
    file = tmp_path / "paraf.png"
    Image.new("RGB", (300, 90), "white").save(file)
    question(page, "paraf").locator("input[type=file]").set_input_files(file)
    page.locator(".deret button[value=simpan]").click()
    page.wait_for_load_state()
    assert kept("paraf").size == (300, 90)
