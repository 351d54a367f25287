"""Addresses of the start page and of an engagement's home."""

from django.urls import path

from workflow import views

app_name = "workflow"

urlpatterns = [
    path("", views.engagement_list, name="engagement-list"),
    path("engagements/<int:pk>/", views.engagement_detail, name="engagement-detail"),
    path("engagements/<int:pk>/move/<slug:slug>/", views.engagement_move, name="engagement-move"),
    path("engagements/<int:pk>/issue/<slug:kind>/", views.document_issue, name="document-issue"),
]
