"""Addresses of specifications, editions and clauses."""

from django.urls import include, path

from specs import views, views_wording

app_name = "specs"

urlpatterns = [
    path("", views.edition_list, name="edition-list"),
    path("wording/", views_wording.wording_list, name="wording-list"),
    path("wording/new/", views_wording.wording_create, name="wording-create"),
    path("wording/<int:pk>/switch/", views_wording.wording_switch, name="wording-switch"),
    path("comparison/", include("specs.comparison.urls")),
    path("editions/<int:pk>/", views.edition_detail, name="edition-detail"),
    path("editions/<int:pk>/<slug:key>/", views.clause_detail, name="clause-detail"),
]
