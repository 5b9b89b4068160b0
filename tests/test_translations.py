"""English comes second, through a catalogue that is complete and holds nothing stale."""

from __future__ import annotations

import ast
import importlib.util
import pkgutil
import re
import string
from pathlib import Path

import pytest

import inovik_forms
from inovik_forms import words
from inovik_forms.problems import MESSAGES

SCRIPT = Path(__file__).parent.parent / "scripts" / "translations.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def marked(tool):
    return {m.id for m in tool.texts()}


def test_every_text_has_an_english_translation(tool):
    assert tool.missing(tool.merged()) == []


def test_the_catalogue_holds_no_text_that_is_no_longer_used(tool, marked):
    assert [m.id for m in tool.present() if m.id and m.id not in marked] == []


def test_no_text_hides_from_the_extraction(marked):
    """Such as one inside an f-string, which Babel does not look into."""
    hidden = []
    for source in (SCRIPT.parent.parent / "inovik_forms").rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("gettext", "mark"):
                hidden += [
                    f"{source.name}: {a.value}"
                    for a in node.args
                    if isinstance(a, ast.Constant) and a.value not in marked
                ]
    assert hidden == []


def fields(pattern: str) -> set[str]:
    braces = {name for _, name, _, _ in string.Formatter().parse(pattern.replace("%", "")) if name}
    return braces | set(re.findall(r"%\((\w+)\)s", pattern))


def test_a_translation_names_the_same_details_as_its_source(tool):
    for message in tool.present():
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, tuple) else (message.string,)
        for source, target in zip(sources, targets, strict=True):
            assert not source or fields(target) == fields(source), source


def test_every_message_about_a_problem_is_found_for_translation(marked):
    for module in pkgutil.walk_packages(inovik_forms.__path__, "inovik_forms."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert len(MESSAGES) > 200
    assert {code: m for code, pair in MESSAGES.items() for m in pair if m and m not in marked} == {}


def test_the_language_switches_and_an_unknown_one_is_indonesian():
    words.use_language("en")
    english = words.gettext("Masuk")
    words.use_language("xx")
    assert (english, words.gettext("Masuk"), words.language()) == ("Sign in", "Masuk", "id")
