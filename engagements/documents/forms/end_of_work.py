"""様式 filed at the end: the application to return or erase, and the proof that it was done."""

from documents.kinds import register
from engagements.documents.forms.base import ContractorForm
from engagements.documents.forms.before_work import MORE_ROWS
from engagements.documents.forms.parts import Line, Lines, Table, confirmation, decision


@register
class DisposalApplication(ContractorForm):
    """返還・消去・廃棄承認申請書 (D18)."""

    slug = "disposal-application"
    code = "D18"
    title = "返還・消去・廃棄承認申請書"
    key = "disposal-application"
    is_wide = True
    lead = "{clause}の規定により、個人情報の返還、消去又は廃棄の承認を次のとおり申請します。"
    parts = (
        Table(
            (
                ("台帳の整理番号", 18),
                ("対象となる個人情報", 0),
                ("媒体の種類", 30),
                ("数量", 16),
                ("区分", 24),
                ("方法", 40),
                ("予定日及び場所", 38),
                ("実施する者", 34),
            ),
            empty=0,
            first=tuple(["", "", "", "", "□返還\n□消去\n□廃棄"] for _ in range(5)),
            is_wide=True,
            height=11,
        ),
        Lines(
            (
                Line(
                    "対象に漏れがないことの確認",
                    "□原本　□写し及び複製　□作業用の文書及びデータ　□予備の複製（バックアップ）　□電子メール　□画像及び音声　□機器の記憶装置　□再委託先のもの　□クラウドサービス",
                    2,
                ),
                Line(
                    "{client}の立会い",
                    "□希望する　　□希望しない（動画又は写真及び消去の記録を提出する。）",
                ),
            )
        ),
        decision("返還・消去・廃棄の承認"),
    )
    notes = (
        f"管理台帳の全ての行について、処理の方法を記入してください。{MORE_ROWS}",
        "再委託先が実施するときは、「実施する者」の欄にその名称を記入してください。",
    )


@register
class DisposalCertificate(ContractorForm):
    """消去・廃棄証明書 (D19)."""

    slug = "disposal-certificate"
    code = "D19"
    title = "消去・廃棄証明書"
    key = "disposal-certificate"
    is_wide = True
    lead = "{clause}の規定により、次のとおり個人情報を復元することができない方法で消去し、又は廃棄し、対象の全てについて完了したことを確認したので、証明します。"
    parts = (
        Table(
            (
                ("台帳の整理番号", 18),
                ("個人情報の項目", 0),
                ("媒体又は機器の名称", 34),
                ("製造番号", 30),
                ("数量", 14),
                ("方法", 36),
                ("年月日及び場所", 34),
                ("実施した責任者", 26),
                ("立会者又は記録", 26),
            ),
            empty=7,
            is_wide=True,
            height=8,
        ),
        Lines(
            (
                Line(
                    "添付する資料",
                    "□消去の記録　　□写真又は動画　　□処分業者の証明の写し　　□その他",
                ),
                Line("完了を確認した者及び方法", "□現物　　□画面の表示　　□消去の記録"),
            )
        ),
        confirmation(Line("残存していないことの確認", "□立入り　　□画面の表示　　□その他")),
    )
    notes = (
        "完了を確認する前に、この証明書を作成しないでください。",
        "第三者に行わせたときは、機器又は記録媒体ごとの製造番号が記載された証明の写しを付けてください。",
    )
