"""The zip behind a .docx or .xlsx that somebody sent: what its directory gives away, and reading with a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from zipfile import ZipFile, ZipInfo

Kind = Literal["members", "unpacked", "ratio", "name", "encrypted"]

MAX_RATIO = 250
"""A member of more than 1 MB that unpacks to more than this many times its packed size is a bomb."""
_WORTH_A_LOOK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`members`: how many; `unpacked`: bytes of all together."""

    members: int
    unpacked: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an archive is refused. `size`: how many members or bytes there are; `member`: which one is meant."""

    kind: Kind
    member: str = ""
    size: int = 0


def faults(archive: ZipFile, limits: Limits) -> list[Fault]:
    """Bombs, passwords, names that lead elsewhere and names that stand twice, by the directory alone; one too large as
    a whole is not looked at further."""
    infos = archive.infolist()
    if len(infos) > limits.members:
        return [Fault("members", size=len(infos))]
    total = sum(info.file_size for info in infos)
    if total > limits.unpacked:
        return [Fault("unpacked", size=total)]
    return list(_member_faults(infos))


def _member_faults(infos: list[ZipInfo]) -> Iterator[Fault]:
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        symlink = info.external_attr >> 28 == 0xA
        odd = name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or "\x00" in name
        if odd or symlink or name.lower() in seen:
            yield Fault("name", name)
        seen.add(name.lower())
        if info.flag_bits & 1:
            yield Fault("encrypted", name)
        if info.file_size > _WORTH_A_LOOK and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            yield Fault("ratio", name, info.file_size)


def content(archive: ZipFile, info: ZipInfo, limit: int) -> bytes | None:
    """A member's bytes, counted while it is unpacked, since its declared size may lie; None when there are more than
    were declared, or more than `limit`. Raises what zipfile raises for a damaged one."""
    most = min(limit, info.file_size)
    with archive.open(info) as stream:
        data = stream.read(most + 1)
    return data if len(data) <= most else None
