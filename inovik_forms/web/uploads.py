"""Files from outside: size, then type by content, then pictures made anew without their metadata; only then kept."""

from __future__ import annotations

import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from inovik_forms import archives
from inovik_forms.answers.values import Path
from inovik_forms.problems import AnswerPlace, Problem, register
from inovik_forms.words import mark

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes: a phone's photo at full size, or a scanned decree of some twenty pages."""
MOST_PIXELS = 50_000_000
"""Width × height: every phone's camera today; 200 MB once unpacked."""
MOST_FRAMES = 300
LONGEST_SIDE = 2400
"""Pixels kept: prints sharply across an A4 page (290 dots per inch)."""
THUMBNAIL = 320
LONGEST_NAME = 100
OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
RECORDINGS = {
    b"OggS": ("ogg", "audio/ogg"), b"\x1aE\xdf\xa3": ("webm", "video/webm"), b"#!AMR": ("amr", "audio/amr"),
}  # fmt: skip
MOST_MEMBERS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024

register(
    {
        "web.upload_empty": (
            mark("Berkas “{name}” kosong (0 bita)."),
            mark("Periksa berkas itu di perangkat Anda, lalu pilih lagi."),
        ),
        "web.upload_large": (
            mark("Berkas “{name}” terlalu besar; paling besar {limit} MB."),
            mark("Perkecil dahulu, misalnya foto dengan mutu lebih rendah atau pindaian hitam putih."),
        ),
        "web.upload_picture": (
            mark("“{name}” bukan foto yang dapat dibaca."),
            mark("Pilih foto JPEG atau PNG. Foto HEIC dari iPhone: atur Kamera › Format › Paling Kompatibel."),
        ),
        "web.upload_pixels": (
            mark("Foto “{name}” mempunyai terlalu banyak titik; paling banyak {limit} juta."),
            mark("Perkecil foto itu dahulu, lalu unggah lagi."),
        ),
        "web.upload_type": (
            mark("“{name}” bukan jenis berkas yang diterima."),
            mark("Unggah PDF, DOCX, XLSX, JPEG atau PNG."),
        ),
        "web.upload_recording": (
            mark("“{name}” bukan rekaman suara atau video yang dikenal."),
            mark("Unggah MP3, M4A, OGG, WAV, MP4, MOV atau WEBM."),
        ),
        "web.upload_macro": (
            mark("“{name}” berisi makro, dan itu tidak diterima."),
            mark("Simpan ulang di Word atau Excel sebagai .docx atau .xlsx biasa."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept. `is_still`: a picture that moved, of which only the first one is kept."""

    data: bytes
    name: str
    media_type: str
    is_still: bool = False


def check(data: bytes, file_name: str, kind: str, path: Path, longest: int = LONGEST_SIDE) -> Upload | Problem:
    """The file as it may be kept, or why it is refused. `kind` "image" takes pictures only, audio and video
    recordings; "file" also documents. `longest`: pixels kept of a picture's longer side."""
    name = safe_name(file_name)

    def refuse(code: str, **detail: object) -> Problem:
        return Problem(code, AnswerPlace(path), {"name": name, **detail})

    if not data:
        return refuse("web.upload_empty")
    if len(data) > LARGEST_FILE:
        return refuse("web.upload_large", limit=LARGEST_FILE // 1024 // 1024)
    if kind in ("audio", "video"):
        found = _recording(data)
        return Upload(data, _with_ending(name, found[0]), found[1]) if found else refuse("web.upload_recording")
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or data[8:12] == b"WEBP":
        return _picture(data, name, longest, refuse)
    if kind == "image":
        return refuse("web.upload_picture")
    if data.startswith(b"%PDF-"):
        return Upload(data, _with_ending(name, "pdf"), "application/pdf")
    if data.startswith(b"PK\x03\x04"):
        return _office(data, name, refuse)
    return refuse("web.upload_type")


def _recording(data: bytes) -> tuple[str, str] | None:
    """Ending and media type of a sound or a film by its first bytes, as phones record them; None for any other."""
    if data.startswith(b"ID3") or (data[0] == 0xFF and data[1:2] and data[1] & 0xE6 == 0xE2):
        return "mp3", "audio/mpeg"
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "wav", "audio/wav"
    if data[4:8] == b"ftyp":
        return {b"M4A ": ("m4a", "audio/mp4"), b"qt  ": ("mov", "video/quicktime")}.get(
            data[8:12], ("mp4", "video/mp4")
        )
    return next((known for head, known in RECORDINGS.items() if data.startswith(head)), None)


def _picture(data: bytes, name: str, longest: int, refuse: Callable[..., Problem]) -> Upload | Problem:
    """The picture drawn anew: no position, no camera, nothing hidden behind its end; turned as it was held."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own, lower limit follows
            opened = Image.open(BytesIO(data), formats=["JPEG", "PNG", "WEBP"])
            if opened.width * opened.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            # Some cameras' JPEGs hold a second view: those do not move.
            is_still = opened.format != "JPEG" and getattr(opened, "n_frames", 1) > 1
            opened.draft("RGB", (longest, longest))
            picture = ImageOps.exif_transpose(opened)
            picture.load()
    except Image.DecompressionBombError:
        return refuse("web.upload_pixels", limit=MOST_PIXELS // 1_000_000)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        return refuse("web.upload_picture")
    picture.thumbnail((longest, longest))
    out = BytesIO()
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clean = Image.new("RGBA", picture.size)
        clean.paste(picture.convert("RGBA"))
        clean.save(out, "PNG", optimize=True)
        return Upload(out.getvalue(), _with_ending(name, "png"), "image/png", is_still)
    clean = Image.new("RGB", picture.size)
    clean.paste(picture.convert("RGB"))
    clean.save(out, "JPEG", quality=85, optimize=True)
    return Upload(out.getvalue(), _with_ending(name, "jpg"), "image/jpeg", is_still)


def _office(data: bytes, name: str, refuse: Callable[..., Problem]) -> Upload | Problem:
    """A Word or Excel file by what is in the archive, never by its name; with macros it is refused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = set(archive.namelist())
            if archives.faults(archive, archives.Limits(MOST_MEMBERS, MOST_UNPACKED)):
                return refuse("web.upload_type")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return refuse("web.upload_type")
    if any(member.lower().endswith("vbaproject.bin") for member in members):
        return refuse("web.upload_macro")
    found = [kind for member, kind in OFFICE.items() if member in members]
    if len(found) != 1:
        return refuse("web.upload_type")
    ending, media_type = found[0]
    return Upload(data, _with_ending(name, ending), media_type)


def suits(kind: str, media_type: str) -> bool:
    """Whether a question of this kind takes a file of this type that is kept already."""
    is_recording = media_type.startswith(("audio/", "video/"))
    if kind in ("audio", "video"):
        return is_recording
    return media_type.startswith("image/") if kind == "image" else not is_recording


def animation(data: bytes, file_name: str) -> Upload | Problem:
    """A GIF with all its frames drawn anew, without comments or anything behind its end; or why it is refused."""
    name = safe_name(file_name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own, lower limit follows
            opened = Image.open(BytesIO(data), formats=["GIF"])
            frames = []
            for frame in ImageSequence.Iterator(opened):
                frames.append(frame.convert("RGBA"))
                frames[-1].info = {}  # comments
                if opened.width * opened.height * len(frames) > MOST_PIXELS or len(frames) > MOST_FRAMES:
                    detail = {"name": name, "limit": MOST_PIXELS // 1_000_000}
                    return Problem("web.upload_pixels", AnswerPlace(""), detail)
            pace = int(opened.info.get("duration", 100))
    except (Image.DecompressionBombError, UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        return Problem("web.upload_picture", AnswerPlace(""), {"name": name})
    out = BytesIO()
    moving = {"append_images": frames[1:], "loop": 0, "duration": pace, "disposal": 2} if len(frames) > 1 else {}
    frames[0].save(out, "GIF", save_all=True, **moving)
    return Upload(out.getvalue(), _with_ending(name, "gif"), "image/gif")


def safe_name(file_name: str) -> str:
    """A name to show and to offer on download: last part, no controls or direction marks, not too long."""
    last = re.split(r"[/\\]", file_name)[-1]
    name = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    name = re.sub(r'[<>:"|?*\s]+', " ", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return (stem[:LONGEST_NAME] + dot + ending[:10] if dot else name[:LONGEST_NAME]) or "berkas"


def _with_ending(name: str, ending: str) -> str:
    """The name with the ending that the content really has."""
    stem, dot, old = name.rpartition(".")
    if dot and old.lower() == ending:
        return f"{stem}.{ending}"
    return f"{stem if dot and len(old) <= 5 else name}.{ending}"


def thumbnail(data: bytes) -> bytes | None:
    """A small JPEG of a kept picture; None when it is none."""
    try:
        with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            picture.draft("RGB", (THUMBNAIL, THUMBNAIL))
            picture.thumbnail((THUMBNAIL, THUMBNAIL))
            flat = Image.new("RGB", picture.size, "white")
            rgba = picture.convert("RGBA")
            flat.paste(rgba, mask=rgba.getchannel("A"))
    except (UnidentifiedImageError, OSError, ValueError):
        return None
    out = BytesIO()
    flat.save(out, "JPEG", quality=80)
    return out.getvalue()
