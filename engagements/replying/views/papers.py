"""The papers of the tender, and the table as a file: out, and back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from checklists.replies.files import MAX_BYTES
from checklists.replies.form_writing import write_form
from checklists.replies.workbook_writing import write_workbook
from common.errors import Refused
from documents.downloads import attachment
from documents.models import IssuedDocument, IssuedDocumentQuerySet
from documents.views import TYPES, file_response
from engagements import actions
from engagements.letters import KIND
from engagements.questionnaires import questionnaire_of
from engagements.replying.access import FirmRequest, answering
from engagements.replying.forms import ReplyFileForm
from engagements.replying.views.pages import page
from engagements.told import told_now
from ledger.actions import subject_of


def _letters(request: FirmRequest) -> IssuedDocumentQuerySet:
    """The newest 選定結果通知書 to this firm; those before it told of another choice."""
    bid = request.link.bid
    rows: IssuedDocumentQuerySet = IssuedDocument.objects.about(subject_of(bid), KIND)
    return rows.filter(municipality_id=bid.municipality_id, superseded_by=None)


@answering
@require_safe
def papers(request: FirmRequest) -> HttpResponse:
    """The requirement notice, the draft annex and the table; and the way back for a file."""
    return _papers(request, ReplyFileForm())


def _papers(
    request: FirmRequest, form: ReplyFileForm, reasons: list[str] | None = None
) -> HttpResponse:
    return page(
        request,
        "replying/papers.html",
        here="書類・ファイル",
        letters=_letters(request),
        documents=told_now(request.link.bid.engagement).order_by("code", "pk"),
        form=form,
        reasons=reasons,
        status=422 if reasons else None,
    )


@answering
@require_safe
def paper_download(request: FirmRequest, pk: int) -> HttpResponse:
    """One of them, and a note that the firm has it; or the firm's own letter. 404 for anything
    else."""
    letter = _letters(request).filter(pk=pk).first()
    document = letter or told_now(request.link.bid.engagement).get_or_404(pk=pk)
    if letter is None:
        actions.note_seen(request.link, [document], by=request.respondent, at=timezone.now())
    return file_response(document, document.read())


@answering
@require_safe
def workbook(request: FirmRequest) -> HttpResponse:
    """The firm's own table as a workbook, with its answers so far."""
    return _file(
        request, write_workbook(questionnaire_of(request.link.bid, request.respondent)), "xlsx"
    )


@answering
@require_safe
def form_pdf(request: FirmRequest) -> HttpResponse:
    """The firm's own table as a PDF with fields, with its answers so far."""
    return _file(request, write_form(questionnaire_of(request.link.bid, request.respondent)), "pdf")


def _file(request: FirmRequest, content: bytes, format: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[format])
    name = f"確認表_{request.link.bid.engagement.number}.{format}"
    response["Content-Disposition"] = attachment(f"check-table.{format}", name)
    return response


@answering
@require_POST
def file_take(request: FirmRequest) -> HttpResponse:
    """A filled file back: submitted whole, or every fault with its place."""
    form = ReplyFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _papers(request, form)
    data = form.cleaned_data["file"].read(MAX_BYTES + 1)
    try:
        actions.take_own_file(request.link.bid, data, by=request.respondent, at=timezone.now())
    except Refused as refusal:
        return _papers(request, ReplyFileForm(), refusal.reasons)
    messages.success(
        request, "ファイルを読み取り、確認表を提出しました。受付票を保存してください。"
    )
    return redirect("reply:send")
