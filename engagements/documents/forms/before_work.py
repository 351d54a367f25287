"""様式 filed before the work begins: persons, places, systems, pledges, training."""

from documents.kinds import register
from engagements.documents.forms.base import ContractorForm
from engagements.documents.forms.parts import (
    DATE,
    Line,
    Lines,
    Sentences,
    Table,
    confirmation,
    decision,
)

NEW_OR_CHANGED = Line("届出の区分", f"□新規　　□変更（変更する日　{DATE}）")
MORE_ROWS = "欄が足りないときは、同じ項目を記載した別の用紙を付けてください。"


@register
class PersonnelNotice(ContractorForm):
    """責任者等（変更）届 (D5)."""

    slug = "personnel-notice"
    code = "D5"
    title = "責任者等（変更）届"
    key = "personnel-notice"
    is_wide = True
    lead = "{clause}の規定により、責任者及び作業従事者を次のとおり届け出ます。"
    parts = (
        Lines((NEW_OR_CHANGED, Line("変更の理由"))),
        Table(
            (
                ("区分", 38),
                ("氏名", 42),
                ("所属及び役職", 0),
                ("電話番号", 42),
                ("メールアドレス", 60),
            ),
            empty=0,
            first=(["管理責任者"], ["作業責任者"], ["作業責任者の代理"]),
            title="1　責任体制",
            is_wide=True,
        ),
        Table(
            (
                ("氏名", 34),
                ("雇用契約を結んでいる者の名称", 48),
                ("雇用の形態", 28),
                ("担当する作業の範囲", 0),
                ("アクセスの権限の範囲", 46),
                ("従事する期間", 40),
            ),
            empty=8,
            title="2　作業従事者",
            is_wide=True,
        ),
        decision("作業責任者を変更する場合"),
    )
    notes = (
        "雇用契約を結んでいる者が{contractor}でないときは、派遣元、再委託先その他の者の名称を、雇用契約によらないときは、その旨及び契約の相手方の名称を記入してください。",
        "変更の届出では、変更する者だけを記入し、従事しなくなる者は「従事する期間」の欄に終わる日を記入してください。",
        f"責任体制の図を付けてください。{MORE_ROWS}",
    )


@register
class AreaNotice(ContractorForm):
    """取扱区域・保管場所・システム届 (D6)."""

    slug = "area-notice"
    code = "D6"
    title = "取扱区域・保管場所・システム届"
    key = "area-notice"
    is_wide = True
    lead = "{clause}の規定により、個人情報を取り扱い、又は保管する区域等を次のとおり届け出ます。"
    parts = (
        Lines((NEW_OR_CHANGED, Line("変更の理由"))),
        Table(
            (
                ("番号", 12),
                ("建物の所在地、階及び室の名称", 0),
                ("区分", 36),
                ("用途", 42),
                ("入退室の管理の方法", 62),
                ("平面図", 20),
            ),
            empty=0,
            first=tuple([str(number), "", "□管理区域\n□取扱区域"] for number in range(1, 5)),
            title="1　区域",
            is_wide=True,
            height=8,
        ),
        Table(
            (
                ("番号", 12),
                ("機器又はシステムの名称及び種類", 0),
                ("台数", 20),
                ("設置する区域", 36),
                ("データの所在する国及び地域", 52),
                ("取り扱う個人情報", 56),
            ),
            empty=4,
            title="2　個人情報を保存する機器及びシステム",
            is_wide=True,
        ),
        decision("届け出た事項を変更する場合"),
    )
    notes = (
        "「用途」には、作業、保管その他の用途を記入してください。平面図には、区域の境、出入口及び保管庫の位置を示し、表の番号を付けてください。",
        f"従事者の自宅で取り扱わせるときは、この届とは別に、あらかじめ承認を受けてください。{MORE_ROWS}",
    )


@register
class CloudNotice(ContractorForm):
    """クラウドサービス等利用届: the master set's form 10, for which the dossier has no number."""

    slug = "cloud-notice"
    code = "D6C"
    title = "クラウドサービス等利用届"
    key = "cloud-notice"
    lead = "{clause}の規定により、情報システム又はクラウドサービスの利用について、次のとおり届け出て、承認を申請します。"
    parts = (
        Lines(
            (
                NEW_OR_CHANGED,
                Line("サービス等の名称、機能及び用途", lines=2),
                Line("提供し、又は運用する事業者", "名称\n本店の所在する国\n契約の形態", 3),
                Line("保存し、又は処理する国、地域及び施設の区分", lines=2),
                Line("取り扱う個人情報の項目及び件数", lines=2),
                Line(
                    "運用又は保守に従事する者の範囲",
                    "個人情報の閲覧　□できる　　□できない",
                    2,
                ),
                Line("利用を終えるときの消去の時期及び証明の方法", "（予備の複製を含む。）", 2),
                Line("障害又は漏えい等の連絡の方法及び時間", lines=2),
                Line("公開の設定を確認する者（2人以上）"),
            )
        ),
        decision("利用の承認"),
    )
    notes = (
        "事業者が個人情報の内容を閲覧し、又は利用しないことを定めた利用規約等の該当箇所の写しを付けてください。",
        "事業者が個人情報の内容を取り扱うときは、再委託承認申請書も提出してください。",
    )


@register
class Pledge(ContractorForm):
    """秘密保持誓約書 (D7): each worker's own, kept by the contractor."""

    slug = "pledge"
    code = "D7"
    title = "秘密保持誓約書"
    key = "pledge"
    reader = "contractor"
    lead = "私は、次の業務（以下「本業務」といいます。）に従事するに当たり、下記の事項を守ることを誓約します。"
    parts = (
        Sentences(
            (
                "本業務に関して知り得た個人情報を、在職中はもとより、退職した後や本業務を離れた後も、他人に知らせず、本業務以外の目的に利用しません。",
                "承認を受けずに、個人情報を複写し、撮影し、又は持ち出しません。私物の機器及び記録媒体を本業務に使いません。",
                "個人情報の漏えい、紛失その他の事故又はそのおそれに気付いたときは、直ちに作業責任者に報告します。",
                "個人情報の保護に関する法律第67条により、従事者である私自身にも、業務に関して知り得た個人情報をみだりに他人に知らせ、又は不当な目的に利用してはならない義務があることを理解しています。",
                "以上に反したときは、個人情報の保護に関する法律第176条、第180条その他の法令により、私自身に罰則が適用される場合があることを理解しています。",
            ),
            "誓約する事項",
        ),
        Lines(
            (
                Line("所属（会社名及び部署）"),
                Line(
                    "雇用契約を結んでいる者",
                    "□所属と同じ　　□異なる（名称　　　　　　　　　　　　）",
                ),
                Line("担当する作業"),
                Line("氏名（本人が署名する。）", lines=2),
            ),
            title="誓約する者",
        ),
    )
    notes = (
        "従事する前に本人が記入してください。{contractor}が保管し、{client}から求めがあったときは、写しを提出してください。",
        "本人の電子署名その他本人の意思を確認することができる電磁的方法によることができます。",
    )


@register
class TrainingReport(ContractorForm):
    """教育実施計画・実施報告書 (D8)."""

    slug = "training-report"
    code = "D8"
    title = "教育実施計画・実施報告書"
    key = "training-report"
    lead = "{clause}の規定により、従事者に対する教育について次のとおり提出します。"
    parts = (
        Lines(
            (
                Line("提出の区分", "□実施計画　　□実施報告"),
                Line("教育の種類", "□着手前　　□年1回　　□新たに従事する者　　□補講"),
                Line("計画した日及び実施した日", f"計画　{DATE}　　実施　{DATE}"),
                Line("方法、場所及び時間"),
                Line("講師及び教材の名称"),
            )
        ),
        Table(
            (("教育の内容", 0), ("実施", 16), ("教材の頁、補足など", 56)),
            empty=0,
            first=(
                ["個人情報の保護に関する法令及び特記仕様書の内容", "□"],
                ["誤送付、紛失、標的型の電子メールその他の事故の例及びその防ぎ方", "□"],
                ["私物の機器及び記録媒体を使ってはならないこと", "□"],
                ["漏えい等を見つけたときの連絡の方法及び手順", "□"],
                ["違反したときの罰則及び責任", "□"],
                ["サイバーセキュリティの確保（特定個人情報等を取り扱う者）", "□"],
            ),
        ),
        Lines(
            (
                Line("対象者及び受講者の数", "対象者　　　　　人　　受講者　　　　　人"),
                Line("受講していない者及び補講の予定日"),
                Line("理解の程度の確認", "方法\n結果", 2),
            )
        ),
        confirmation(),
    )
    notes = (
        "受講した者の名簿を付けてください。教育を受けていない者には、補講を終えるまで個人情報を取り扱わせることができません。",
    )
