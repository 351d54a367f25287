"""Addresses of the firm's pages."""

from django.urls import path

from engagements.replying.views import evidence, filling, inquiries, opening, papers, sending

app_name = "reply"

urlpatterns = [
    path("", filling.table, name="table"),
    path("answers/", filling.answers_save, name="answers-save"),
    path("answers/<int:item>/", filling.answer_save, name="answer-save"),
    path("evidence/<int:item>/", evidence.evidence_list, name="evidence-list"),
    path("evidence/file/<int:pk>/", evidence.evidence_download, name="evidence-download"),
    path("evidence/file/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
    path("send/", sending.send, name="send"),
    path("hand-back/", sending.hand_back, name="hand-back"),
    path("withdraw/", sending.withdraw, name="withdraw"),
    path("approver/", sending.approver_link, name="approver-link"),
    path("receipt/", sending.receipt, name="receipt"),
    path("copy/", sending.approval_copy, name="approval-copy"),
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<int:pk>/", papers.paper_download, name="paper-download"),
    path("papers/workbook/", papers.workbook, name="workbook"),
    path("papers/form/", papers.form_pdf, name="form-pdf"),
    path("papers/file/", papers.file_take, name="file-take"),
    path("reuse/", filling.answers_reuse, name="answers-reuse"),
    path("switch/<int:pk>/", opening.link_switch, name="link-switch"),
    path("leave/", opening.link_leave, name="link-leave"),
    path("<slug:code>/<slug:token>/", opening.link_open, name="link-open"),
]
