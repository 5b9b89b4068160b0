"""Values of a template as steps: closures over a filling that append finished inlines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inovik_forms.answers.plan import Plan
from inovik_forms.documents.fill_run import Run, ScopedBindings, fitted, picture_width
from inovik_forms.documents.genuine import ADDRESS, CODE, CODE_SIZE, RESERVED, qr_code
from inovik_forms.documents.letterhead import EMBLEM_HEIGHT
from inovik_forms.documents.printing import print_result, printer
from inovik_forms.documents.template_check import ORIGINAL, Names
from inovik_forms.documents.tree import (
    Blank,
    LineBreak,
    Text,
    Value,
)
from inovik_forms.expressions.check import references
from inovik_forms.expressions.evaluate import compile_expression
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Reference
from inovik_forms.problems import WordPlace
from inovik_forms.questionnaires.model import Question, text

Step = Callable[[Run, list[Any]], None]


@dataclass(frozen=True)
class Scope:
    """Where a piece of template stands: the open repeats (form paths), whether ids need a suffix, the width of the
    column or cell in points, and which lists restart with which repetition (list → repetition)."""

    repeats: tuple[str, ...] = ()
    repeated: bool = False
    width: float = 450.0
    restarts: Mapping[int, int] = field(default_factory=dict)


@dataclass
class ValueCompiler:
    """What compiling a template for one questionnaire shares."""

    plan: Plan
    names: Names
    language: str
    places: Mapping[object, WordPlace]

    def bare(self, question: Question, scope: Scope) -> Callable[[Run], tuple[str, str, bool]]:
        """An answer by its own name: answer path, printed text, and whether the question is asked at all."""
        prints = printer(question, self.language, self.plan.questionnaire.default_language)
        bindings = ScopedBindings(self.plan, self.names, scope.repeats)
        around = self.names.repeats[question.name]
        chain = bindings.chain(question.name)
        key = chain[-1] if chain else ""
        path, rest = question.path, question.path[len(key) :]
        if len(chain) < len(around):  # seen from outside its repeat: the values of all instances
            values = bindings.reference(Reference(question.name, (0, 0), bare=True))
            return lambda run: (path, prints(values(run.env)), True)

        def answer(run: Run) -> tuple[str, str, bool]:
            frame = run.env.frames[key]
            own = frame.path + rest if key else path
            if path in frame.hidden:
                return own, "", False
            return own, prints(frame.values.get(path, "")), True

        return answer

    def label(self, question: Question) -> str:
        """The question's label, for the list of blanks."""
        return text(question.label, self.language, self.plan.questionnaire.default_language) or question.name

    def value(self, node: Value, scope: Scope) -> Step:
        """`{{ … }}` as a step."""
        root = node.expression.root
        if isinstance(root, Reference) and root.name != ORIGINAL:
            item = self.names.items.get(root.name)
            if item is None and RESERVED.get(root.name) == "image":
                return _code(scope) if root.name == CODE else _emblem(root.name, scope)
            if isinstance(item, Question):
                return self._picture(node, item, scope) if item.kind == "image" else self._bare(node, item, scope)
        return self._computed(node, scope)

    def _bare(self, node: Value, question: Question, scope: Scope) -> Step:
        answer = self.bare(question, scope)
        label = self.label(question)

        def step(run: Run, out: list[Any]) -> None:
            path, printed, asked = answer(run)
            if printed:
                put_text(run, out, printed, node, path)
            elif asked:
                if path in run.state.faults:
                    run.problems.setdefault(path, run.state.faults[path])
                out.append(Blank(path, label, node.format, node.raw_rpr))

        return step

    def _picture(self, node: Value, question: Question, scope: Scope) -> Step:
        label = self.label(question)
        key = next(iter(ScopedBindings(self.plan, self.names, scope.repeats).chain(question.name)[-1:]), "")
        path = question.path
        width = picture_width(question, scope.width)

        def step(run: Run, out: list[Any]) -> None:
            frame = run.env.frames[key]
            own = frame.path + path[len(key) :] if key else path
            if path in frame.hidden:
                return
            value = frame.values.get(path, "")
            image = run.picture(value, width, own, label) if isinstance(value, str) and value else None
            if image is not None:
                run.shown[own] = None
            out.append(image if image is not None else Blank(own, label, node.format, node.raw_rpr))

        return step

    def _computed(self, node: Value, scope: Scope) -> Step:
        """An expression: blank when it cannot be computed, and when nothing comes out and a question that it names is
        asked but not answered."""
        compiled = compile_expression(node.expression, ScopedBindings(self.plan, self.names, scope.repeats))
        names = dict.fromkeys(r.name for r in references(node.expression.root))
        questions = [q for n in names if isinstance(q := self.names.items.get(n), Question)]
        answers = [(self.bare(q, scope), self.label(q)) for q in questions if q.kind != "image"]
        single = answers[0][0] if len(answers) == 1 else None
        where = self.places.get(id(node.expression), WordPlace(""))

        def step(run: Run, out: list[Any]) -> None:
            try:
                printed = print_result(compiled(run.env))
            except ExpressionError as error:
                run.fault(error, node.expression, where)
                path, label = (answers[0][0](run)[0], answers[0][1]) if answers else ("", node.expression.text.strip())
                out.append(Blank(path, label, node.format, node.raw_rpr))
                return
            if printed and printed != "NaN":
                put_text(run, out, printed, node, single(run)[0] if single else "")
                return
            for answer, label in answers:
                path, found, asked = answer(run)
                if asked and not found:
                    out.append(Blank(path, label, node.format, node.raw_rpr))
                    return

        return step


def _emblem(name: str, scope: Scope) -> Step:
    """The emblem of a letterhead; nothing where there is none."""

    def step(run: Run, out: list[Any]) -> None:
        value = run.env.beside.get(name, "")
        image = run.picture(value, scope.width, "", "Lambang", EMBLEM_HEIGHT) if value else None
        if image is not None:
            out.append(image)

    return step


def _code(scope: Scope) -> Step:
    """The code of the paper; nothing where it has none."""

    def step(run: Run, out: list[Any]) -> None:
        address = run.env.beside.get(ADDRESS, "")
        image = fitted(qr_code(address), scope.width, "", address, CODE_SIZE) if address else None
        if image is not None:
            out.append(image)

    return step


def put_text(run: Run, out: list[Any], printed: str, node: Value, path: str) -> None:
    """A printed value; its line breaks become `LineBreak`s that carry the answer's path. A tab, which comes with what
    was copied from a spreadsheet, is a space: Word would jump with it, and HTML and PDF would not."""
    if path:
        run.shown[path] = None
    for number, line in enumerate(printed.splitlines() if "\n" in printed else (printed,)):
        if number:
            out.append(LineBreak(path))
        if line:
            out.append(Text(line.replace("\t", " "), node.format, node.raw_rpr, path))
