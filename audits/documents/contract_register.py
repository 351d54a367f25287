"""D23: 委託先管理台帳 of a 年度, of the whole municipality or of one department."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import Department, Municipality
from audits.contract_register import RegisterRow, Total, register_rows, totals
from common.dates import fiscal_year_label
from common.errors import Refused
from documents.kinds import DocumentKind, register
from documents.sheets import saved, table
from engagements.models import Engagement

if TYPE_CHECKING:
    from documents.paper import Paper

# More rows than this are for several papers, one a department.
MOST = 2000
# And a PDF of more takes longer than a clerk, and the bound on layout, can wait.
MOST_PRINTED = 500
HEADER = (
    "案件番号", "件名", "主管課", "事業者", "履行期間の初日", "履行期間の末日", "契約方式",
    "契約金額（円）", "個人番号", "本人の数", "再委託", "次回の実施状況確認", "特記仕様書の版", "段階",
    "未完了の指摘",
)  # fmt: skip
WIDTHS = (17, 40, 18, 30, 13, 13, 15, 15, 10, 21, 11, 13, 11, 16, 10)
DATES, NUMBERS = (5, 6, 12), (8, 15)
TOTAL_HEADER = (
    "主管課",
    "案件",
    "契約",
    "契約金額（円）",
    "個人番号を取り扱う案件",
    "未完了の指摘",
)
A3 = 8


@dataclass(frozen=True)
class RegisterOf:
    """What one register covers; without a department the whole municipality."""

    municipality: Municipality
    fiscal_year: int
    department: Department | None = None

    def __str__(self) -> str:
        return f"{fiscal_year_label(self.fiscal_year)}　{self.where}"

    @property
    def pk(self) -> str:
        """What the command line calls it: 132012-2026, or 132012-2026-福祉."""
        base = f"{self.municipality.code}-{self.fiscal_year}"
        return f"{base}-{self.department.short_name}" if self.department else base

    @property
    def where(self) -> str:
        """The department, or 全庁."""
        return self.department.name if self.department else "全庁"

    def rows(self) -> list[RegisterRow]:
        """By department and number. Raises Refused when there are more than MOST."""
        found = Engagement.objects.filter(
            municipality=self.municipality, fiscal_year=self.fiscal_year
        )
        if self.department:
            found = found.filter(department=self.department)
        rows = register_rows(found.order_by("department_id", "sequence")[: MOST + 1])
        if len(rows) > MOST:
            raise Refused(f"案件が{MOST:,}件を超えます。課ごとに発行してください。")
        return rows


@register
class ContractRegister(DocumentKind):
    """委託先管理台帳. ID is CODE-YEAR or CODE-YEAR-課の略称: 132012-2026, 132012-2026-福祉."""

    slug = "contract-register"
    code = "D23"
    title = "委託先管理台帳"
    template_name = "documents/contract_register.html"
    subject_model = "accounts.Municipality"
    stylesheets = ("documents/contract_register.css",)
    formats = ("pdf", "xlsx")

    def listed(self) -> Iterable[RegisterOf]:
        """Every municipality's years in which there are engagements."""
        years = Engagement.objects.order_by("municipality_id", "fiscal_year")
        towns = {town.pk: town for town in Municipality.objects.all()}
        for town, year in years.values_list("municipality_id", "fiscal_year").distinct():
            yield RegisterOf(towns[town], year)

    def find(self, name: str) -> RegisterOf:
        """The register that the command line names. Raises ObjectDoesNotExist or ValueError."""
        code, _, rest = name.partition("-")
        year, _, short = rest.partition("-")
        if not 1989 <= int(year) <= 2200:
            raise ObjectDoesNotExist(name)
        town = Municipality.objects.get(code=code)
        departments = Department.objects.filter(municipality=town)
        return RegisterOf(town, int(year), departments.get(short_name=short) if short else None)

    def subject_name(self, subject: RegisterOf) -> str:
        """accounts.Municipality:1:2026, of a department accounts.Municipality:1:2026:7."""
        parts = [self.subject_model, subject.municipality.pk, subject.fiscal_year]
        if subject.department:
            parts.append(subject.department.pk)
        return ":".join(str(part) for part in parts)

    def number(self, subject: RegisterOf) -> str:
        """R8-全庁, R8-福祉."""
        year = fiscal_year_label(subject.fiscal_year).removesuffix("年度").replace("令和", "R")
        return f"{year}-{subject.department.short_name if subject.department else '全庁'}"

    def heading(self, subject: RegisterOf) -> str:
        """委託先管理台帳（令和8年度　全庁）."""
        return f"{self.title}（{subject}）"

    def event_context(self, subject: RegisterOf) -> models.Model:
        """The municipality."""
        return subject.municipality

    def context(self, subject: RegisterOf, *, at: datetime) -> dict[str, Any]:
        """The rows and their sums. Raises Refused when there are too many for one paper."""
        rows = subject.rows()
        if len(rows) > MOST_PRINTED:
            raise Refused(
                f"案件が{MOST_PRINTED}件を超えるため、PDFにできません。"
                "課ごとに発行するか、Excelファイルで発行してください。"
            )
        return {"subject": subject, "rows": rows, "totals": totals(rows)}

    def write(self, format: str, subject: RegisterOf, *, paper: "Paper") -> bytes:
        """Two sheets: the register, with a filter, and the sums by department."""
        rows = subject.rows()
        workbook = Workbook()
        sheet = workbook.active
        if sheet is None:
            raise RuntimeError("a new workbook has a sheet")
        sheet.title = self.title
        above = [f"{paper.title}　{paper.number}"]
        table(sheet, HEADER, [_cells(row) for row in rows], widths=WIDTHS, above=above)
        _dress(sheet, len(HEADER), dates=DATES, numbers=NUMBERS)
        sums = workbook.create_sheet("課別の集計")
        lines = [_total_cells(total) for total in totals(rows)]
        table(sums, TOTAL_HEADER, lines, widths=(24, 10, 10, 18, 24, 14), above=above)
        _dress(sums, len(TOTAL_HEADER), dates=(), numbers=(2, 3, 4, 5, 6), has_filter=False)
        return saved(workbook)


def _cells(row: RegisterRow) -> list[object]:
    engagement = row.engagement
    return [
        engagement.number,
        engagement.title,
        engagement.department.name,
        row.firm,
        *row.period,
        engagement.get_procurement_display(),
        row.amount,
        row.my_number,
        row.persons,
        row.subcontract,
        row.next_inspection,
        row.edition,
        engagement.get_stage_display(),
        row.open_findings,
    ]


def _total_cells(total: Total) -> list[object]:
    return [
        total.name,
        total.engagements,
        total.contracts,
        total.amount,
        total.my_number,
        total.open_findings,
    ]


def _dress(
    sheet: Worksheet,
    columns: int,
    *,
    dates: Iterable[int],
    numbers: Iterable[int],
    has_filter: bool = True,
) -> None:
    """Formats of dates and numbers, the filter under the second line, and the area to print."""
    formats = dict.fromkeys(dates, "yyyy/mm/dd") | dict.fromkeys(numbers, "#,##0")
    for line in range(3, sheet.max_row + 1):
        for column, number_format in formats.items():
            sheet.cell(line, column).number_format = number_format
    last = f"{get_column_letter(columns)}{sheet.max_row}"
    if has_filter:
        sheet.auto_filter.ref = f"A2:{last}"
    sheet.print_area = f"A1:{last}"
    sheet.page_setup.paperSize = A3
