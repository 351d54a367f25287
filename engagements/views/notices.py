"""要件の伝達: the papers for the bidders, as one file or one by one, and as Word or Excel."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from common.errors import Refused
from documents.actions import issue
from documents.kinds import DocumentKind, by_name
from documents.models import IssuedDocument
from engagements.models import Engagement, Stage
from engagements.told import TOLD, told
from engagements.views.pages import engagement_or_404, page

STAGES = (Stage.NOTICE, Stage.SELECTION)
HINTS = {
    "notice-bundle": "表紙・要件通知書・特記仕様書案・確認表を、通しのページで一つのPDFにします。"
    "迷ったときは、これだけを発行して渡せば足ります。",
    "requirement-notice": "Wordは、公告や見積依頼の文書に貼り付けるときに使います。",
    "annex": "入札や見積依頼の仕様書に綴じるときに使います。契約に進むまでは案です。",
    "check-table-blank": "紙に手書きで答える事業者に渡します。",
}
WORDS = {"pdf": "PDF", "docx": "Word"}


@dataclass
class Paper:
    """One line: a kind of paper, what of it was issued, and in which formats it can be."""

    kind: DocumentKind
    hint: str
    issued: list[IssuedDocument] = field(default_factory=list)

    @property
    def formats(self) -> list[tuple[str, str]]:
        """Format and its name, for a button each."""
        return [(format, WORDS[format]) for format in self.kind.formats]


@access(Permission.ENGAGEMENT_VIEW)
@require_safe
def notice(request: StaffRequest, pk: int) -> HttpResponse:
    """What bidders are given, issued or not yet, and how to make it."""
    engagement = engagement_or_404(request, pk)
    papers = {slug: Paper(by_name(slug), HINTS[slug]) for slug in TOLD}
    for document in told(IssuedDocument.objects.visible_to(request.user), engagement).order_by(
        "pk"
    ):
        papers[document.kind].issued.append(document)
    return page(
        request,
        "engagements/notice.html",
        here="応募者に渡す書類",
        engagement=engagement,
        papers=papers.values(),
        may_issue=_is_open(engagement) and request.user.may(Permission.DOCUMENT_ISSUE),
    )


@access(Permission.DOCUMENT_ISSUE)
@require_POST
def notice_issue(request: StaffRequest, pk: int) -> HttpResponse:
    """Issue one of the papers in one format."""
    engagement = engagement_or_404(request, pk)
    kind, format = request.POST.get("kind", ""), request.POST.get("format", "pdf")
    try:
        if kind not in TOLD or not _is_open(engagement):
            raise Refused("この書類は、今は発行できません。画面を開き直してください。")
        document = issue(
            by_name(kind), engagement, by=request.user, at=timezone.now(), format=format
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, f"「{document.title}」（{document.number}）を発行しました。")
    return redirect("engagements:notice", engagement.pk)


def _is_open(engagement: Engagement) -> bool:
    return engagement.stage in STAGES
