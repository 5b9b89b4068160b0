"""The `inovik` command: a stable contract for people and scripts. Exit code 0 fine, 1 problems found, 2 wrong usage.

`report` prints problems, `files` holds the commands that need no database, `server` those that do.
"""

from inovik_forms.cli.main import cli, main

__all__ = ["cli", "main"]
