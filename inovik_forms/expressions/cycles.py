"""Rules that wait for each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping


def find_cycles(edges: Mapping[str, Collection[str]]) -> list[tuple[str, ...]]:
    """One shortest cycle for each knot of names that need each other: ("a", "b", "a") for a → b → a.

    `edges`: name → the names it needs. A name that needs itself gives ("a", "a"). In the order of `edges`.
    """
    order = {name: place for place, name in enumerate(edges)}
    found = []
    for knot in _knots(edges):
        start = min(knot, key=lambda name: order.get(name, len(order)))
        if len(knot) > 1 or start in edges.get(start, ()):
            found.append(_shortest(edges, start, frozenset(knot)))
    return sorted(found, key=lambda cycle: order.get(cycle[0], len(order)))


def _shortest(edges: Mapping[str, Collection[str]], start: str, knot: frozenset[str]) -> tuple[str, ...]:
    """The shortest way from `start` back to it inside its knot."""
    waiting = deque([start])
    came_from: dict[str, str] = {}
    while waiting:
        name = waiting.popleft()
        for need in edges.get(name, ()):
            if need == start:
                way = [start, name]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way)) if name != start else (start, start)
            if need in knot and need not in came_from:
                came_from[need] = name
                waiting.append(need)
    raise AssertionError("a knot always has a way back")


def _knots(edges: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """Strongly connected components (Tarjan), without recursion: a form may chain thousands of calculations."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in edges:
        if root in number:
            continue
        work: list[tuple[str, Iterator[str]]] = [(root, iter(edges.get(root, ())))]
        number[root] = lowest[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            name, needs = work[-1]
            for need in needs:
                if need not in number:
                    number[need] = lowest[need] = len(number)
                    stack.append(need)
                    on_stack.add(need)
                    work.append((need, iter(edges.get(need, ()))))
                    break
                if need in on_stack:
                    lowest[name] = min(lowest[name], number[need])
            else:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[name])
                if lowest[name] == number[name]:
                    knot = _cut(stack, name)
                    on_stack.difference_update(knot)
                    yield knot


def _cut(stack: list[str], name: str) -> list[str]:
    """Takes everything from `name` off the stack."""
    knot = [stack.pop()]
    while knot[-1] != name:
        knot.append(stack.pop())
    return knot
