"""委託案件: registering one, and correcting what was registered."""

from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import conflicts, is_stale, let_overwrite, submitted
from engagements import actions
from engagements.forms import EngagementCreateForm, EngagementForm
from engagements.models import Engagement, Stage
from engagements.views.pages import engagement_or_404, page


@access(Permission.ENGAGEMENT_EDIT)
def engagement_create(request: StaffRequest) -> HttpResponse:
    """Register an engagement, then go on to the scope questions."""
    department = request.user.department
    contact = f"{department}　{department.phone}".strip() if department else ""
    form = EngagementCreateForm(
        request.POST or None, today=timezone.localdate(), initial={"contact": contact}
    )
    made: list[Engagement] = []

    def act(**data: Any) -> None:
        made.append(actions.create_engagement(**data))

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "案件を登録しました。続けて、前提質問に答えてください。",
        **form.cleaned_data,
    ):
        return redirect("engagements:scope-edit", made[0].pk)
    breadcrumb = [(reverse("workflow:engagement-list"), "案件一覧"), ("", "新しい案件")]
    return page(
        request,
        "engagements/engagement_create.html",
        here="新しい案件",
        form=form,
        breadcrumb=breadcrumb,
    )


@access(Permission.ENGAGEMENT_EDIT)
def engagement_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what was registered."""
    engagement = engagement_or_404(request, pk)
    saved = model_to_dict(engagement, fields=EngagementForm.Meta.fields)
    initial = {**saved, "revision": engagement.revision}
    form = EngagementForm(request.POST or None, initial=initial)

    def act(**data: Any) -> None:
        actions.update_engagement(engagement, **data)

    if form.is_valid() and submitted(
        request, form, act, "案件の内容を保存しました。", **form.cleaned_data
    ):
        return redirect("workflow:engagement-detail", engagement.pk)
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = conflicts(form, saved)
        let_overwrite(form, revision=engagement.revision)
    return page(
        request,
        "engagements/engagement_edit.html",
        here="案件の内容",
        engagement=engagement,
        form=form,
        is_open=engagement.stage == Stage.PLANNING,
        **context,
    )
