"""State: what holds for a draft today. Relevant, required, calculated, valid, which choices are offered."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property

from inovik_forms.answers.frames import Frame
from inovik_forms.answers.items import ItemState, fill_text, list_items, root_item
from inovik_forms.answers.journal import FIRST_KEY, Draft
from inovik_forms.answers.kinds import is_unread, number
from inovik_forms.answers.levels import Level
from inovik_forms.answers.plan import Block, Plan
from inovik_forms.answers.values import Path
from inovik_forms.expressions.evaluate import Env
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Value
from inovik_forms.problems import AnswerPlace, Problem
from inovik_forms.questionnaires.model import Choice, Question, Repeat, Text, text

__all__ = ["MAX_INSTANCES", "Frame", "ItemState", "SetAside", "State", "evaluate"]

MAX_INSTANCES = 1_000
"""Instances of one repeat within one frame."""
MAX_FRAMES = 10_000
"""Instances of all repeats together."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """An answer that a choice filter made impossible: blank in logic, kept in the draft. `path` is for people."""

    path: str
    answer_path: Path
    value: str


class State:
    """The evaluated draft: made by `evaluate`.

    `root`: the frames, for expressions of documents. `set_aside`: answers that a filter made impossible. `surplus`:
    answer paths of instances beyond a repeat_count or limit, kept in the draft. `problems`: what is wrong with no
    single item (too many instances). `faults`: answer path → why a value could not be computed. `fresh`: dynamic
    defaults that are in no change yet; `triggered`: answer path → basis of what a trigger has made anew
    (`answers.triggers`). Both are for the journal, see `pinned`. `beside`: what documents print that is no answer
    (letterheads); None = nobody has said, and the answers themselves have to.
    """

    def __init__(self, plan: Plan, draft: Draft, env: Env) -> None:
        self.plan = plan
        self.draft = draft
        self.env = env
        self.set_aside: list[SetAside] = []
        self.surplus: list[Path] = []
        self.problems: list[Problem] = []
        self.faults: dict[Path, Problem] = {}
        self.fresh: dict[Path, str] = {}
        self.triggered: dict[Path, str] = {}
        self.beside: Mapping[str, str] | None = None
        self._some: dict[Path, ItemState] = {}
        self._count = 0
        self.root = self._frame(plan.levels[""], None, "", 1)

    @property
    def language(self) -> str:
        """The language of labels and messages."""
        return self.env.language

    @cached_property
    def items(self) -> list[ItemState]:
        """Every item in document order, groups and repeat instances listed too; made when first asked for."""
        return list_items(self)

    @cached_property
    def _by_path(self) -> dict[Path, ItemState]:
        return {item.answer_path: item for item in self.items}

    def item(self, answer_path: Path) -> ItemState:
        """The item of an answer path with keys. Raises KeyError."""
        if "items" in self.__dict__ or answer_path not in self.plan.root_entries:
            return self._by_path[answer_path]
        if answer_path not in self._some:
            self._some[answer_path] = root_item(self, self.plan.root_entries[answer_path])
        return self._some[answer_path]

    def frame(self, answer_path: Path) -> Frame:
        """The frame that an answer path (of a question or an instance) stands in. Raises KeyError."""
        return self._frames[answer_path.rpartition("]")[0] + "]" if "]" in answer_path else ""]

    @cached_property
    def _frames(self) -> dict[Path, Frame]:
        found = {"": self.root}
        waiting = [self.root]
        while waiting:
            outer = waiting.pop()
            for frames in (*outer.instances.values(), *outer.kept.values()):
                for frame in frames:
                    found[frame.path] = frame
                    waiting.append(frame)
        return found

    def choices(self, answer_path: Path) -> tuple[Choice, ...]:
        """The choices offered by a select question, after its filter. Raises KeyError."""
        question = self.item(answer_path).item
        if not isinstance(question, Question) or (question.choices is None and not question.choices_from):
            raise KeyError(answer_path)
        env = self.env
        env.frame = self.frame(answer_path)
        env.current = env.frame.values[question.path]
        return self.plan.offers_of(question).offered(env)

    def text(self, texts: Text, answer_path: Path = "") -> str:
        """A label, hint or message in the state's language, with the answers put in for its `${names}`."""
        words = text(texts, self.language, self.plan.default_language)
        return fill_text(self, words, answer_path) if "${" in words else words

    # What the steps call while the state is being made.

    def put_aside(self, frame: Frame, suffix: str, value: str) -> None:
        """Note an answer that a choice filter made impossible."""
        self.set_aside.append(SetAside(frame.place + suffix, frame.path + suffix, value))

    def set_instances(self, frame: Frame, repeat: Repeat, wanted: float) -> None:
        """Make the repeat have so many instances, within the limits."""
        level = self.plan.levels[repeat.path]
        frames = frame.instances[repeat.path]
        base = frame.path + self.plan.level_of(repeat.path).suffix(repeat.path)
        if wanted > MAX_INSTANCES:
            self._too_many(frame, repeat)
        count = int(min(wanted, MAX_INSTANCES))
        self.surplus += [inner.path for inner in frames[count:]]
        self._count -= len(frames[count:])
        del frames[count:]
        keys = {inner.key for inner in frames}
        for key in map(str, itertools.count(1)):
            if len(frames) >= count or self._count >= MAX_FRAMES:
                break
            if key not in keys and f"{base}[{key}]" not in self.draft.removed:
                frames.append(self._frame(level, frame, key, len(frames) + 1))

    def _too_many(self, frame: Frame, repeat: Repeat) -> None:
        place = frame.place + self.plan.level_of(repeat.path).suffix(repeat.path)
        self.problems.append(
            Problem("answers.too_many", AnswerPlace(place), {"name": repeat.name, "limit": MAX_INSTANCES})
        )

    def _frame(self, level: Level, parent: Frame | None, key: str, position: int) -> Frame:
        """A frame with what the draft holds for it, and the frames within it."""
        self._count += 1
        stored = self.draft.values
        if parent is None:
            # Other levels' paths come along; nobody asks for them, and leaving them out would cost a loop.
            frame = Frame({**level.template, **stored})
        else:
            suffix = self.plan.level_of(level.path).suffix(level.path)
            path, place = f"{parent.path}{suffix}[{key}]", f"{parent.place}{suffix}[{position}]"
            frame = Frame(level.template.copy(), parent, key, position, path, place)
            for question in level.questions:
                text_ = stored.get(path + level.suffix(question.path))
                if text_ is not None:
                    frame.values[question.path] = text_
        values = frame.values
        for path in level.numbers:
            value = values[path]
            if value and type(value) is str:
                values[path] = number(value)
        for repeat in level.children:
            frame.instances[repeat.path] = self._instances(frame, level, repeat)
        return frame

    def _instances(self, frame: Frame, level: Level, repeat: Repeat) -> list[Frame]:
        base = frame.path + level.suffix(repeat.path)
        keys = self.draft.instances.get(base)
        if keys is None:
            # A counted repeat gets its instances when the count is known.
            keys = [] if repeat.repeat_count else [FIRST_KEY]
        inner = self.plan.levels[repeat.path]
        frames: list[Frame] = []
        for key in keys:
            if len(frames) == MAX_INSTANCES or self._count >= MAX_FRAMES:
                self._too_many(frame, repeat)
                self.surplus += [f"{base}[{rest}]" for rest in keys[len(frames) :]]
                break
            frames.append(self._frame(inner, frame, key, len(frames) + 1))
        return frames

    @cached_property
    def unread(self) -> list[tuple[dict[str, Value], str, Value]]:
        """(values of a frame, form path, what was typed) of each answer that is no number or date but should be one."""
        found: list[tuple[dict[str, Value], str, Value]] = []
        waiting = [("", self.root)]
        for level, frame in waiting:
            waiting += [(repeat, inner) for repeat, frames in frame.instances.items() for inner in frames]
            values = frame.values
            questions = self.plan.levels[level].questions
            found += [(values, q.path, values[q.path]) for q in questions if is_unread(q.kind, values[q.path])]
        return found

    def run(self) -> None:
        """Run all steps of the plan."""
        for block in self.plan.blocks:
            frames = [self.root]
            for repeat in block.level.repeats:
                frames = [inner for frame in frames for inner in frame.instances[repeat]]
            for frame in frames:
                self._run_block(block, frame)

    def _run_block(self, block: Block, frame: Frame) -> None:
        env = self.env
        env.frame = frame
        waiting = iter(block.steps)
        while True:
            try:
                for step in waiting:
                    step(env, frame, self)
                return
            except ExpressionError as error:
                # Only this value is lost; the iterator goes on with the next step.
                env.choice = None
                path = self.plan.step_paths[step]
                suffix = block.level.suffix(path)
                frame.values[path] = ""
                detail = {"reason": Problem(error.code, AnswerPlace(""), error.detail).message}
                place = AnswerPlace(frame.place + suffix)
                self.faults[frame.path + suffix] = Problem("answers.not_computed", place, detail)


def evaluate(
    plan: Plan,
    draft: Draft,
    *,
    today: date,
    now: datetime | None = None,
    language: str = "id",
) -> State:
    """The state of a draft. Never raises for what people typed.

    `now` must be aware; without it the beginning of `today` (UTC) stands for it.
    """
    moment = now or datetime.combine(today, time(), UTC)
    env = Env(frame=None, today=today, now=moment, language=language, last_saved=draft.last_saved)
    state = State(plan, draft, env)
    state.run()
    return state
