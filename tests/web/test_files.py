"""Uploads: type by content, pictures made anew, shown and removable; served as something to save."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from inovik_forms.problems import Problem
from inovik_forms.web import uploads


def jpeg(exif: bool = False, size: tuple[int, int] = (64, 48)) -> bytes:
    out = BytesIO()
    picture = Image.new("RGB", size, "teal")
    marks = Image.Exif()
    if exif:
        marks[0x010E] = "rahasia"  # description
        marks[0x0112] = 6  # held upright
        marks.get_ifd(0x8825)[2] = (3.0, 41.0, 0.0)  # latitude
    picture.save(out, "JPEG", exif=marks)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    """A tiny file that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def archive(*members: str, data: bytes = b"x") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for member in members:
            z.writestr(member, data)
    return out.getvalue()


def upload(browser: Any, response: int, question: str, data: bytes, name: str, status: int = 303) -> Any:
    return browser.post(
        f"/isian/{response}/bagian/berkas", {f"q.berkas/{question}": (BytesIO(data), name)}, status=status
    )


def test_a_photo_is_kept_shown_and_removable(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    upload(ani, response_id, "foto", jpeg(), "Foto Kegiatan.JPG")
    assert kept()["berkas/foto"].endswith("/Foto Kegiatan.jpg")
    page = ani.get(f"/isian/{response_id}/bagian/berkas")
    (whole, *_) = page.links("/berkas/")
    small = page.html.partition('<img src="/berkas')[2].partition('"')[0]
    picture = ani.get(whole)
    assert Image.open(BytesIO(picture.data)).size == (64, 48)
    assert ani.get(f"/berkas{small}").headers["Content-Type"] == "image/jpeg"
    ani.post(f"/isian/{response_id}/bagian/berkas", aksi="kosongkan berkas/foto")
    assert kept()["berkas/foto"] == ""
    assert not ani.get(f"/isian/{response_id}/bagian/berkas").links("/berkas/")


def test_a_file_whose_bytes_are_gone_is_said_to_be_lost(visit: Any, response_id: int, kept: Any, store: Any) -> None:
    """F10: somebody has deleted it by hand."""
    ani = visit("ani")
    upload(ani, response_id, "foto", jpeg(), "kegiatan.jpg")
    value = kept()["berkas/foto"]
    (whole, *_) = ani.get(f"/isian/{response_id}/bagian/berkas").links("/berkas/")
    next(store.files_dir.rglob(value.partition("/")[0])).unlink()
    page = ani.get(f"/isian/{response_id}/bagian/berkas")
    assert "Berkas hilang dari server: kegiatan.jpg. Pilih lagi" in page.html and not page.links("/berkas/")
    assert "berkas hilang dari server: kegiatan.jpg" in ani.get(f"/isian/{response_id}/periksa").html
    gone = ani.get(whole, status=410)
    assert "Berkas ini hilang dari server" in gone.html and "Unggah lagi" in gone.html
    upload(ani, response_id, "foto", jpeg(), "kegiatan.jpg")
    assert ani.get(whole).data and kept()["berkas/foto"] == value, "the same photo brings the same file back"


def test_a_photo_loses_its_metadata_and_stands_upright(visit: Any, response_id: int, kept: Any, store: Any) -> None:
    upload(visit("ani"), response_id, "foto", jpeg(exif=True), "gps.jpg")
    data = store.file(kept()["berkas/foto"])
    picture = Image.open(BytesIO(data))
    assert not picture.getexif() and b"rahasia" not in data and picture.size == (48, 64)


def test_files_are_for_saving_never_for_running(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    upload(ani, response_id, "surat", b"%PDF-1.7\n%%EOF", 'a"b\r\nSet-Cookie: x.pdf.html')
    (url,) = ani.get(f"/isian/{response_id}/bagian/berkas").links("/berkas/")
    headers = ani.get(url).headers
    assert headers["Content-Type"] == "application/pdf"
    assert (
        headers["Content-Disposition"].startswith("attachment; filename=")
        and "\n" not in headers["Content-Disposition"]
    )
    assert headers["Content-Disposition"].endswith(".pdf")
    assert "sandbox" in headers["Content-Security-Policy"] and headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("data", "name", "kind", "code"), [
    (b"", "kosong.jpg", "image", "web.upload_empty"),
    (b"<html><script>", "foto.jpg", "image", "web.upload_picture"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "foto.svg", "image", "web.upload_picture"),
    (b"GIF89a" + b"\0" * 50, "foto.gif", "image", "web.upload_picture"),
    (jpeg()[:200], "potong.jpg", "image", "web.upload_picture"),
    (b"\x89PNG\r\n\x1a\n" + b"junk" * 30, "foto.png", "image", "web.upload_picture"),
    (png(50_000, 50_000), "bom.png", "image", "web.upload_pixels"),
    (png(12_000, 10_000), "bom.png", "image", "web.upload_pixels"),
    (b"%PDF-1.7", "surat.pdf", "image", "web.upload_picture"),
    (b"MZ\x90\0" * 20, "surat.pdf", "file", "web.upload_type"),
    (archive("word/document.xml", "word/vbaProject.bin"), "surat.docx", "file", "web.upload_macro"),
    (archive("a.txt"), "surat.docx", "file", "web.upload_type"),
    (archive("word/document.xml", data=bytes(2_000_000)), "bom.docx", "file", "web.upload_type"),
    (archive("word/document.xml", "../../luar.xml"), "surat.docx", "file", "web.upload_type"),
    (b"PK\x03\x04 bukan zip", "surat.docx", "file", "web.upload_type"),
    (b"\xff" * (uploads.LARGEST_FILE + 1), "besar.pdf", "file", "web.upload_large"),
], ids=lambda x: x if isinstance(x, str) else "")  # fmt: skip
def test_what_is_refused(data: bytes, name: str, kind: str, code: str) -> None:
    """A27, A28"""
    found = uploads.check(data, name, kind, "berkas/foto")
    assert isinstance(found, Problem) and found.code == code
    assert name in found.message and found.fix


@pytest.mark.parametrize(("data", "name", "kept_name"), [
    (b"%PDF-1.7", "surat.html", "surat.pdf"),
    (archive("word/document.xml"), "surat.zip", "surat.docx"),
    (archive("xl/workbook.xml"), "data.xlsx", "data.xlsx"),
    (b"%PDF-1.7", "../../etc/passwd", "passwd.pdf"),
    (b"%PDF-1.7", "C:\\x\\laporan\u202efdp.exe", "laporanfdp.pdf"),
    (b"%PDF-1.7", "x" * 400 + ".pdf", "x" * 100 + ".pdf"),
    (b"%PDF-1.7", "", "berkas.pdf"),
])  # fmt: skip
def test_what_is_taken_gets_the_ending_of_its_content(data: bytes, name: str, kept_name: str) -> None:
    found = uploads.check(data, name, "file", "berkas/surat")
    assert isinstance(found, uploads.Upload) and found.name == kept_name


def test_a_polyglot_loses_its_second_life() -> None:
    found = uploads.check(jpeg() + b"<script>alert(1)</script>", "foto.html.jpg", "image", "x")
    assert isinstance(found, uploads.Upload) and b"<script" not in found.data


def test_transparency_stays_and_large_pictures_shrink() -> None:
    out = BytesIO()
    Image.new("RGBA", (5000, 100), (0, 0, 0, 0)).save(out, "PNG")
    found = uploads.check(out.getvalue(), "cap.png", "image", "x")
    assert isinstance(found, uploads.Upload) and found.media_type == "image/png"
    assert Image.open(BytesIO(found.data)).size == (2400, 48)


def test_a_refused_file_is_said_at_its_question_and_the_rest_is_saved(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    page = upload(ani, response_id, "foto", b"bukan foto", "foto.jpg", status=422)
    assert page.title.startswith("Kesalahan:") and "bukan foto yang dapat dibaca" in page.problem_at("berkas/foto")
    assert kept() == {}


def test_a_forged_file_value_is_not_an_answer(visit: Any, response_id: int, kept: Any) -> None:
    visit("ani").post(f"/isian/{response_id}/bagian/berkas", {"q.berkas/foto": "0" * 64 + "/x.jpg"})
    assert kept() == {}


def test_a_file_of_another_response_is_not_reached_through_ones_own(visit: Any, response_id: int, store: Any) -> None:
    """A17"""
    value = store.put_file(jpeg(), "foto.jpg", "image/jpeg", response_id)
    subject = store.add_subject("inovasi", "dinas-b", "Lain", "budi")
    own = store.start_response(subject.id, "uji", "budi", {}).id
    budi = visit("budi")
    budi.get(f"/berkas/{own}/{value}", status=404)
    budi.get(f"/berkas/{own}/{value}/kecil", status=404)


def test_too_large_a_request_is_explained(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    url = f"/isian/{response_id}/bagian/berkas"
    body = b'--x\r\nContent-Disposition: form-data; name="q.berkas/foto"; filename="a.jpg"\r\n\r\n' + bytes(
        13 * 1024 * 1024
    )
    answer = ani.client.post(url, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413 and "8 MB" in answer.get_data(as_text=True)
