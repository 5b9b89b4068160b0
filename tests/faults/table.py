"""The table of docs/faults.md: what was provoked how often, and what was lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from .oracle import Verdict

HEAD = """# Killed servers, full disks, lost connections: what was tried

Written by `make faults` on {date}; `make test` runs a small selection of the same tests (`tests/faults`). Each works
on the real site (`inovik serve`) from the outside: telephones save answers and write down each receipt, and afterwards
every save with a receipt is in the journal exactly once, the others whole or not at all, and sending all of them again
changes nothing.

| fault | database | tried | answers with a receipt | lost | doubled |
|---|---|--:|--:|--:|--:|
"""


@dataclass
class Table:
    rows: dict[tuple[str, str], tuple[int, Verdict]] = field(default_factory=dict)

    def add(self, fault: str, database_url: str, tried: int, verdict: Verdict) -> None:
        key = fault, "PostgreSQL" if database_url.startswith("postgres") else "SQLite"
        before, so_far = self.rows.get(key, (0, Verdict(0, 0, 0)))
        self.rows[key] = before + tried, so_far + verdict

    def text(self) -> str:
        lines = [
            f"| {fault} | {database} | {tried} | {v.receipts} | {v.lost} | {v.doubled} |"
            for (fault, database), (tried, v) in self.rows.items()
        ]
        points = sum(tried for (fault, _), (tried, _) in self.rows.items() if "kill" in fault)
        lost = sum(verdict.lost for _, verdict in self.rows.values())
        said = f"**{points} kill points tried, {lost} lost.**"
        return HEAD.format(date=datetime.now(UTC).date()) + "\n".join(lines) + f"\n\n{said}\n"

    def write(self, file: Path) -> None:
        file.write_text(self.text(), encoding="utf-8")
        print("\n" + self.text())
