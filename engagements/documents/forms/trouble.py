"""様式 filed when something is wrong: a correction, an incident."""

from documents.kinds import register
from engagements.documents.forms.base import ContractorForm
from engagements.documents.forms.parts import DATE, OFFICE, YES_NO, Line, Lines, confirmation

TIME = f"{DATE}　　時　　分"


@register
class CorrectionReport(ContractorForm):
    """是正報告書 (D16), the contractor's side: first the plan, then its completion."""

    slug = "correction-report"
    code = "D16"
    title = "是正報告書"
    key = "correction-report"
    lead = "{clause}の規定により、指示を受けた事項の是正について次のとおり報告します。"
    parts = (
        Lines(
            (
                Line("報告の区分", "□改善計画　　□完了報告"),
                Line("指摘番号及び指示を受けた日", f"第　　　　号　　{DATE}"),
                Line("事実の経緯及び原因", lines=4),
                Line("応急の措置", lines=2),
                Line("是正のための対策の内容", lines=4),
                Line("対策を完了する期限及び責任者", DATE),
                Line("完了を確認する方法", "{contractor}\n{client}", 2),
                Line("ほかの業務、場所及び再委託先における同種の事実", YES_NO, 2),
                Line("対策を完了した日及び添付する資料", DATE, 2),
            )
        ),
        Lines(
            (
                Line("改善計画", f"□承認する　　□承認しない　　{DATE}"),
                Line("完了の確認", f"□完了　　□再指示（期限　{DATE}）"),
                Line("確認した日、方法及び職員", DATE, 2),
            ),
            title=OFFICE,
            keep=True,
        ),
    )
    notes = (
        "改善計画として提出した後、完了したときは、同じ様式に完了の日を記入して再び提出してください。",
    )


@register
class IncidentReport(ContractorForm):
    """事故等報告書（速報・続報・確報） (D17): the nine matters that the authority is told."""

    slug = "incident-report"
    code = "D17"
    title = "事故等報告書（速報・続報・確報）"
    key = "incident-report"
    lead = "{clause}の規定により、次のとおり報告します。"
    parts = (
        Lines(
            (
                Line("報告の区分", "□速報　　□続報（第　　報）　　□確報　　□訂正"),
                Line("第一報", f"{TIME}　　連絡した相手"),
                Line("知った日時及び知った経緯", TIME, 2),
            )
        ),
        Lines(
            (
                Line("1　事態の概要", "発生の日時及び場所\n発覚の日時及び場所\n経緯", 5),
                Line(
                    "2　個人情報の項目",
                    "個人番号　□含む　□含まない　　要配慮個人情報　□含む　□含まない",
                    2,
                ),
                Line("3　本人の数", "　　　　　　人（□確定　□見込み）"),
                Line("4　原因", lines=3),
                Line("5　二次被害又はそのおそれ", YES_NO, 2),
                Line("6　本人への対応", lines=2),
                Line("7　公表", "□済み　　□予定　　□なし"),
                Line("8　再発の防止のための措置", lines=3),
                Line("9　その他参考となる事項", lines=2),
            ),
            title="報告する事項",
        ),
        Lines(
            (
                Line("影響の範囲", "（システム、書類、ほかの業務及び再委託先への広がり）", 2),
                Line("被害の拡大を防ぐために講じた措置", lines=2),
                Line(
                    "保全した証拠",
                    "□記録（ログ）　□機器　□記録媒体　□電子メール　□入退室の記録　□その他",
                    2,
                ),
                Line("把握していない事項及び見込みの時期", lines=2),
                Line("費用の見込み"),
            ),
            title="影響の範囲及び講じた措置",
        ),
        confirmation(
            Line("発注機関が知った日時", TIME),
            Line("個人情報保護委員会への報告の期限", f"速報　{DATE}　　確報　{DATE}"),
        ),
    )
    notes = (
        "事実の確認が終わるのを待たずに提出し、分からない欄には「調査中」と見込みの時期を記入してください。",
        "漏えい等がなかったと報告するときは、確認の方法、対象及び期間並びに確認していない範囲を9の欄に記入してください。",
    )
