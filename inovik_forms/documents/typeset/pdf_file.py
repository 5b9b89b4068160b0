"""A PDF file, object by object (ISO 32000-1): pages, fonts, pictures, links, outline, structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inovik_forms.documents.typeset.canvas import Area, Canvas, Field, Shared
from inovik_forms.documents.typeset.nodes import Node
from inovik_forms.documents.typeset.pdf_archive import PRODUCER, About, for_archives
from inovik_forms.documents.typeset.pdf_fonts import font
from inovik_forms.documents.typeset.pdf_objects import Objects, string
from inovik_forms.documents.typeset.pdf_pictures import picture

_KEPT_EMPTY = ("TD", "TH")  # a table keeps its shape


def write(canvases: Sequence[Canvas], shared: Shared, root: Node, about: About) -> bytes:
    """The file; the same bytes for the same pages."""
    out = Objects()
    catalog, tree = out.reserve(), out.reserve()
    pages = [out.reserve() for _ in canvases]
    resources = out.add(_resources(out, shared))
    struct = _Structure(out, pages)
    places = {name: (i, y) for i, canvas in enumerate(canvases) for name, y in canvas.places.items()}
    for number, canvas in enumerate(canvases):
        content = out.stream(canvas.content().encode("ascii"))
        notes = [struct.note(area, _target(area, canvases, pages, places)) for area in canvas.areas]
        notes += [struct.field(field, pages[number]) for field in canvas.fields]
        annotations = f"/Annots[{' '.join(f'{note} 0 R' for note in notes if note)}]" if any(notes) else ""
        out.put(
            pages[number],
            f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {canvas.width:g} {canvas.height:g}]/Resources {resources} 0 R"
            f"/Contents {content} 0 R/StructParents {number}/Tabs/S{annotations}>>",
        )
    out.put(tree, f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{page} 0 R' for page in pages)}]>>")
    outline = _outline(out, canvases, pages)
    structure = struct.write(root, canvases)
    out.put(
        catalog,
        f"<</Type/Catalog/Pages {tree} 0 R/Lang {string(about.language)}/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {structure} 0 R/ViewerPreferences<</DisplayDocTitle true>>"
        f"{f'/Outlines {outline} 0 R' if outline else ''}{struct.form()}{for_archives(out, about)}>>",
    )
    info = out.add(f"<</Title {string(about.title)}/Producer {string(PRODUCER)}>>")
    return out.file(catalog, info)


def _resources(out: Objects, shared: Shared) -> str:
    fonts = "".join(f"/{name} {font(out, face, shared.used[key])} 0 R" for key, (name, face) in shared.fonts.items())
    pictures = "".join(f"/{name} {picture(out, image)} 0 R" for name, image in shared.pictures.values())
    return f"<</Font<<{fonts}>>/XObject<<{pictures}>>>>"


def _target(
    area: Area, canvases: Sequence[Canvas], pages: Sequence[int], places: Mapping[str, tuple[int, float]]
) -> str:
    """What a link does; '' when its place is not there."""
    if not area.target.startswith("#"):
        return f"/A<</S/URI/URI {string(area.target)}>>"
    found = places.get(area.target[1:])
    if found is None:
        return ""
    page, y = found
    return f"/Dest[{pages[page]} 0 R/XYZ 0 {canvases[page].height - y:.2f} 0]"


def _outline(out: Objects, canvases: Sequence[Canvas], pages: Sequence[int]) -> int:
    """The headings of all pages as a tree; 0 when there are none."""
    entries = [(*heading, i) for i, canvas in enumerate(canvases) for heading in canvas.headings]
    if not entries:
        return 0
    root = out.reserve()
    numbers = [out.reserve() for _ in entries]
    parents: list[int] = []  # places in `entries`, outermost first
    children: dict[int, list[int]] = {-1: []}
    above: list[int] = []
    for place, (level, _, _, _) in enumerate(entries):
        while parents and entries[parents[-1]][0] >= level:
            parents.pop()
        above.append(parents[-1] if parents else -1)
        children.setdefault(above[-1], []).append(place)
        children.setdefault(place, [])
        parents.append(place)
    for place, (_, text, y, page) in enumerate(entries):
        family = children[above[place]]
        at = family.index(place)
        parts = [f"/Title {string(text)}/Parent {numbers[above[place]] if above[place] >= 0 else root} 0 R"]
        parts.append(f"/Dest[{pages[page]} 0 R/XYZ 0 {canvases[page].height - y:.2f} 0]")
        parts += [f"/Prev {numbers[family[at - 1]]} 0 R"] if at else []
        parts += [f"/Next {numbers[family[at + 1]]} 0 R"] if at + 1 < len(family) else []
        parts += [_ends(children[place], numbers, -1)] if children[place] else []
        out.put(numbers[place], f"<<{''.join(parts)}>>")
    out.put(root, f"<</Type/Outlines{_ends(children[-1], numbers, 1)}>>")
    return root


def _ends(children: Sequence[int], numbers: Sequence[int], sign: int) -> str:
    first, last = numbers[children[0]], numbers[children[-1]]
    return f"/First {first} 0 R/Last {last} 0 R/Count {sign * len(children)}"


class _Structure:
    """The structure tree, with the links that it owns."""

    def __init__(self, out: Objects, pages: Sequence[int]) -> None:
        self.out = out
        self.pages = pages
        self.owners: list[Node] = []  # of links, in the order of their keys in the parent tree
        self.numbers: dict[int, int] = {}
        self.fields: list[int] = []
        self.names: list[int] = []  # numbers of the notes' elements, which must have names of their own

    def note(self, area: Area, target: str) -> int:
        """The annotation of a link, 0 when it leads nowhere."""
        if not target:
            return 0
        key = len(self.pages) + len(self.owners)
        left, lower, right, upper = area.box
        number = self.out.add(
            f"<</Type/Annot/Subtype/Link/Rect[{left:.2f} {lower:.2f} {right:.2f} {upper:.2f}]/Border[0 0 0]/F 4"
            f"/StructParent {key}/Contents {string(area.text or area.target)}{target}>>"
        )
        area.node.annotations.append(number)
        self.owners.append(area.node)
        return number

    def field(self, field: Field, page: int) -> int:
        """An empty field for a signature, which any program that signs finds; it looks like nothing until then."""
        key = len(self.pages) + len(self.owners)
        left, lower, right, upper = field.box
        look = self.out.stream(b"", f"/Type/XObject/Subtype/Form/BBox[0 0 {right - left:.2f} {upper - lower:.2f}]")
        number = self.out.add(
            f"<</Type/Annot/Subtype/Widget/FT/Sig/T {string(f'TandaTangan{len(self.fields) + 1}')}"
            f"/TU {string(field.title)}/Contents {string(field.title)}/F 4/P {page} 0 R/StructParent {key}"
            f"/Rect[{left:.2f} {lower:.2f} {right:.2f} {upper:.2f}]/AP<</N {look} 0 R>>>>"
        )
        field.node.annotations.append(number)
        self.owners.append(field.node)
        self.fields.append(number)
        return number

    def form(self) -> str:
        """The catalog's entry for the fields."""
        return f"/AcroForm<</Fields[{' '.join(f'{number} 0 R' for number in self.fields)}]>>" if self.fields else ""

    def write(self, root: Node, canvases: Sequence[Canvas]) -> int:
        """The tree's root object."""
        number = self.out.reserve()
        whole = self._element(root, number)
        nums = []
        for i, canvas in enumerate(canvases):
            owners = " ".join(f"{self.numbers[id(node)]} 0 R" for node in canvas.marked)
            nums.append(f"{i}[{owners}]")
        for i, node in enumerate(self.owners):
            nums.append(f"{len(canvases) + i} {self.numbers[id(node)]} 0 R")
        parents = self.out.add(f"<</Nums[{' '.join(nums)}]>>")
        next_key = len(canvases) + len(self.owners)
        self.out.put(
            number,
            f"<</Type/StructTreeRoot/K {whole} 0 R{self._identities()}/ParentTree {parents} 0 R"
            f"/ParentTreeNextKey {next_key}>>",
        )
        return number

    def _identities(self) -> str:
        if not self.names:
            return ""
        names = "".join(f"(n{at:06d}) {number} 0 R " for at, number in enumerate(self.names))
        return f"/IDTree <</Names[{names}]>>"

    def _element(self, node: Node, parent: int) -> int:
        """One element with all below it."""
        number = self.numbers[id(node)] = self.out.reserve()
        inside = []
        for child in node.inside:
            if isinstance(child, Node):
                if _is_shown(child):
                    inside.append(f"{self._element(child, number)} 0 R")
            else:
                inside.append(f"<</Type/MCR/Pg {self.pages[child[0]]} 0 R/MCID {child[1]}>>")
        inside += [f"<</Type/OBJR/Obj {note} 0 R>>" for note in node.annotations]
        kids = f"[{' '.join(inside)}]" if node.kind != "Form" else inside[0]  # programs that verify look for it so
        if node.kind == "Note":
            identity = f"/ID(n{len(self.names):06d})"
            self.names.append(number)
        else:
            identity = ""
        alt = f"/Alt {string(node.alt or '-')}" if node.kind == "Figure" else ""
        attributes = f"/A {node.attributes}" if node.attributes else ""
        self.out.put(
            number,
            f"<</Type/StructElem/S/{node.kind}/P {parent} 0 R{identity}{alt}{attributes}/K{kids}>>",
        )
        return number


def _is_shown(node: Node) -> bool:
    if node.kind in _KEPT_EMPTY or node.annotations:
        return True
    return any(not isinstance(child, Node) or _is_shown(child) for child in node.inside)
