"""Addresses of 新旧対照表; specs.urls includes them."""

from django.urls import path

from specs.comparison import views

urlpatterns = [
    path("", views.comparison, name="comparison"),
    path("file/", views.comparison_file, name="comparison-file"),
    path("issue/", views.comparison_issue, name="comparison-issue"),
    path("paste/", views.comparison_paste, name="comparison-paste"),
]
