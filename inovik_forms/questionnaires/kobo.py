"""KoboToolbox's rating and ranking, in the workbooks it gives, as the rows of XLSForm that they stand for: a group
shown as a table with a question for each statement, and one question of kind rank.
Its matrix is refused (refused_types)."""

from __future__ import annotations

import re
from collections.abc import Mapping

SCORE_LIST = "kobo--score-choices"
RANK_LIST = "kobo--rank-items"
RANK_MESSAGE = "kobo--rank-constraint-message"
COLUMNS = frozenset({SCORE_LIST, RANK_LIST, RANK_MESSAGE})
"""Its own headings that are known; the message is our own for each ranking."""

_BLANKS = re.compile(r"^(begin|end) (score|rank)$")


class Kobo:
    """What the rows read so far have opened."""

    def __init__(self) -> None:
        self._choices = ""
        self._is_ranking = False

    def plain(self, cell: str, extra: Mapping[str, str]) -> tuple[str, str]:
        """The cell of column `type` in XLSForm's words, and the appearance that goes with it. ("", "") for a row that
        says nothing more: a level of a ranking, and its end. What misses its list stays as it is."""
        word = _BLANKS.sub(r"\1_\2", cell)
        if word == "begin_score" and extra.get(SCORE_LIST):
            self._choices = extra[SCORE_LIST]
            return "begin_group", "table-list"
        if word == "begin_rank" and extra.get(RANK_LIST):
            self._is_ranking = True
            return f"rank {extra[RANK_LIST]}", ""
        if self._choices and word == "score__row":
            return f"select_one {self._choices}", ""
        if self._choices and word == "end_score":
            self._choices = ""
            return "end_group", ""
        if self._is_ranking and word in ("rank__level", "end_rank"):
            self._is_ranking = word != "end_rank"
            return "", ""
        return cell, ""
