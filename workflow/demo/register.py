"""What the demo town knows of its firms besides their names."""

from datetime import date, datetime, timedelta

from engagements import actions as engagements
from engagements.models import Certification, Suspension, Vendor
from workflow.demo.cast import FIRMS, Cast

Kind = Certification.Kind

# firm → (kind, number, range, days until it ends; None: nobody has asked).
CERTIFICATIONS: dict[str, list[tuple[Kind, str, str, int | None]]] = {
    "call": [(Kind.PRIVACY_MARK, "第00000001号", "全社", 500)],
    "bpo": [(Kind.ISMS, "IS 000001", "本社及び青葉事務センター", 45)],
    "print": [(Kind.ISMS, "IS 000002", "第一工場の印刷・封入業務", 300)],
    "cloud": [
        (Kind.ISMS, "IS 000003", "クラウドサービスの開発・運用", 620),
        (Kind.CLOUD, "CLS 000003", "図書館クラウドの提供", None),
    ],
}


def record_facts(cast: Cast, today: date, at: datetime) -> None:
    """Certificates that the contracts division saw, one of which ends soon, and a suspension
    that has ended long ago."""
    for firm, certifications in CERTIFICATIONS.items():
        for kind, number, coverage, days in certifications:
            engagements.record_certification(
                _vendor(cast, firm),
                kind=kind,
                number=number,
                coverage=coverage,
                valid_until=None if days is None else today + timedelta(days=days),
                checked_on=at.date(),
                checked_by_means=Certification.Means.COPY,
                by=cast.contracts,
                at=at,
            )
    engagements.enter_suspension(
        _vendor(cast, "data"),
        origin=Suspension.Origin.OWN,
        from_on=today - timedelta(days=800),
        to_on=today - timedelta(days=711),
        reason="受託した業務で、承認を受けずに入力作業を再委託した。",
        ground=f"{cast.municipality}の要綱による",
        document_number="契第31号",
        by=cast.contracts,
        at=at,
    )


def _vendor(cast: Cast, firm: str) -> Vendor:
    return Vendor.objects.get(municipality=cast.municipality, name=FIRMS[firm].name)
