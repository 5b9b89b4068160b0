"""Look-ups in attached tables: pulldata(), and instance('table')/root/item[condition]/column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import cast

from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Binary, Call, Literal, Lookup, Node, Reference, Value, children
from inovik_forms.expressions.surroundings import Compile, Env, Run, Table


def pulldata(compiler: Compile, call: Call) -> Run:
    """pulldata('table', 'column', 'key column', key): the cell of the first row with this key; '' when none has it."""
    name, column, key_column = (cast(str, cast(Literal, part).value) for part in call.arguments[:3])
    rows = compiler.bindings.table(name)
    if rows is None or not {column, key_column} <= columns_of(rows):
        detail = {"name": name, "column": column, "key_column": key_column}
        raise ExpressionError("expressions.no_table", call.span, detail)
    cells = {row[key_column]: row[column] for row in reversed(rows)}
    key = compiler.text(call.arguments[3])
    return lambda env: cells.get(key(env), "")


def lookup(compiler: Compile, node: Lookup) -> Run:
    """The cells of the rows for which the condition holds, as a node-set; without a column the rows' numbers."""
    rows = compiler.bindings.table(node.table)
    if rows is None:
        raise ExpressionError("expressions.no_such_table", node.span, {"name": node.table})
    columns = columns_of(rows)
    cells: list[Value] = [row[node.column] if node.column else float(n) for n, row in enumerate(rows, 1)]
    if node.condition is None:
        return lambda env: cells
    candidates = _candidates(compiler, node.condition, rows, columns)
    holds = compiler.within(columns).truth(node.condition)

    def run(env: Env) -> Value:
        before = env.choice
        found = []
        try:
            for place in candidates(env):
                env.choice = rows[place]
                if holds(env):
                    found.append(cells[place])
        finally:
            env.choice = before
        return found

    return run


def columns_of(rows: Table) -> frozenset[str]:
    """The columns of a table; each row has them all."""
    return frozenset(rows[0]) if rows else frozenset()


def _candidates(
    compiler: Compile, condition: Node, rows: Table, columns: frozenset[str]
) -> Callable[[Env], Collection[int]]:
    """Which rows are worth a try: where a column must equal a text, only those that have it, found at once."""
    every = range(len(rows))
    for column, wanted in _equalities(condition, columns):
        places = _index(rows, column)
        value = compiler.value(wanted)

        def chosen(env: Env, value: Run = value, places: Mapping[str, list[int]] = places) -> Collection[int]:
            key = value(env)
            return places.get(key, ()) if isinstance(key, str) else every

        return chosen
    return lambda env: every


def _equalities(condition: Node, columns: frozenset[str]) -> list[tuple[str, Node]]:
    """(column, what it must equal) of every `column = …` that the whole condition demands."""
    if isinstance(condition, Binary) and condition.operator == "and":
        return _equalities(condition.left, columns) + _equalities(condition.right, columns)
    if not isinstance(condition, Binary) or condition.operator != "=":
        return []
    sides = ((condition.left, condition.right), (condition.right, condition.left))
    return [
        (one.name, other)
        for one, other in sides
        if isinstance(one, Reference) and _is_column(one, columns) and not _names_a_column(other, columns)
    ]


def _is_column(node: Node, columns: frozenset[str]) -> bool:
    return isinstance(node, Reference) and node.bare and node.name in columns


def _names_a_column(node: Node, columns: frozenset[str]) -> bool:
    inside = any(_names_a_column(child, columns) for child in children(node))
    return inside or _is_column(node, columns) or isinstance(node, Lookup)


def _index(rows: Table, column: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        found.setdefault(row[column], []).append(place)
    return found
