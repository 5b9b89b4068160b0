"""The wheel alone is enough: pages, Word templates, questionnaires, packs and fonts come with it, wherever it runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an empty environment in which the wheel is installed; libraries come from the test's own."""
    place = tmp_path_factory.mktemp("roda")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (place / "dist").glob("*.whl")
    venv.create(place / "env", with_pip=True, symlinks=True)
    python = place / "env" / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--disable-pip-version-check", wheel]
    subprocess.run(install, check=True, capture_output=True)
    # A path line adds the folder behind our own packages and does not follow the editable install in it.
    libraries = next((place / "env" / "lib").glob("python*")) / "site-packages"
    (libraries / "pustaka.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place / "env" / "bin"


def run(installed: Path, cwd: Path, *command: str) -> str:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("INOVIK_", "PYTHON"))}
    environ |= {"INOVIK_DATA_DIR": str(cwd / "data"), "PATH": f"{installed}:{os.environ['PATH']}"}
    ended = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


ASK = """
import json, inovik_forms
from inovik_forms.packs import content_dir
folders = [str(content_dir(name)) for name in ("questionnaires", "doc_templates", "packs", "templates")]
print(json.dumps([inovik_forms.__file__, *folders]))
"""
PAGE = """
from inovik_forms.settings import Settings
from inovik_forms.store import Store
from inovik_forms.web.app import create_app
client = create_app(Settings.from_env(), Store.open(Settings.from_env())).test_client()
page = client.get("/masuk")
assert page.status_code == 200, page.status
for address in {part.split('"')[0] for part in page.text.split('href="')[1:] + page.text.split('src="')[1:]}:
    if address.startswith("/static/"):
        assert client.get(address).status_code == 200, address
        print(address)
"""


def test_the_installed_application_stands_on_its_own(installed: Path, tmp_path: Path) -> None:
    module, *folders = json.loads(run(installed, tmp_path, str(installed / "python"), "-c", ASK))
    assert Path(module).is_relative_to(installed.parent)
    assert all(Path(folder).is_relative_to(installed.parent) and any(Path(folder).iterdir()) for folder in folders)
    forms, templates, packs, _pages = map(Path, folders)
    assert "Kota Ambon" in run(installed, tmp_path, "inovik", "init", "--pack", "ambon")
    assert "tidak ada kesalahan" in run(installed, tmp_path, "inovik", "check", str(templates / "rencana-aksi.docx"))
    answers = packs / "ambon" / "samples" / "jempol-lansia" / "desain.json"
    command = (
        "inovik",
        "render",
        str(templates / "rencana-aksi.docx"),
        str(answers),
        "--form",
        str(forms / "desain.md"),
    )
    for form in ("pdf", "docx", "html", "txt"):
        run(installed, tmp_path, *command, "-o", f"rencana.{form}", "--today", "2026-11-24")
        assert (tmp_path / f"rencana.{form}").stat().st_size > 1000
    subprocess.run(
        [sys.executable, "-m", "inovik_forms", *command[1:], "-o", "checkout.pdf", "--today", "2026-11-24"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    same = (tmp_path / "checkout.pdf").read_bytes() == (tmp_path / "rencana.pdf").read_bytes()
    assert same, "the same fonts, so the same bytes"
    assert "/static/" in run(installed, tmp_path, str(installed / "python"), "-c", PAGE)
