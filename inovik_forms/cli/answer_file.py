"""The file of answers: JSON, read so that nothing in it is lost or changed on the way."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from inovik_forms.problems import Cell, FilePlace, Problem, Refused, register
from inovik_forms.words import mark

MOST_DIGITS = 1000

register(
    {
        "cli.not_json": (
            mark("Berkas jawaban tidak dapat dibaca sebagai JSON mulai dari tempat ini."),
            mark("Periksa koma, tanda kutip, dan kurung di sekitar tempat ini."),
        ),
        "cli.not_utf8": (
            mark("Berkas jawaban tidak tersimpan sebagai UTF-8."),
            mark("Simpan ulang berkasnya dengan pengodean UTF-8."),
        ),
        "cli.no_json_number": (
            mark("“{found}” bukan bilangan menurut JSON."),
            mark("Tulis null bila belum ada jawaban, atau bilangannya."),
        ),
        "cli.too_nested": (
            mark("Objek dan daftar dalam berkas jawaban bersarang terlalu dalam."),
            mark("Susun berkasnya seperti susunan kuesioner."),
        ),
        "cli.half_character": (
            mark("Berkas jawaban memuat setengah karakter (\\ud800 sampai \\udfff tanpa pasangannya)."),
            mark("Tulis karakternya langsung, atau lengkapi pasangannya."),
        ),
        "cli.double_name": (
            mark("“{name}” tertulis lebih dari sekali dalam satu objek, jadi tidak jelas mana jawabannya."),
            mark("Hapus yang tidak dipakai."),
        ),
        "cli.not_answers": (
            mark("Berkas jawaban harus berisi satu objek JSON dengan nama pertanyaan dan jawabannya."),
            mark("Apit isi berkas dengan kurung kurawal."),
        ),
    }
)


def read_answers(data: bytes, name: str) -> dict[str, Any]:
    """The object in the bytes of an ANSWERS.json. Raises Refused with the line of what is broken."""

    def refused(code: str, **detail: object) -> Refused:
        return Refused([Problem(code, FilePlace(name), detail)])

    def never(found: str) -> Any:
        raise refused("cli.no_json_number", found=found)

    def whole(digits: str) -> int | str:
        """What is too long for Python's int() stays text: the answer is then shown as not valid."""
        return int(digits) if len(digits) < MOST_DIGITS else digits

    def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise refused("cli.double_name", name=Counter(key for key, _ in pairs).most_common(1)[0][0])
        return found

    try:
        text = data.decode("utf-8-sig")
        content = json.loads(text, parse_constant=never, parse_int=whole, object_pairs_hook=each_once)
    except UnicodeDecodeError as error:
        raise refused("cli.not_utf8") from error
    except json.JSONDecodeError as error:
        raise Refused([Problem("cli.not_json", Cell(name, error.lineno, str(error.colno)))]) from error
    except RecursionError as error:
        raise refused("cli.too_nested") from error
    if "\\ud" in text.lower() and _has_half_characters(content):
        raise refused("cli.half_character")
    if not isinstance(content, dict):
        raise Refused([Problem("cli.not_answers", FilePlace(name))])
    return content


def _has_half_characters(content: Any) -> bool:
    """JSON can name half of a surrogate pair, which is no text: nothing could store, print or write it."""
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
