"""根拠資料 of the firm: files beside an answer."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from checklists import actions
from checklists.evidence_files import add_from, download, evidence_or_404
from checklists.forms import EvidenceForm
from checklists.models import Answer, Evidence
from common.errors import Refused
from engagements.replying.access import FirmRequest, answering
from engagements.replying.views.pages import page, tell


@answering
def evidence_list(request: FirmRequest, item: int) -> HttpResponse:
    """The files beside one answer; a POST adds one."""
    checklist = request.link.bid.checklist
    answer = (
        Answer.objects.visible_to(request.respondent)
        .filter(item=item)
        .select_related("item")
        .first()
    )
    if answer is None:
        raise Http404
    form = EvidenceForm(request.POST or None, request.FILES or None)
    status = None
    if form.is_valid():
        status = add_from(form, checklist.pk, item, by=request.respondent, at=timezone.now())
        if status == 200:
            messages.success(request, f"「{form.cleaned_data['file'].name}」を添えました。")
            return redirect("reply:evidence-list", item)
    files = Evidence.objects.visible_to(request.respondent).filter(item=item).order_by("pk")
    return page(
        request,
        "replying/evidence_list.html",
        here="根拠資料のファイル",
        form=form,
        code=answer.item.code,
        prompt=answer.item.prompt(checklist.phase),
        item_id=item,
        files=files,
        status=status,
    )


@answering
@require_POST
def evidence_remove(request: FirmRequest, pk: int) -> HttpResponse:
    """Take one away."""
    evidence = evidence_or_404(request.respondent, pk)
    try:
        actions.remove_evidence(evidence, by=request.respondent, at=timezone.now())
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, f"「{evidence.name}」を取り除きました。")
    return redirect("reply:evidence-list", evidence.item_id)


@answering
@require_safe
def evidence_download(request: FirmRequest, pk: int) -> FileResponse:
    """The firm's own file back."""
    return download(evidence_or_404(request.respondent, pk))
