"""Addresses of specifications, editions and clauses."""

from django.urls import include, path

from specs import views

app_name = "specs"

urlpatterns = [
    path("", views.edition_list, name="edition-list"),
    path("comparison/", include("specs.comparison.urls")),
    path("editions/<int:pk>/", views.edition_detail, name="edition-detail"),
    path("editions/<int:pk>/<slug:key>/", views.clause_detail, name="clause-detail"),
]
