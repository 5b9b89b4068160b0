"""Settings: a wrong value refuses to start and names the variable; all wrong ones at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inovik_forms.problems import Refused
from inovik_forms.settings import Settings

STRONG = "kD9-xQ2_vL7mZr4WtB8nYp3Hc6Js1FgA0eUi5Ro"


def read(tmp_path: Path, **values: str) -> Settings:
    environ = {"INOVIK_DATA_DIR": str(tmp_path / "data")}
    return Settings.from_env(environ | {f"INOVIK_{name}": value for name, value in values.items()})


def test_without_any_variable_it_starts_for_trying_out(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'inovik.db'}"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert (settings.host, settings.port, settings.workers, settings.production) == ("127.0.0.1", 8000, 2, False)


def test_the_made_up_key_is_random_private_and_kept(tmp_path: Path) -> None:
    first, again, elsewhere = read(tmp_path), read(tmp_path), read(tmp_path / "b")
    assert first.secret_key == again.secret_key != elsewhere.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PORT", "delapan", "settings.number"),
        ("PORT", "0", "settings.number"),
        ("PORT", "70000", "settings.number"),
        ("PORT", "٨٠٠٠", "settings.number"),
        ("WORKERS", "-1", "settings.number"),
        ("PROXIES", "x", "settings.number"),
        ("PRODUCTION", "ya", "settings.switch"),
        ("BASE_URL", "inovasi.contoh.go.id", "settings.url"),
        ("BASE_URL", "https://", "settings.url"),
        ("BASE_URL", "https://a.id/?x=1", "settings.url"),
        ("BASE_URL", "https://[", "settings.url"),
        ("DATABASE_URL", "mysql://a/b", "settings.database"),
        ("DATABASE_URL", "inovik.db", "settings.database"),
        ("SECRET_KEY", "secret", "settings.key_weak"),
        ("SECRET_KEY", "a" * 64, "settings.key_weak"),
        ("OLD_SECRET_KEYS", f"{STRONG} dev", "settings.key_weak"),
    ],
)
def test_a_wrong_value_is_refused_by_name(tmp_path: Path, name: str, value: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, **{name: value})
    assert [(p.code, p.where.name) for p in refused.value.problems] == [(code, f"INOVIK_{name}")]
    assert f"INOVIK_{name}" in refused.value.problems[0].message
    assert refused.value.problems[0].fix


def test_a_secret_is_never_repeated_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, SECRET_KEY="rahasia-pendek", DATABASE_URL="mysql://u:kata-sandi@h/d")
    said = " ".join(p.message + p.fix for p in refused.value.problems)
    assert "rahasia-pendek" not in said
    assert "kata-sandi" not in said


def test_all_wrong_values_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, PORT="x", WORKERS="y", PRODUCTION="z")
    assert len(refused.value.problems) == 3


def test_production_wants_its_own_strong_key(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, PRODUCTION="1")
    assert [p.code for p in refused.value.problems] == ["settings.key_missing"]
    assert not (tmp_path / "data" / "secret_key").exists()
    settings = read(tmp_path, PRODUCTION="1", SECRET_KEY=STRONG, OLD_SECRET_KEYS=f"{STRONG}1 {STRONG}2")
    assert settings.secret_key == STRONG
    assert settings.old_secret_keys == (f"{STRONG}1", f"{STRONG}2")


def test_production_refuses_a_folder_that_everybody_can_read(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    with pytest.raises(Refused) as refused:
        read(tmp_path, PRODUCTION="1", SECRET_KEY=STRONG)
    assert [p.code for p in refused.value.problems] == ["settings.folder_open"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    with pytest.raises(Refused) as refused:
        Settings.from_env({"INOVIK_DATA_DIR": str(tmp_path / "berkas" / "data")})
    assert [p.code for p in refused.value.problems] == ["settings.folder"]


@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "http://127.0.0.1:9000"), ("::", "http://[::1]:9000"), ("10.1.2.3", "http://10.1.2.3:9000")],
)
def test_the_address_is_one_that_a_browser_here_can_open(tmp_path: Path, host: str, address: str) -> None:
    assert read(tmp_path, HOST=host, PORT="9000").base_url == address


def test_the_real_environment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("INOVIK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("INOVIK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("INOVIK_PORT", "8123")
    monkeypatch.setenv("INOVIK_BASE_URL", "https://inovasi.contoh.go.id/")
    settings = Settings.from_env()
    assert (settings.port, settings.base_url) == (8123, "https://inovasi.contoh.go.id")
