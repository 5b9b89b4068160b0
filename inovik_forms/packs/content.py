"""The questionnaires, Word templates, pages and packs that come with the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from inovik_forms.words import mark

PACKAGE = Path(__file__).resolve().parent.parent

ContentName = Literal["questionnaires", "doc_templates", "packs", "templates"]


@dataclass(frozen=True, slots=True)
class ShippedTemplate:
    """A Word template's title and the questionnaire that its tags speak of. `book`: it prints many responses."""

    title: str
    questionnaire: str
    book: bool = False


SHIPPED: Mapping[str, ShippedTemplate] = {
    "rencana-aksi": ShippedTemplate(mark("Rencana aksi inovasi"), "desain"),
    "buku-rencana-aksi": ShippedTemplate(mark("Buku rencana aksi"), "desain", book=True),
    "laporan-kemajuan": ShippedTemplate(mark("Laporan kemajuan"), "laporan-kemajuan"),
    "profil-inovasi": ShippedTemplate(mark("Profil inovasi"), "laporan-kemajuan"),
    "nota-kesepakatan": ShippedTemplate(mark("Nota kesepakatan"), "nota-kesepakatan"),
}


def content_dir(name: ContentName) -> Path:
    """The folder of shipped content: at the top of a checkout, inside the package once installed."""
    installed = PACKAGE / "content" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
