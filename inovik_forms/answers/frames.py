"""Frame: the values of one repeat instance (or of the form itself) while answers are evaluated."""

from __future__ import annotations

from inovik_forms.expressions.nodes import Value


class Frame:
    """What expressions read. The root frame holds the questions outside every repeat, each instance has its own.

    `values`: by FORM path of the question ("kegiatan/nama"), every question of this level is a key; a question that
    is not relevant reads ''. `instances`: by form path of a repeat directly in this level, the relevant instances.
    `hidden`: form paths of this level's items that are not relevant. `kept`: instances of repeats that are not
    relevant. `path`: the answer path with keys, '' for the root. `place`: the same with positions ("kegiatan[2]").
    """

    __slots__ = ("hidden", "instances", "kept", "key", "parent", "path", "place", "position", "values")

    def __init__(
        self,
        values: dict[str, Value],
        parent: Frame | None = None,
        key: str = "",
        position: int = 1,
        path: str = "",
        place: str = "",
    ) -> None:
        self.values = values
        self.instances: dict[str, list[Frame]] = {}
        self.kept: dict[str, list[Frame]] = {}
        self.hidden: set[str] = set()
        self.parent = parent
        self.key = key
        self.position = position
        self.path = path
        self.place = place
