"""委託先管理台帳 on the screen: one 年度, a department or all, fifty rows a page."""

from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.models import Department
from accounts.permissions import Permission
from audits.contract_register import register_rows
from audits.documents.contract_register import ContractRegister, RegisterOf
from common.dates import fiscal_year, fiscal_year_label
from documents.kinds import by_name
from documents.models import IssuedDocument
from documents.on_request import issue_on_request
from engagements.models import Engagement

PAGE = 50


@access(Permission.ENGAGEMENT_VIEW)
def contract_register(request: StaffRequest) -> HttpResponse:
    """The register of a 年度, the newest engagement first; keyset, no count."""
    years = _years(request)
    departments = _departments(request)
    of = _chosen(request, request.GET.get("year", ""), request.GET.get("department", ""))
    found = Engagement.objects.visible_to(request.user).filter(fiscal_year=of.fiscal_year)
    if of.department:
        found = found.filter(department=of.department)
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit():
        found = found.filter(pk__lt=int(after[:18]))
    rows = register_rows(found.order_by("-pk")[: PAGE + 1])
    issued = IssuedDocument.objects.visible_to(request.user).about(
        ContractRegister().subject_name(of), ContractRegister.slug
    )
    context = {
        "of": of,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].engagement.pk if len(rows) > PAGE else "",
        "is_later_page": bool(after),
        "years": [(year, fiscal_year_label(year)) for year in years],
        "departments": departments,
        "has_all": request.user.sees_whole_municipality,
        "may_issue": request.user.may(Permission.DOCUMENT_ISSUE),
        "issued": issued.select_related("issued_by")[:5],
        "breadcrumb": [(reverse("workflow:engagement-list"), "案件一覧"), ("", "委託先管理台帳")],
    }
    return render(request, "workflow/contract_register.html", context)


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def contract_register_issue(request: StaffRequest) -> HttpResponse:
    """Issue D23 as PDF or XLSX and hand it out."""
    of = _chosen(request, request.POST.get("year", ""), request.POST.get("department", ""))
    format = "xlsx" if request.POST.get("format") == "xlsx" else "pdf"
    kind = by_name(ContractRegister.slug)
    document = issue_on_request(request, kind, of, format=format)
    if document is None:
        return redirect("workflow:contract-register")
    return redirect("documents:document-download", document.pk)


def _years(request: StaffRequest) -> list[int]:
    """This 年度 and all in which the user sees engagements, the newest first."""
    seen = Engagement.objects.visible_to(request.user).order_by("fiscal_year")
    years = set(seen.values_list("fiscal_year", flat=True).distinct())
    return sorted(years | {fiscal_year(timezone.localdate())}, reverse=True)


def _departments(request: StaffRequest) -> models.QuerySet[Department]:
    """Those whose engagements the user may see."""
    rows = Department.objects.visible_to(request.user).order_by("pk")
    if request.user.sees_whole_municipality:
        return rows
    return rows.filter(pk=request.user.department_id or 0)


def _chosen(request: StaffRequest, year: str, department: str) -> RegisterOf:
    """What was asked for: this 年度 unless another is named. A line division has only its own.

    Raises Http404 for a year or department that the user hasn't got.
    """
    municipality = request.user.municipality
    if municipality is None:
        raise Http404
    chosen = fiscal_year(timezone.localdate())
    if year:
        if not (year.isascii() and year.isdigit() and 1989 <= int(year[:6]) <= 2200):
            raise Http404
        chosen = int(year)
    departments = _departments(request)
    if not request.user.sees_whole_municipality:
        department = department or str(request.user.department_id)
    if not department:
        return RegisterOf(municipality, chosen)
    if not (department.isascii() and department.isdigit()):
        raise Http404
    try:
        return RegisterOf(municipality, chosen, departments.get(pk=int(department[:18])))
    except Department.DoesNotExist as error:
        raise Http404 from error
