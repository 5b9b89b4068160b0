"""The expressions of a form: parsed once for each text, names resolved, cycles found, spots underlined."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial

from inovik_forms.expressions.check import check, find_cycles, references
from inovik_forms.expressions.faults import ExpressionError, ExpressionProblem, underline
from inovik_forms.expressions.nodes import Expression
from inovik_forms.expressions.parse import parse
from inovik_forms.problems import Cell, Problem
from inovik_forms.questionnaires.choices import OTHER
from inovik_forms.questionnaires.details import check_fixed_default
from inovik_forms.questionnaires.rows import MAX_SUGGESTIONS, Node, Survey
from inovik_forms.questionnaires.texts import references_in_text

ROW_NAMES = ("list_name", "name", "label")
CONDITIONS = frozenset({"required", "relevant", "constraint", "read_only", "choice_filter"})
HYPHENATED = frozenset({"date", "datetime", "geopoint", "geotrace", "geoshape"})
"""Kinds whose fixed defaults may hold a hyphen."""
GRAPH = frozenset({"calculation", "relevant", "required", "read_only", "choice_filter", "repeat_count"})
UNANSWERED = frozenset({"parameters", "number_pattern"})
"""Columns that name a question without any answer following from it: the order of choices, a number's date."""

# What makes a default dynamic, in the order in which XLSForm's lexer would see it.
_DEFAULT_TOKEN = re.compile(
    r"""(?P<plain>-?\d{4}-\d{2}-\d{2}(?:T\S*)?|\d{2}:\d{2}:\d{2}|-?\d+\.?\d*|"[^"]*"|'[^']*')
      | (?P<live>\$\{[^}]*\}|[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?[(\[]|[*+|]|[ ]mod[ ]|div[ ])
      | (?P<minus>-) | (?P<name>[A-Za-z_][\w.-]*) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class FormNames:
    """The names of a form for `expressions.check`; knows which stand for several elements."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._suggestions = 0
        self.by_name: dict[str, list[Node]] = {}
        for node in nodes:
            self.by_name.setdefault(node.name, []).append(node)

    def kind_of(self, name: str) -> str | None:
        """The question's kind, or "repeat", "group"; None when no element is called so."""
        found = self.by_name.get(name)
        if not found:
            return None
        node = found[0]
        if node.kind == "note" and node.cells.get("calculation"):
            return "calculate"  # a note that shows a result has a value
        return node.kind if node.what == "question" else node.what

    def all_names(self) -> Iterable[str]:
        """Every name of the form, for a suggestion; none once there were many."""
        self._suggestions += 1
        return self.by_name if self._suggestions <= MAX_SUGGESTIONS else ()

    def target(self, name: str, origin: Node) -> Node | None:
        """The element that a name means from where `origin` stands: the only one, or its own neighbour."""
        found = self.by_name.get(name, [])
        if len(found) == 1:
            return found[0]
        return next((node for node in found if node.parent is origin.parent), None) if origin.generated else None


def default_is_dynamic(text: str, kind: str) -> bool:
    """Is a default an expression (a reference, a function, an operator) or just text?"""
    for token in _DEFAULT_TOKEN.finditer(text):
        if token.lastgroup == "live":
            return True
        if token.lastgroup == "minus":
            return kind not in HYPHENATED
    return False


class Logic:
    """All expressions of a survey; `parsed` maps (node path, column) to them."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.names = FormNames(survey.nodes)
        self.instance_name: Expression | None = None
        self.parsed: dict[tuple[str, str], Expression] = {}
        self._cache: dict[tuple[str, bool], Expression | ExpressionError] = {}
        self._edges: dict[str, set[str]] = {}

    def read(self) -> None:
        """Parse and check every expression, every reference in a text, and the graph."""
        for node, column, text in self.survey.expression_cells():
            self._read_cell(node, column, text)
        for node in self.survey.nodes:
            default = node.cells.get("default")
            if default and node.what == "question":
                if default_is_dynamic(default, node.kind):
                    self._read_cell(node, "default", default)
                else:
                    check_fixed_default(self.survey, node, default)
            if node.texts:
                self._check_texts(node)
            if node.trigger or node.type.source == "repeat" or "seed" in node.parameters or node.number_date:
                self._read_named(node)
        self._check_choice_labels()
        self._check_cycles()

    def read_setting(self, place: Cell) -> None:
        """The expression that names a response; it stands outside all groups."""
        if not place.quote:
            return
        root = Node("question", "calculate", "", "", 0, {}, {}, {}, None)
        try:
            self.instance_name = parse(place.quote)
            faults = list(self._faults(root, "instance_name", self.instance_name))
        except ExpressionError as error:
            faults = [error.problem]
        for fault in faults:
            where = replace(place, quote=underline(place.quote, fault.span))
            self.survey.problems.append(Problem(fault.code, where, fault.detail, fault.severity))

    def _read_cell(self, node: Node, column: str, text: str) -> None:
        key = (text, column == "choice_filter")
        parsed = self._cache.get(key)
        if parsed is None:
            try:
                parsed = parse(text, bare_names=key[1])
            except ExpressionError as error:
                parsed = error
            self._cache[key] = parsed
        if isinstance(parsed, ExpressionError):
            self._report(node, column, text, [parsed.problem])
            return
        self.parsed[node.path, column] = parsed
        if text not in ("true()", "false()"):
            self._report(node, column, text, self._faults(node, column, parsed))

    def _faults(self, node: Node, column: str, expression: Expression) -> Iterator[ExpressionProblem]:
        names = self.names
        beside = self._beside_source(node) if column == "choice_filter" else []

        def many(name: str) -> bool:
            target = names.target(name, node)
            if column == "choice_filter" and target in beside:
                return False  # of each choice from a repeat, what stands in its instance
            return target is not None and target.repeats != node.repeats[: len(target.repeats)]

        def inside(name: str, repeat: str) -> bool:
            field, around = names.target(name, node), names.target(repeat, node)
            return field is None or around is None or around.path in field.repeats

        columns = self._filter_columns(node, beside) if column == "choice_filter" else ()
        yield from check(
            expression,
            names,
            allow_current=column == "constraint",
            columns=columns,
            condition=column in CONDITIONS,
            many=many,
            tables=self.survey.lists.table_columns,
            choices=self._choices_from(node),
            inside=inside,
        )
        needs = self._edges.setdefault(node.path, set()) if column in GRAPH else set()
        for reference in references(expression.root):
            if reference.last_saved:
                continue  # the answer in another response: nothing waits for it here
            if reference.bare and reference.name in columns and not beside:
                continue  # a column of the choices, though a question may be called so, too
            found = names.by_name.get(reference.name, ())
            target = names.target(reference.name, node)
            if len(found) > 1 and target is None:
                rows = ", ".join(str(other.row) for other in found)
                detail = {"name": reference.name, "rows": rows}
                yield ExpressionProblem("questionnaires.ambiguous", reference.span, detail)
            elif target is not None:
                needs.add(target.path)

    def _choices_from(self, origin: Node) -> Callable[[str], Collection[str] | None]:
        """The names of a question's choices, `other` of or_other among them; None when it has none or no sound list."""
        lists = self.survey.lists

        def choices(name: str) -> Collection[str] | None:
            target = self.names.target(name, origin)
            if target is None or target.list_name not in lists.lists:
                return None
            known = lists.rows[target.list_name]
            return {**known, OTHER: 0} if target.type.or_other else known

        return choices

    def source_path(self, node: Node) -> str:
        """The form path of the question in a repeat whose answers are this one's choices; '' for none."""
        target = self.names.target(node.list_name, node) if node.type.source == "repeat" else None
        return target.path if target else ""

    def _beside_source(self, node: Node) -> list[Node]:
        """What stands in the same repeat as the question that gives the choices: its answers are their columns."""
        source = self.names.target(node.list_name, node) if node.type.source == "repeat" else None
        if source is None or not source.repeats:
            return []
        return [other for other in self.survey.nodes if other.repeats == source.repeats and other.what == "question"]

    def _filter_columns(self, node: Node, beside: list[Node]) -> tuple[str, ...]:
        found = self.survey.lists.columns.get(node.list_name, ROW_NAMES)
        return (*found, *(other.name for other in beside))

    def _read_named(self, node: Node) -> None:
        """The names in trigger, in the type (choices from a repeat) and as a seed: each is one question."""
        needs = self._edges.setdefault(node.path, set())
        named = [("trigger", name) for name in node.trigger]
        named += [("type", node.list_name)] if node.type.source == "repeat" else []
        seed = node.parameters.get("seed", "")
        named += [("parameters", seed[2:-1].strip())] if seed.startswith("${") else []
        named += [("number_pattern", node.number_date)] if node.number_date else []
        for column, name in named:
            quote = node.cells[column]
            found, target = self.names.by_name.get(name, []), self.names.target(name, node)
            if not found:
                close = self.survey.close_to(name, self.names.by_name)
                code = "text_reference_like" if close else "text_reference"
                self.survey.report(code, node.row, column, quote, name=name, close=close[0] if close else "")
            elif target is None:
                rows = ", ".join(str(other.row) for other in found)
                self.survey.report("ambiguous", node.row, column, quote, name=name, rows=rows)
            elif column == "type" and (target.what != "question" or not target.repeats):
                self.survey.report("choices_from_form", node.row, column, quote, name=name)
            elif column == "number_pattern" and target.kind not in ("date", "today"):
                self.survey.report("number_date", node.row, column, quote, name=name)
            elif target is not node and column not in UNANSWERED:
                needs.add(target.path)

    def _report(self, node: Node, column: str, text: str, faults: Iterable[ExpressionProblem]) -> None:
        for fault in faults:
            place = self.survey.place(node.row, column, underline(text, fault.span))
            self.survey.problems.append(Problem(fault.code, place, fault.detail, fault.severity))

    def _check_texts(self, node: Node) -> None:
        """`${x}` within labels, hints and messages must name one element."""
        for column, texts in node.texts.items():
            for language, text in texts.items():
                self._check_text(text, partial(self.survey.place, node.row, column, language=language))

    def _check_choice_labels(self) -> None:
        """The same within the labels of choices."""
        lists = self.survey.lists
        for name, known in lists.lists.items():
            for choice in known.choices:
                for language, text in choice.label.items():
                    sheet, row = lists.sheets[name], lists.rows[name].get(choice.name)
                    letter = lists.letters.get(sheet, {}).get(language, "")
                    self._check_text(text, partial(Cell, sheet, row, letter))

    def _check_text(self, text: str, place: Callable[[str], Cell]) -> None:
        """`place` puts a quote into the cell that the text comes from."""
        for written, span in references_in_text(text):
            name = written.strip()
            others = self.names.by_name.get(name, ())
            if len(others) == 1:
                continue
            close = self.survey.close_to(name, self.names.by_name)
            code = "ambiguous" if others else "text_reference_like" if close else "text_reference"
            rows = ", ".join(str(other.row) for other in others)
            detail = {"name": name, "close": close[0] if close else "", "rows": rows}
            self.survey.problems.append(Problem(f"questionnaires.{code}", place(underline(text, span)), detail))

    def _check_cycles(self) -> None:
        """Items need what their expressions name, and the groups around them, whose relevance they inherit."""
        edges: dict[str, set[str]] = {}
        by_path = {node.path: node for node in self.survey.nodes}
        for node in self.survey.nodes:
            needs = set(self._edges.get(node.path, ()))
            if node.parent is not None:
                needs.add(node.parent.path)
            edges[node.path] = needs
        for cycle in find_cycles(edges):
            nodes = [by_path[path] for path in cycle]
            start = next((node for node in nodes if self._edges.get(node.path)), nodes[0])
            column = self._column_of_edge(start, nodes)
            place = self.survey.place(start.row, column, start.cells.get(column, ""))
            detail = {"cycle": " → ".join(node.name for node in nodes)}
            code = "questionnaires.self_reference" if len(cycle) == 2 else "questionnaires.cycle"
            self.survey.problems.append(Problem(code, place, {**detail, "name": start.name}))

    def _column_of_edge(self, node: Node, cycle: list[Node]) -> str:
        """The column of the node whose expression names another member of the cycle."""
        names = {other.name for other in cycle}
        for column in GRAPH:
            expression = self.parsed.get((node.path, column))
            if expression and any(reference.name in names for reference in references(expression.root)):
                return column
        return "name"
