"""Bahasa Indonesia for documents: numbers, money and dates in words, roman numerals, lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

Number = int | float | Decimal
Unit = Literal["hari", "bulan", "tahun"]


def terbilang(n: Number) -> str:
    raise NotImplementedError


def angka(n: Number) -> str:
    raise NotImplementedError


def rupiah(n: Number) -> str:
    raise NotImplementedError


def rupiah_terbilang(n: Number) -> str:
    raise NotImplementedError


def tanggal(d: date | str) -> str:
    raise NotImplementedError


def tanggal_terbilang(d: date | str) -> str:
    raise NotImplementedError


def hari(d: date | str) -> str:
    raise NotImplementedError


def romawi(n: int) -> str:
    raise NotImplementedError


def daftar(items: Sequence[str], conjunction: str = "dan") -> str:
    raise NotImplementedError


def huruf_judul(text: str) -> str:
    raise NotImplementedError


def tambah_bulan(d: date | str, n: int) -> date:
    raise NotImplementedError


def tambah_tahun(d: date | str, n: int) -> date:
    raise NotImplementedError


def akhir_masa(d: date | str, n: int, satuan: Unit) -> date:
    raise NotImplementedError


def read_terbilang(text: str) -> int | None:
    raise NotImplementedError


