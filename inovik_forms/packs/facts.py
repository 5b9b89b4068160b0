"""The facts of law and language that the lint works with: the shipped file, and a city's own over it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from inovik_forms.lint import Facts, facts_from, merged
from inovik_forms.packs.content import content_dir
from inovik_forms.packs.messages import place, problem
from inovik_forms.packs.read import read_yaml
from inovik_forms.problems import Problem, Refused

FACTS_FILE = "pemeriksaan.yaml"


def load_facts(own: Path | None = None) -> Facts:
    """The shipped facts, with those of the file `own` over them where it exists. Raises Refused when that is broken."""
    changed = own.stat().st_mtime_ns if own is not None and own.is_file() else 0
    return _facts(own if changed else None, changed)


@lru_cache(maxsize=4)
def _facts(own: Path | None, _changed: int) -> Facts:
    data = _content(content_dir("doc_templates") / FACTS_FILE)
    if own is not None:
        data = merged(data, _content(own))
    try:
        return facts_from(data)
    except (KeyError, ValueError, TypeError, AttributeError, re.error) as error:
        name = own.name if own else FACTS_FILE
        raise Refused([problem("packs.facts", place(name), reason=f"{type(error).__name__}: {error}")]) from error


def _content(file: Path) -> dict[str, Any]:
    problems: list[Problem] = []
    content = read_yaml(file.parent, file.name, problems)
    if problems:
        raise Refused(problems)
    return dict(content)
