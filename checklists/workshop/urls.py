"""Addresses of the clause workshop."""

from django.urls import path

from checklists.workshop import (
    clauses,
    editing,
    findings,
    items,
    lifecycle,
    outline,
    states,
    upstream,
)

app_name = "workshop"

EDITION = "editions/<int:pk>/"
CLAUSE = EDITION + "clauses/<slug:key>/"

urlpatterns = [
    path("specifications/new/", lifecycle.specification_create, name="specification-create"),
    path("specifications/<int:pk>/draft/", lifecycle.draft_open, name="draft-open"),
    path("specifications/<int:pk>/share/", lifecycle.share, name="share"),
    path("reviews-alone/", lifecycle.reviews_alone, name="reviews-alone"),
    path(EDITION, outline.draft_detail, name="draft-detail"),
    path(EDITION + "about/", lifecycle.draft_about, name="draft-about"),
    path(EDITION + "discard/", lifecycle.draft_discard, name="draft-discard"),
    path(EDITION + "review/", lifecycle.review, name="review"),
    path(EDITION + "review/ask/", lifecycle.review_ask, name="review-ask"),
    path(EDITION + "review/give-back/", lifecycle.review_give_back, name="review-give-back"),
    path(EDITION + "publish/", lifecycle.publish, name="publish"),
    path(EDITION + "upstream/", upstream.upstream, name="upstream"),
    path(EDITION + "states/", states.state_list, name="state-list"),
    path(EDITION + "states/<int:seq>/", states.state_detail, name="state-detail"),
    path(EDITION + "states/<int:seq>/restore/", states.state_restore, name="state-restore"),
    path(EDITION + "findings/", findings.finding_list, name="finding-list"),
    path(EDITION + "findings/mend/", findings.finding_mend, name="finding-mend"),
    path(EDITION + "findings/reason/", findings.finding_reason, name="finding-reason"),
    path(EDITION + "targets/", editing.targets, name="targets"),
    path(EDITION + "clauses/add/", outline.clause_add, name="clause-add"),
    path(CLAUSE, editing.clause_edit, name="clause-edit"),
    path(CLAUSE + "save/", editing.clause_save, name="clause-save"),
    path(CLAUSE + "preview/", editing.clause_preview, name="clause-preview"),
    path(CLAUSE + "findings/", editing.clause_findings, name="clause-findings"),
    path(CLAUSE + "move/", outline.clause_move, name="clause-move"),
    path(CLAUSE + "facts/", clauses.facts_edit, name="facts-edit"),
    path(CLAUSE + "retire/", clauses.clause_retire, name="clause-retire"),
    path(CLAUSE + "merge/", clauses.clause_merge, name="clause-merge"),
    path(CLAUSE + "split/", clauses.clause_split, name="clause-split"),
    path(CLAUSE + "items/new/", items.item_create, name="item-create"),
    path(CLAUSE + "items/<slug:code>/", items.item_edit, name="item-edit"),
    path(CLAUSE + "items/<slug:code>/remove/", items.item_remove, name="item-remove"),
]
