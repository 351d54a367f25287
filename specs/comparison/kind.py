"""D24 新旧対照表 as a document, whatever its two sides are."""

from datetime import datetime
from typing import Any, ClassVar

from documents.kinds import DocumentKind
from documents.paper import Paper
from documents.widths import LANDSCAPE_MM, colgroup
from specs.comparison.sheet import Sheet
from specs.comparison.word_file import word_file

REMARKS_MM = 38.0


class ComparisonKind(DocumentKind):
    """What every 新旧対照表 shares. A subclass says which sheet belongs to a subject."""

    code = "D24"
    title = "新旧対照表"
    template_name = "documents/comparison.html"
    stylesheets: ClassVar[tuple[str, ...]] = ("documents/comparison.css",)
    formats: ClassVar[tuple[str, ...]] = ("pdf", "docx")

    def sheet(self, subject: Any) -> Sheet:
        """The comparison with its names."""
        raise NotImplementedError

    def context(self, subject: Any, *, at: datetime) -> dict[str, Any]:
        """The sheet, and the widths of its columns."""
        side = (LANDSCAPE_MM - REMARKS_MM) / 2
        return {"sheet": self.sheet(subject), "columns": colgroup([side, side, REMARKS_MM])}

    def write(self, format: str, subject: Any, *, paper: Paper) -> bytes:
        """The same as a Word file."""
        if format != "docx":
            return super().write(format, subject, paper=paper)
        return word_file(self.sheet(subject), paper)
