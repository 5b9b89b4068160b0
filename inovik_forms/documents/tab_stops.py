"""Where a tab leads."""

from __future__ import annotations

from inovik_forms.documents.tree import ParaFormat, TabStop


def next_stop(para: ParaFormat, default_tab: float, x: float) -> TabStop:
    """The stop that a tab at `x` points from the column's left edge goes to."""
    hanging = [TabStop(para.indent_left or 0.0)] if (para.first_line or 0.0) < 0 else []
    for stop in sorted((*para.tabs, *hanging), key=lambda s: s.position):
        if stop.position > x + 0.5 and stop.kind not in ("bar", "clear"):
            return stop
    return TabStop((int((x + 0.5) // default_tab) + 1) * default_tab)
