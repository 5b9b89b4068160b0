"""Where words stand in any Word files, ours beside LibreOffice's with the fonts that we ship, in one run.

    .venv/bin/python -m bench.places FILE.docx …

For each file: the share of its words within 5 mm on the same page, pages of both, and what the reader said.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from inovik_forms.documents import fonts, pdf
from inovik_forms.documents.read import read
from inovik_forms.documents.resolve import resolve
from tests.content.test_pages import placed, share_at_its_place

_CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Bookman Old Style</family><prefer><family>TeX Gyre Bonum</family></prefer></alias>
</fontconfig>"""


def main(names: Sequence[str]) -> None:
    """Print a line a file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = _office([Path(name).read_bytes() for name in names], folder)
        for name, theirs in zip(names, office, strict=True):
            print(f"{Path(name).name[:44]:44} {_line(Path(name), theirs, folder)}")


def _office(files: Sequence[bytes], folder: Path) -> list[bytes]:
    """LibreOffice's PDFs; b"" for a file that it does not take."""
    config = folder / "fonts.conf"
    config.write_text(_CONFIG.format(fonts=Path(fonts.__file__).parent, cache=folder / "cache"))
    sources = [folder / f"berkas{n}.docx" for n in range(len(files))]
    for source, data in zip(sources, files, strict=True):
        source.write_bytes(data)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profil", "--headless", "--convert-to", "pdf"]
    environment = os.environ | {"FONTCONFIG_FILE": str(config)}
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, sources)], check=True, capture_output=True, env=environment
    )
    made = [source.with_suffix(".pdf") for source in sources]
    return [path.read_bytes() if path.exists() else b"" for path in made]


def _line(path: Path, theirs: bytes, folder: Path) -> str:
    document, problems = read(path.read_bytes(), path.name)
    said = " ".join(sorted({problem.code for problem in problems}))
    if document is None or not theirs:
        return f"  refused  {said}"
    ours = pdf.pdf(resolve(document)[0])
    words = placed(ours, folder), placed(theirs, folder)
    pages = "/".join(str(max((page for _, page, _, _ in some), default=0)) for some in words)
    share = share_at_its_place(ours, theirs, folder) if any(words) else 1.0
    return f"{share:7.1%}  pages {pages}  words {len(words[0])}/{len(words[1])}  {said}"


if __name__ == "__main__":
    main(sys.argv[1:])
