"""Write doc_templates/*.docx. `python scripts/word/build.py [FOLDER]`; the same bytes each time."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

TEMPLATES = ("nota_kesepakatan", "rencana_aksi", "buku_rencana_aksi", "laporan_kemajuan", "profil_inovasi")


def build_all() -> dict[str, bytes]:
    """File name → bytes of every shipped template."""
    return {f"{name.replace('_', '-')}.docx": importlib.import_module(name).build() for name in TEMPLATES}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "doc_templates"
    for name, data in build_all().items():
        (folder / name).write_bytes(data)
        print(folder / name)


if __name__ == "__main__":
    main()
