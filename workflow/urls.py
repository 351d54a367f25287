"""Addresses of the start page and of an engagement's home."""

from django.urls import path

from workflow import views, views_copying, views_forms, views_register

app_name = "workflow"

urlpatterns = [
    path("", views.engagement_list, name="engagement-list"),
    path("contract-register/", views_register.contract_register, name="contract-register"),
    path(
        "contract-register/issue/",
        views_register.contract_register_issue,
        name="contract-register-issue",
    ),
    path("engagements/copy/", views_copying.copy_choose, name="copy-choose"),
    path("engagements/copy/many/", views_copying.copy_many, name="copy-many"),
    path("engagements/<int:pk>/copy/", views_copying.engagement_copy, name="engagement-copy"),
    path(
        "engagements/<int:pk>/lessons/", views_copying.engagement_lessons, name="engagement-lessons"
    ),
    path("engagements/<int:pk>/", views.engagement_detail, name="engagement-detail"),
    path("engagements/<int:pk>/move/<slug:slug>/", views.engagement_move, name="engagement-move"),
    path("engagements/<int:pk>/forms/", views_forms.form_list, name="form-list"),
    path("engagements/<int:pk>/forms/<slug:key>/", views_forms.form_issue, name="form-issue"),
    path("engagements/<int:pk>/issue/<slug:kind>/", views.document_issue, name="document-issue"),
]
