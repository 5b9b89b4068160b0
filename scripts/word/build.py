"""Write doc_templates/*.docx, and beside each its text as a review reads it; and the letterheads. The same bytes each
time.

`python scripts/word/build.py [FOLDER]`
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import kop

from inovik_forms.documents.dump import dump
from inovik_forms.documents.letterhead import FOLDER
from inovik_forms.documents.read import read
from inovik_forms.documents.resolve import resolve

TEMPLATES = ("nota_kesepakatan", "rencana_aksi", "buku_rencana_aksi", "laporan_kemajuan", "profil_inovasi")


def build_all() -> dict[str, bytes]:
    """File name → bytes of every shipped template."""
    return {f"{name.replace('_', '-')}.docx": importlib.import_module(name).build() for name in TEMPLATES}


def text_of(docx: bytes, name: str) -> str:
    """The plain text of a template, tags as written and numbers as Word would count them."""
    document, problems = read(docx, name)
    if document is None:
        raise ValueError(problems)
    return dump(resolve(document)[0])


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "doc_templates"
    for name, data in build_all().items():
        (folder / name).write_bytes(data)
        (folder / name).with_suffix(".txt").write_text(text_of(data, name))
        print(folder / name)
    for kind, data in kop.build().items():
        (FOLDER / f"{kind}.docx").write_bytes(data)
        print(FOLDER / f"{kind}.docx")


if __name__ == "__main__":
    main()
