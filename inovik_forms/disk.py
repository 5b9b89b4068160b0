"""The one way in which a file is written: it is there whole under its name, or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that even a full disk or a power loss leaves the old one or the new one: written aside, synced,
    renamed, and the folder synced. Makes the folder. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}")
    try:
        with aside.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
