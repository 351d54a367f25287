"""Addresses from the registration of an engagement to its contract, and of vendors."""

from django.urls import path

from engagements.views import (
    adoption,
    bids,
    comparison,
    contracts,
    engagements,
    links,
    matrix,
    scope,
    tailorings,
    vendors,
)

app_name = "engagements"

urlpatterns = [
    path("new/", engagements.engagement_create, name="engagement-create"),
    path("<int:pk>/edit/", engagements.engagement_edit, name="engagement-edit"),
    path("<int:pk>/scope/", scope.scope_edit, name="scope-edit"),
    path("<int:pk>/scope/effects/", scope.scope_effects, name="scope-effects"),
    path("<int:pk>/clauses/", tailorings.tailoring_list, name="tailoring-list"),
    path("<int:pk>/clauses/<slug:key>/", tailorings.tailoring_edit, name="tailoring-edit"),
    path(
        "<int:pk>/clauses/<slug:key>/answer/", tailorings.tailoring_answer, name="tailoring-answer"
    ),
    path("<int:pk>/annex/", tailorings.annex_preview, name="annex-preview"),
    path("<int:pk>/edition/", adoption.edition_decide, name="edition-decide"),
    path("editions/<int:pk>/impact/", adoption.edition_impact, name="edition-impact"),
    path("<int:pk>/comparison/", comparison.comparison, name="comparison"),
    path("<int:pk>/comparison/issue/", comparison.comparison_issue, name="comparison-issue"),
    path("<int:pk>/bids/", bids.bid_list, name="bid-list"),
    path("<int:pk>/bids/new/", bids.bid_create, name="bid-create"),
    path("<int:pk>/criteria/", matrix.criteria_edit, name="criteria-edit"),
    path("<int:pk>/matrix/", matrix.matrix, name="matrix"),
    path("<int:pk>/matrix/issue/", matrix.matrix_issue, name="matrix-issue"),
    path("<int:pk>/open/", links.answers_open, name="answers-open"),
    path("<int:pk>/deadline/", links.deadline_extend, name="deadline-extend"),
    path("bids/<int:pk>/links/", links.link_list, name="link-list"),
    path("<int:pk>/check-table.xlsx", links.reply_workbook, name="reply-workbook"),
    path("<int:pk>/check-table.pdf", links.reply_form, name="reply-form"),
    path("bids/<int:pk>/file/", links.reply_take, name="reply-take"),
    path("bids/<int:pk>/links/new/", links.link_issue, name="link-issue"),
    path("links/<int:pk>/revoke/", links.link_revoke, name="link-revoke"),
    path("<int:pk>/selection/", bids.selection_edit, name="selection-edit"),
    path("<int:pk>/contract/", contracts.contract_edit, name="contract-edit"),
    path("bids/<int:pk>/withdraw/", bids.bid_withdraw, name="bid-withdraw"),
    path("bids/<int:pk>/items/<int:item>/", bids.alternative_edit, name="alternative-edit"),
    path("alternatives/<int:pk>/", bids.alternative_answer, name="alternative-answer"),
    path("vendors/", vendors.vendor_list, name="vendor-list"),
    path("vendors/new/", vendors.vendor_create, name="vendor-create"),
    path("vendors/<int:pk>/", vendors.vendor_edit, name="vendor-edit"),
]
