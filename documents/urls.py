"""Addresses of issued documents. The page of 照合 is open to everybody."""

from django.urls import path

from documents import views

app_name = "documents"

urlpatterns = [
    path("verify/", views.document_verify, name="document-verify"),
    path("<int:pk>/", views.document_download, name="document-download"),
]
