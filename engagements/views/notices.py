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
from engagements.documents.inquiries import published_inquiries
from engagements.models import Engagement, Stage
from engagements.requirements import newest_told
from engagements.told import TOLD, told_now
from engagements.views.pages import engagement_or_404, page

STAGES = (Stage.NOTICE, Stage.SELECTION)
HINTS = {
    "notice-bundle": "表紙・要件通知書・特記仕様書案・確認表を、通しのページで一つのPDFにします。"
    "迷ったときは、これだけを発行して渡せば足ります。",
    "requirement-notice": "Wordは、公告や見積依頼の文書に貼り付けるときに使います。",
    "annex": "入札や見積依頼の仕様書に綴じるときに使います。契約に進むまでは案です。",
    "check-table-blank": "紙に手書きで答える事業者に渡します。",
    "requirement-changes": "応募者に伝えた後で変えた要件と、変える前とを並べて知らせます。",
    "inquiry-answers": "公表した質問と回答です。質問した事業者の名は載りません。",
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
    papers = {slug: Paper(by_name(slug), HINTS[slug]) for slug in _offered(engagement)}
    for document in told_now(engagement).visible_to(request.user).order_by("pk"):
        if document.kind in papers:
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
        if kind not in _offered(engagement) or not _is_open(engagement):
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


def _offered(engagement: Engagement) -> list[str]:
    """The kinds that there is something to say in."""
    told = newest_told(engagement)
    nothing = {
        "requirement-changes": told is None or told.number == 0,
        "inquiry-answers": not published_inquiries(engagement).exists(),
    }
    return [slug for slug in TOLD if not nothing.get(slug)]


def _is_open(engagement: Engagement) -> bool:
    return engagement.stage in STAGES
