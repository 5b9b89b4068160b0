"""`make bench`: run every bench, or those named: `python -m bench documents turns`."""

from __future__ import annotations

import importlib
import os
import platform
import sys

BENCHES = ("questionnaires", "browser", "documents", "turns", "saves", "clicks", "phone", "island", "offers")


def main(names: list[str]) -> None:
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in names or BENCHES:
        print(f"\n== {name}")
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
