"""Addresses of inspections, findings, corrections, reports and disposals."""

from django.urls import path

from audits import views, views_papers

app_name = "audits"

urlpatterns = [
    path(
        "engagements/<int:pk>/inspections/new/", views.inspection_create, name="inspection-create"
    ),
    path("engagements/<int:pk>/gap/", views.gap_detail, name="gap-detail"),
    path("engagements/<int:pk>/disposal/", views.disposal_edit, name="disposal-edit"),
    path("inspections/<int:pk>/", views.inspection_detail, name="inspection-detail"),
    path("papers/<slug:kind>/<int:pk>/", views_papers.paper_issue, name="paper-issue"),
    path("findings/<int:pk>/", views.finding_detail, name="finding-detail"),
    path("findings/<int:pk>/correction/", views.correction_create, name="correction-create"),
    path("corrections/<int:pk>/verify/", views.correction_verify, name="correction-verify"),
    path("reports/<int:pk>/receive/", views.report_receive, name="report-receive"),
    path("disposals/<int:pk>/verify/", views.disposal_verify, name="disposal-verify"),
]
