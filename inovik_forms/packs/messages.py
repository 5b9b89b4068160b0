"""What can be wrong with a pack, in words."""

from __future__ import annotations

from inovik_forms.problems import Cell, FilePlace, Problem, Severity, register
from inovik_forms.words import mark

register(
    {
        "packs.no_pack": (
            mark("Folder “{name}” bukan paket kota: city.yaml tidak ada di dalamnya."),
            mark("Tunjuk folder yang berisi city.yaml dan units.csv, misalnya packs/nama-kota."),
        ),
        "packs.yaml": (
            mark("Berkas YAML tidak dapat dibaca: {reason}."),
            mark("Periksa baris ini dan baris sebelumnya: lekukan, titik dua, dan tanda kutip."),
        ),
        "packs.json": (
            mark("Berkas ini bukan JSON yang berisi jawaban."),
            mark("Periksa koma dan tanda kutip pada baris ini; isi berkas diawali {{ dan diakhiri }}."),
        ),
        "packs.facts": (
            mark("Data pemeriksaan naskah tidak dapat dipakai ({reason})."),
            mark("Bandingkan dengan susunan berkas pemeriksaan.yaml bawaan."),
        ),
        "packs.not_text": (
            mark("Nilai “{quote}” bukan teks."),
            mark("Apit dengan tanda kutip, supaya nol di depan dan tanda lain tidak hilang."),
        ),
        "packs.not_utf8": (
            mark("Berkas ini tidak disimpan sebagai UTF-8."),
            mark("Simpan ulang dengan pilihan “CSV UTF-8”."),
        ),
        "packs.city_missing": (
            mark("Data kota “{name}” belum diisi."),
            mark("Tambahkan {name}: pada bagian kota: di city.yaml."),
        ),
        "packs.zone": (
            mark("Zona waktu “{quote}” tidak dikenal."),
            mark("Isi Asia/Jakarta (WIB), Asia/Makassar (WITA), atau Asia/Jayapura (WIT)."),
        ),
        "packs.file_missing": (
            mark("Berkas “{quote}” tidak ada."),
            mark("Letakkan berkas itu di dalam folder paket, atau perbaiki namanya."),
        ),
        "packs.column_missing": (
            mark("Kolom “{name}” tidak ada."),
            mark("Tambahkan kolom {name} pada baris pertama."),
        ),
        "packs.column_unknown": (
            mark("Kolom “{name}” tidak dipakai."),
            mark("Hapus kolom itu, atau perbaiki namanya."),
        ),
        "packs.cell_empty": (
            mark("Kolom “{name}” kosong."),
            mark("Isi, atau hapus baris ini."),
        ),
        "packs.unit_twice": (
            mark("Kode perangkat daerah “{quote}” dipakai dua kali."),
            mark("Beri setiap perangkat daerah kode yang berbeda."),
        ),
        "packs.sample": (
            mark("Contoh ke-{number}: “{name}” tidak dikenal atau kosong (tertulis “{quote}”)."),
            mark("Yang diterima: {allowed}."),
        ),
        "packs.sample_answer": (
            mark("Jawaban contoh pada “{path}”: {reason}"),
            mark("Perbaiki berkas jawaban itu, atau hapus “terkirim”."),
        ),
    }
)


def place(file: str, line: int | None = None, column: str = "") -> Cell:
    """A line (from 1) and a column or key of a pack's file."""
    return Cell(file, line, column)


def problem(code: str, where: Cell | str, severity: Severity = "error", **detail: object) -> Problem:
    """A problem of a pack; a plain text names a file or folder as a whole."""
    spot = FilePlace(where) if isinstance(where, str) else where
    return Problem(code, spot, {"name": spot.name, **detail} if isinstance(spot, FilePlace) else detail, severity)
