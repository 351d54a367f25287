"""Reads a PDF's tags as a screen reader would meet them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

SHOWING = {
    "Tj",
    "TJ",
    "'",
    '"',
    "f",
    "F",
    "f*",
    "B",
    "B*",
    "b",
    "b*",
    "S",
    "s",
    "Do",
    "sh",
    "INLINE",
}


@dataclass
class Tag:
    """One element of the structure tree: `kids` are elements, `marks` its pieces of content."""

    name: str
    element: pikepdf.Dictionary
    kids: list["Tag"] = field(default_factory=list)
    marks: int = 0

    def walk(self) -> Iterator["Tag"]:
        """Itself and all below, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def named(self, *names: str) -> list["Tag"]:
        """All below it of these names, in reading order."""
        return [tag for tag in self.walk() if tag.name in names]

    def attribute(self, name: str) -> object:
        """An attribute of the element, None where it has none."""
        return self.element.get("/A", pikepdf.Dictionary()).get(f"/{name}")


def tree(pdf: pikepdf.Pdf) -> Tag:
    """The whole tree; its root is Document."""
    (document,) = pdf.Root.StructTreeRoot.K
    return _tag(document)


def _tag(element: pikepdf.Dictionary) -> Tag:
    tag = Tag(str(element.S).lstrip("/"), element)
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            tag.kids.append(_tag(kid))
        else:
            tag.marks += 1
    return tag


def untagged(page: pikepdf.Page) -> list[str]:
    """What a page draws outside tagged content and artifacts."""
    depth, found = 0, []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(name, 0)
        if name in SHOWING and depth == 0:
            found.append(f"{name} {list(operands)}")
    assert depth == 0, "marked content that never ends"
    return found


def unowned(pdf: pikepdf.Pdf) -> list[tuple[int, int]]:
    """Page and number of each piece of content that no element of the tree owns."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    reached = {tag.element.objgen for tag in tree(pdf).walk()}
    found = []
    for index, page in enumerate(pdf.pages):
        mine = owners[int(page.obj.StructParents)]
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "BDC" and "/MCID" in operands[1]:
                mark = int(operands[1].MCID)
                if mine[mark] is None or mine[mark].objgen not in reached:
                    found.append((index, mark))
    return found


def skipped_headings(pdf: pikepdf.Pdf) -> list[str]:
    """Headings that stand more than one level under the heading before them."""
    levels = [int(tag.name[1]) for tag in tree(pdf).named("H1", "H2", "H3", "H4", "H5", "H6")]
    steps = zip([0, *levels], levels, strict=False)
    return [f"H{above} H{level}" for above, level in steps if level > above + 1]


def faulty_tables(pdf: pikepdf.Pdf) -> list[str]:
    """What is wrong with tables: rows of unequal width, header cells without a scope."""
    found = []
    for number, table in enumerate(tree(pdf).named("Table"), start=1):
        widths: list[int] = []
        carried: dict[int, int] = {}
        for row, tr in enumerate(table.named("TR")):
            width = carried.pop(row, 0)
            for cell in tr.kids:
                if cell.name not in ("TH", "TD"):
                    found.append(f"table {number} row {row}: {cell.name}")
                    continue
                if cell.name == "TH" and str(cell.attribute("Scope")) not in ("/Row", "/Column"):
                    found.append(f"table {number} row {row}: TH without scope")
                span = int(cell.attribute("ColSpan") or 1)
                for below in range(1, int(cell.attribute("RowSpan") or 1)):
                    carried[row + below] = carried.get(row + below, 0) + span
                width += span
            widths.append(width)
        if len(set(widths)) != 1:
            found.append(f"table {number}: rows of {sorted(set(widths))} columns")
    return found


def faulty_lists(pdf: pikepdf.Pdf) -> list[str]:
    """Lists whose children are no items or lists, and items outside lists."""
    root = tree(pdf)
    wrong = [
        k.name for tag in root.named("L") for k in tag.kids if k.name not in ("LI", "L", "Caption")
    ]
    loose = [tag.name for tag in root.walk() if tag.name != "L" for k in tag.kids if k.name == "LI"]
    return wrong + loose
