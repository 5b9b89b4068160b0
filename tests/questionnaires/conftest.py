"""The figures' thousand-question form serves these tests too; `bench` stands beside `tests`, not within it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
