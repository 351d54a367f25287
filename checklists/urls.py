"""Addresses of check tables."""

from django.urls import path

from checklists import views, views_evidence
from checklists.exporting.views import edition_export
from checklists.importing import views as importing

app_name = "checklists"

urlpatterns = [
    path("editions/<int:pk>/export/<slug:slug>/", edition_export, name="edition-export"),
    path("import/", importing.import_start, name="import-start"),
    path("import/review/", importing.import_review, name="import-review"),
    path("import/save/", importing.import_save, name="import-save"),
    path("<int:pk>/", views.checklist_detail, name="checklist-detail"),
    path("<int:pk>/answers/", views.answers_save, name="answers-save"),
    path("<int:pk>/answers/<int:item>/", views.answer_save, name="answer-save"),
    path("<int:pk>/submit/", views.checklist_submit, name="checklist-submit"),
    path("<int:pk>/judgement/", views.judgement, name="judgement"),
    path("<int:pk>/judgement/all/", views.judgements_save, name="judgements-save"),
    path("<int:pk>/judgement/finish/", views.judgement_finish, name="judgement-finish"),
    path("<int:pk>/judgement/<int:item>/", views.judgement_save, name="judgement-save"),
    path("<int:pk>/files/", views_evidence.evidence_add, name="evidence-add"),
    path("files/<int:pk>/", views_evidence.evidence_detail, name="evidence-detail"),
    path("files/<int:pk>/picture/", views_evidence.evidence_picture, name="evidence-picture"),
    path("files/<int:pk>/download/", views_evidence.evidence_download, name="evidence-download"),
    path("<int:pk>/issue/", views.checklist_issue, name="checklist-issue"),
]
