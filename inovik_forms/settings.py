"""Settings from the environment: read once, checked at once, frozen. A wrong value refuses to start.

Settings.from_env() raises `problems.Refused` with every wrong variable, each named. Nothing else in the application
reads the environment.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from inovik_forms.problems import FilePlace, Problem, Refused, register
from inovik_forms.words import mark

MINIMUM_KEY_BYTES = 32  # as many as the signature's hash gives back
MINIMUM_KEY_LETTERS = 10  # different ones: "aaaa…" is long and still a guess
DEFAULT_PORT = 8000
DEFAULT_WORKERS = 2
MOST_WORKERS = 64

register(
    {
        "settings.number": (
            mark("{variable} berisi “{value}”; yang diterima hanya bilangan bulat {least} sampai {most}."),
            mark("Perbaiki nilainya, atau hapus variabel itu untuk memakai {default}."),
        ),
        "settings.switch": (
            mark("{variable} berisi “{value}”; yang diterima hanya 1 atau 0."),
            mark("Isi 1 untuk menyalakan, 0 untuk mematikan."),
        ),
        "settings.database": (
            mark("{variable} berisi alamat basis data yang tidak dikenal."),
            mark("Isi sqlite:////jalur/ke/inovik.db atau postgresql://pengguna:sandi@server/nama."),
        ),
        "settings.url": (
            mark("{variable} berisi “{value}”, bukan alamat situs."),
            mark("Isi alamat lengkap tanpa garis miring di akhir, misalnya https://inovasi.contoh.go.id."),
        ),
        "settings.key_missing": (
            mark("{variable} wajib diisi pada pemakaian sesungguhnya (INOVIK_PRODUCTION=1)."),
            mark('Buat dengan: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'),
        ),
        "settings.key_weak": (
            mark("{variable} terlalu mudah ditebak: paling sedikit {least} bita yang acak."),
            mark('Buat dengan: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'),
        ),
        "settings.folder": (
            mark("{variable}: folder data “{value}” tidak dapat dibuat atau ditulisi ({reason})."),
            mark("Beri hak tulis kepada pengguna yang menjalankan aplikasi, atau pilih folder lain."),
        ),
        "settings.folder_open": (
            mark("{variable}: folder data “{value}” dapat dibaca oleh setiap pengguna komputer ini."),
            mark("Batasi dengan: chmod 700 {value}"),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs from one installation to the next. `proxies`: how many reverse proxies stand in front,
    so that the caller's address is taken from the right place. `old_secret_keys` still verify, never sign."""

    database_url: str
    data_dir: Path
    secret_key: str
    base_url: str
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    workers: int = DEFAULT_WORKERS
    production: bool = False
    proxies: int = 0
    old_secret_keys: tuple[str, ...] = ()

    @property
    def files_dir(self) -> Path:
        """Where uploads and rendered documents lie, by content hash."""
        return self.data_dir / "files"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read INOVIK_* variables. Makes the data folder, and the secret key in it when not in production. Raises
        Refused with one problem for each wrong variable."""
        reader = _Reader(os.environ if environ is None else environ)
        production = reader.switch("INOVIK_PRODUCTION")
        data_dir = reader.folder("INOVIK_DATA_DIR", "data", private=production)
        host = reader.text("INOVIK_HOST", "127.0.0.1")
        port = reader.number("INOVIK_PORT", DEFAULT_PORT, 1, 65535)
        settings = cls(
            database_url=reader.database("INOVIK_DATABASE_URL", f"sqlite:///{data_dir / 'inovik.db'}"),
            data_dir=data_dir,
            secret_key=reader.key("INOVIK_SECRET_KEY", data_dir, production),
            base_url=reader.url("INOVIK_BASE_URL", f"http://{_shown(host)}:{port}"),
            host=host,
            port=port,
            workers=reader.number("INOVIK_WORKERS", DEFAULT_WORKERS, 1, MOST_WORKERS),
            production=production,
            proxies=reader.number("INOVIK_PROXIES", 0, 0, 10),
            old_secret_keys=reader.keys("INOVIK_OLD_SECRET_KEYS"),
        )
        if reader.problems:
            raise Refused(reader.problems)
        return settings


def _shown(host: str) -> str:
    """The host as a browser on this machine reaches it."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104


class _Reader:
    """Reads one variable after the other and collects what is wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[Problem] = []

    def refuse(self, code: str, variable: str, **detail: object) -> None:
        self.problems.append(Problem(code, FilePlace(variable), {"variable": variable, **detail}))

    def text(self, variable: str, default: str) -> str:
        return self.environ.get(variable, "").strip() or default

    def number(self, variable: str, default: int, least: int, most: int) -> int:
        value = self.text(variable, str(default))
        if value.isascii() and value.isdigit() and least <= int(value) <= most:
            return int(value)
        self.refuse("settings.number", variable, value=value, least=least, most=most, default=default)
        return default

    def switch(self, variable: str) -> bool:
        value = self.text(variable, "0")
        if value not in {"0", "1"}:
            self.refuse("settings.switch", variable, value=value)
        return value == "1"

    def checked(self, code: str, variable: str, default: str, fits: Callable[[str], bool]) -> str:
        value = self.text(variable, default)
        if not fits(value):
            self.refuse(code, variable, value=value)
        return value

    def database(self, variable: str, default: str) -> str:
        return self.checked("settings.database", variable, default, _is_database)

    def url(self, variable: str, default: str) -> str:
        return self.checked("settings.url", variable, default, _is_url).rstrip("/")

    def folder(self, variable: str, default: str, *, private: bool) -> Path:
        folder = Path(self.text(variable, default)).expanduser().absolute()
        try:
            if not folder.exists():
                folder.mkdir(parents=True, mode=0o700)
            elif private and folder.stat().st_mode & stat.S_IRWXO:
                self.refuse("settings.folder_open", variable, value=folder)
            probe = folder / f".tulis-{secrets.token_hex(4)}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            self.refuse("settings.folder", variable, value=folder, reason=error.strerror)
        return folder

    def key(self, variable: str, data_dir: Path, production: bool) -> str:
        value = self.environ.get(variable, "")
        if value:
            if not _is_strong(value):
                self.refuse("settings.key_weak", variable, least=MINIMUM_KEY_BYTES)
            return value
        if production:
            self.refuse("settings.key_missing", variable)
            return ""
        return "" if self.problems else _own_key(data_dir / "secret_key")

    def keys(self, variable: str) -> tuple[str, ...]:
        values = tuple(self.environ.get(variable, "").split())
        if not all(map(_is_strong, values)):
            self.refuse("settings.key_weak", variable, least=MINIMUM_KEY_BYTES)
        return values


def _is_database(value: str) -> bool:
    scheme, _, rest = value.partition("://")
    return bool(rest) and scheme in {"sqlite", "postgresql", "postgresql+psycopg", "postgres"}


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        return False


def _is_strong(key: str) -> bool:
    return len(key.encode()) >= MINIMUM_KEY_BYTES and len(set(key)) >= MINIMUM_KEY_LETTERS


def _own_key(file: Path) -> str:
    """The data folder's own random key, made on the first start; two processes starting at once agree on one."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text().strip()
