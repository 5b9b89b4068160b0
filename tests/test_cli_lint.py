"""`inovik lint`: what a file says of itself on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest

from inovik_forms.cli.main import run
from tests.lint.papers import agreement, changed


def write(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_a_good_file_is_ready(tmp_path: Path, capsys: Any) -> None:
    file = write(tmp_path, "naskah.docx", agreement())
    twin = write(tmp_path, "dua.docx", agreement(2))
    assert run(["lint", file, "--pair", twin]) == 0
    out = capsys.readouterr().out
    assert "Siap tanda tangan." in out and "[L31]" in out and "[L29]" not in out


def test_a_bad_file_is_told_with_place_quotation_and_fix_and_noted(tmp_path: Path, capsys: Any) -> None:
    file = write(tmp_path, "kembali.docx", changed(agreement(), ("3\u00a0(tiga)", "3 (dua)")))
    noted = tmp_path / "catatan.docx"
    sent = write(tmp_path, "kirim.docx", agreement())
    assert run(["lint", file, "-o", str(noted), "--sent", sent]) == 1
    out = capsys.readouterr().out
    assert "[L05] Kesalahan: 3 tidak sama dengan “dua”." in out and "Pasal 8 ayat (1)" in out and "[3 (dua)]" in out
    assert "tulis: tiga" in out and "Belum siap tanda tangan." in out and "[L32] Keterangan" in out
    assert any("L05" in c.text for c in docx.Document(str(noted)).comments)
    assert run(["--language", "en", "lint", file, "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    found = next(f for f in report["findings"] if f["rule"] == "L05")
    assert not report["ready"] and found["phase"] == "draft" and "is not" in found["message"]
    assert found["where"]["quote"] == "3 (dua)" and report["unchecked"] == ["L29", "L31", "L32"]


def test_facts_of_a_city_go_over_the_shipped_ones(tmp_path: Path, capsys: Any) -> None:
    file = write(tmp_path, "naskah.docx", agreement())
    facts = tmp_path / "kota.yaml"
    facts.write_text(
        "nomor:\n- {instansi: Pemerintah Kota, pola: '100\\.3\\.7\\.1/.+/\\d{4}', contoh: 100.3.7.1/1/2026}\n"
        "- {instansi: Lembaga, pola: '[0-9]+/LAN/\\d{4}', contoh: 2/LAN/2026}\n"
        "masa_jabatan:\n- {nama: Johanis Contoh, mulai: 2020-01-01, selesai: 2025-01-01}\n"
    )
    assert run(["lint", file, "--facts", str(facts)]) == 1
    out = capsys.readouterr().out
    assert "[L02] Kesalahan: Nomor CONTOH-02/LAN/2026" in out and "[L24] Kesalahan" in out
    facts.write_text("nomor:\n- {instansi: '(', pola: x, contoh: x}\n")
    assert run(["lint", file, "--facts", str(facts)]) == 1
    assert "pemeriksaan" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "data"), [("a.docx", b"bukan zip"), ("a.doc", b"x")])
def test_what_is_no_word_file_is_refused_in_words(tmp_path: Path, capsys: Any, name: str, data: bytes) -> None:
    assert run(["lint", write(tmp_path, name, data)]) in (1, 2)
    assert "Traceback" not in capsys.readouterr().err
