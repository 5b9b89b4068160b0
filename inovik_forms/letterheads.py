"""Letterheads (kop naskah): of each unit, and of the head of the region. They are data; how they look is a Word file
(`documents.letterhead`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from inovik_forms.problems import Cell, Problem, register
from inovik_forms.words import mark

OFFICE = "jabatan"
"""Whose letterhead the head of the region's is, where units are known by their codes."""
LONGEST = 300
LONG_LINE = 70
"""Letters of a contact beyond which it does not fit on one line beside an emblem."""
NO_LOGO = "-"
"""Stands for a logo that is left out on purpose, where none would mean the city's."""

register(
    {
        "letterheads.owner": (
            mark("Kop “{quote}” bukan milik siapa pun."),
            mark("Tulis jabatan atau kode perangkat daerah dari units.csv."),
        ),
        "letterheads.key": (mark("“{quote}” bukan bagian kop."), mark("Yang dikenal: {known}.")),
        "letterheads.text": (mark("“{quote}” bukan teks."), mark("Apit dengan tanda kutip.")),
    }
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`above`, `name`, `below`: lines of names, the one in the middle the largest. `logo`: the value of a stored file;
    '' = the city's own, NO_LOGO = none."""

    above: str = ""
    name: str = ""
    below: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    logo: str = ""

    @property
    def contact(self) -> str:
        """How to reach it, on one line; on two where it is long."""
        told = [f"{what} {value}" for what, value in self._ways if value]
        is_long = sum(map(len, told)) > LONG_LINE and self.phone
        return "\n".join((told[0], " · ".join(told[1:]))) if is_long else " · ".join(told)

    @property
    def _ways(self) -> tuple[tuple[str, str], ...]:
        return (("Telepon", self.phone), ("Pos-el", self.email), ("Laman", self.web))

    @property
    def place(self) -> str:
        """The address with its postcode, which is not said twice."""
        has_it = not self.postcode or self.postcode in self.address
        return self.address if has_it else " ".join(filter(None, (self.address, self.postcode)))


FIELDS: Mapping[str, str] = {
    "atas": "above", "nama": "name", "bawah": "below", "alamat": "address", "kode_pos": "postcode", "telepon": "phone",
    "pos_el": "email", "laman": "web",
}  # fmt: skip
"""Keys of city.yaml, and fields of the page → ours; all but the logo."""

_PARTS = ("atas", "nama", "bawah", "alamat", "kontak", "logo")
NAMES: Mapping[str, str] = {
    f"{prefix}_{part}": "image" if part == "logo" else "text" for prefix in ("kop", "kop_jabatan") for part in _PARTS
}
"""Reserved names of templates → their kind. A question of the same name goes before."""


def of_unit(plain: Mapping[str, str]) -> Letterhead:
    """A unit's, from what is known of it and of the city ("unit.nama", "kota.pemerintah"…); the city's without one."""
    government = plain.get("kota.pemerintah", "").upper()
    unit = plain.get("unit.nama", "").upper()
    own = {part: plain.get(f"unit.{part}" if unit else f"kota.{part}", "") for part in ("alamat", "telepon")}
    return Letterhead(
        government if unit else "", unit or government, "", own["alamat"], plain.get("kota.kode_pos", ""),
        own["telepon"], plain.get("kota.pos_el", ""), plain.get("kota.laman", ""),
    )  # fmt: skip


def of_office(plain: Mapping[str, str]) -> Letterhead:
    """That of the head of the region, as far as it is known: the emblem of the state is not the city's."""
    return Letterhead(
        name=plain.get("kota.kepala_jabatan", "").upper(), below=plain.get("kota.provinsi", "").upper(), logo=NO_LOGO
    )


def values(unit: Letterhead, office: Letterhead, city_logo: str) -> dict[str, str]:
    """What the reserved names print."""
    found: dict[str, str] = {}
    for prefix, head in (("kop", unit), ("kop_jabatan", office)):
        logo = "" if head.logo == NO_LOGO else head.logo or city_logo
        printed = (head.above, head.name, head.below, head.place, head.contact, logo)
        found |= {f"{prefix}_{part}": text for part, text in zip(_PARTS, printed, strict=True)}
    return found


def from_plain(plain: Mapping[str, str]) -> dict[str, str]:
    """The same, of nothing but what is known of unit and city."""
    return values(of_unit(plain), of_office(plain), plain.get("kota.logo", ""))


def letterheads_from(
    rows: Mapping[str, object], owners: Sequence[str], file: str
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Owner → field → text, of a pack's section `kop`; and every problem."""
    problems: list[Problem] = []
    found: dict[str, dict[str, str]] = {}
    for owner, row in rows.items():
        at = f"kop.{owner}"
        if owner != OFFICE and owner not in owners:
            problems.append(Problem("letterheads.owner", Cell(file, None, at), {"quote": owner}))
        elif not isinstance(row, Mapping):
            problems.append(Problem("letterheads.text", Cell(file, None, at), {"quote": str(row)}))
        else:
            problems += _faults(row, file, at)
            found[owner] = {FIELDS[k]: v.strip() for k, v in row.items() if k in FIELDS and isinstance(v, str)}
    return found, problems


def _faults(row: Mapping[str, object], file: str, at: str) -> Iterator[Problem]:
    for key, value in row.items():
        if key not in FIELDS:
            detail = {"quote": str(key), "known": ", ".join(FIELDS)}
            yield Problem("letterheads.key", Cell(file, None, f"{at}.{key}"), detail)
        elif not isinstance(value, str):
            yield Problem("letterheads.text", Cell(file, None, f"{at}.{key}"), {"quote": str(value)})


PARTS = tuple(field.name for field in fields(Letterhead))
