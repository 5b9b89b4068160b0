"""The browser's evaluator in one Node process that lives as long as the test module."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from inovik_forms.answers.browser_form import browser_form
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.answers.values import Change
from inovik_forms.questionnaires.model import Question

SCRIPT = Path(__file__).with_name("browser.mjs")


class Browser:
    """JSON lines in and out."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._forms: dict[int, Plan] = {}

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)
        assert self._process.stdout
        self._process.stdout.close()

    def ask(self, act: str, **order: Any) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"act": act, **order}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "failed" not in answer if isinstance(answer, dict) else True, answer["failed"]
        return answer

    def begin(self, plan: Plan, draft: Draft, around: dict[str, Any]) -> Any:
        """A new state of a form; what it says."""
        if id(plan) not in self._forms:
            self.ask("form", name=str(id(plan)), plan=browser_form(plan))
            self._forms[id(plan)] = plan
        return self.ask("begin", name=str(id(plan)), snapshot=draft.to_snapshot(), around=around)

    def change(self, change: Change) -> Any:
        """What the state says after a change."""
        return self.ask("change", change={"path": change.path, "value": change.value, "kind": change.kind})


def report(state: State) -> dict[str, Any]:
    """What the server's state says, in the words of browser.mjs."""
    lines = [
        [i.answer_path, i.path, i.relevant, i.relevant and i.required, i.relevant and i.read_only, i.value, i.valid]
        for i in state.items
    ]
    choices = [
        [i.answer_path, [choice.name for choice in state.choices(i.answer_path)]]
        for i in state.items
        if i.relevant
        and isinstance(i.item, Question)
        and (i.item.choices is not None or state.plan.source_of(i.item) is not None)
    ]
    aside = sorted([one.answer_path, one.value] for one in state.set_aside)
    return {"lines": lines, "choices": choices, "setAside": aside}
