"""English comes second, through a catalogue that is complete and holds nothing stale."""

from __future__ import annotations

import importlib.util
import string
from pathlib import Path

import pytest

from inovik_forms import words

SCRIPT = Path(__file__).parent.parent / "scripts" / "translations.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_has_an_english_translation(tool):
    assert tool.missing(tool.merged()) == []


def test_the_catalogue_holds_no_text_that_is_no_longer_used(tool):
    used = {m.id for m in tool.texts()}
    assert [m.id for m in tool.present() if m.id and m.id not in used] == []


def fields(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern.replace("%", "")) if name}


def test_a_translation_names_the_same_details_as_its_source(tool):
    for message in tool.present():
        if message.id and isinstance(message.id, str) and "{" in message.id:
            assert fields(message.string) == fields(message.id), message.id


def test_the_language_switches_and_an_unknown_one_is_indonesian():
    words.use_language("en")
    english = words.gettext("Masuk")
    words.use_language("xx")
    assert (english, words.gettext("Masuk"), words.language()) == ("Sign in", "Masuk", "id")
