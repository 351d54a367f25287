"""様式 filed or kept while the work goes on: subcontracting, the ledger, moves, reports."""

from documents.kinds import register
from engagements.documents.forms.base import ContractorForm
from engagements.documents.forms.before_work import MORE_ROWS
from engagements.documents.forms.parts import (
    DATE,
    PERIOD,
    YES_NO,
    Line,
    Lines,
    Table,
    confirmation,
    decision,
)


@register
class SubcontractApplication(ContractorForm):
    """再委託承認申請書 (D9): the eight matters of the clause, and the municipality's decision."""

    slug = "subcontract-application"
    code = "D9"
    title = "再委託承認申請書"
    key = "subcontract-application"
    lead = "{clause}の規定により、再委託の承認を次のとおり申請します。"
    parts = (
        Lines(
            (
                Line(
                    "申請の区分",
                    "□再委託　　□再委託先が更に行う再委託（段階　　　次）　　□変更",
                ),
                Line("再委託先", "名称\n代表者\n所在地\n連絡先\n{contractor}との資本関係", 5),
                Line("再委託する業務の内容", lines=2),
                Line("再委託を必要とする理由", lines=2),
                Line("取り扱わせる個人情報", "□取り扱わせない\n□取り扱わせる（項目及び件数）", 3),
                Line("再委託の期間", PERIOD),
                Line(
                    "責任体制及び取扱区域",
                    "□国内　　□国外（国の名称　　　　　　　　　　）",
                    2,
                ),
                Line("講じさせる安全管理のための措置", lines=2),
                Line("監督する者、方法及び頻度", lines=2),
                Line("更に再委託をする予定", f"{YES_NO}（ありのときは、その内容）", 2),
            )
        ),
        decision("開始を予定する日までに決定する。"),
    )
    notes = (
        "再委託に係る契約書の案を付けてください。個人情報を取り扱わせないときも、その旨を記入して申請してください。",
        "個人番号を取り扱わせるときの承認は、番号法第10条の許諾として行います。",
    )


@register
class SubcontractorTree(ContractorForm):
    """再委託先一覧（階層図） (D10)."""

    slug = "subcontractor-tree"
    code = "D10"
    title = "再委託先一覧"
    key = "subcontractor-tree"
    is_wide = True
    lead = "{clause}の規定により、全ての段階の再委託先を次のとおり提出します。"
    parts = (
        Table(
            (
                ("番号", 12),
                ("段階", 13),
                ("委託元の番号", 18),
                ("名称及び所在地", 0),
                ("行う業務", 46),
                ("個人情報", 22),
                ("契約書の写しを提出した日", 30),
                ("承認番号及び承認日", 32),
                ("監督した日、方法及び結果", 40),
            ),
            empty=0,
            first=tuple([str(number), "次", "", "", "", "□有　□無"] for number in range(1, 8)),
            title="1　再委託先",
            is_wide=True,
            height=8,
        ),
        Lines((Line("階層図", lines=12),), title="2　階層図"),
        confirmation(),
    )
    notes = (
        f"「委託元の番号」には、その再委託先に直接委託した者の番号を記入し、{{contractor}}が直接委託したときは「0」と記入してください。{MORE_ROWS}",
    )


@register
class DataLedger(ContractorForm):
    """個人情報管理台帳 (D11): kept by the contractor, shown on demand."""

    slug = "data-ledger"
    code = "D11"
    title = "個人情報管理台帳"
    key = "data-ledger"
    is_wide = True
    is_dated = False
    reader = ""
    lead = "{clause}の規定により、本業務に係る個人情報を次のとおり管理する。"
    parts = (
        Table(
            (
                ("整理番号", 14),
                ("受領、収集又は作成の日", 25),
                ("個人情報の内容", 0),
                ("件数", 16),
                ("形態又は媒体及び数量", 27),
                ("保管する場所", 26),
                ("利用する従事者", 26),
                ("複製（数量及び場所）", 27),
                ("返還、消去又は廃棄の日及び方法", 29),
                ("備考", 22),
            ),
            empty=10,
            is_wide=True,
        ),
    )
    notes = (
        "受領したもののほか、業務の中で作成した作業用のファイル、印刷物、予備の複製及び撮影した画像も、1行ずつ記入してください。",
        "記載は、常に現物と一致させ、{client}から求めがあったときは、直ちに示してください。",
    )


@register
class Receipt(ContractorForm):
    """預り証・受渡簿 (D12): both sides sign for what changed hands."""

    slug = "receipt"
    code = "D12"
    title = "預り証・受渡簿"
    key = "receipt"
    reader = ""
    lead = (
        "{clause}の規定により、次のとおり個人情報の受渡しをし、内容及び数量を双方で確認しました。"
    )
    parts = (
        Lines(
            (
                Line(
                    "区分",
                    "□{client}から{contractor}へ（預り）　　□{contractor}から{client}へ（返還・納品）",
                ),
                Line("日時及び場所", f"{DATE}　　時　　分"),
                Line("内容", lines=2),
                Line("件数"),
                Line("媒体の種類、番号及び数量"),
                Line("暗号化又は施錠", "□暗号化した　　□施錠した容器に入れた"),
                Line("渡した者（所属及び署名）"),
                Line("受け取った者（所属及び署名）"),
            ),
            title="預り証",
        ),
        Table(
            (
                ("日時", 24),
                ("場所", 20),
                ("内容及び件数", 0),
                ("媒体番号", 20),
                ("渡した者", 22),
                ("受け取った者", 22),
                ("返還の確認", 22),
            ),
            empty=7,
            title="受渡簿",
        ),
    )
    notes = (
        "預り証は2通作成し、双方が1通ずつ保管します。受渡簿には、受渡しの都度記入してください。",
    )


@register
class RemovalApplication(ContractorForm):
    """持出し承認申請書・持出簿 (D13)."""

    slug = "removal-application"
    code = "D13"
    title = "持出し承認申請書・持出簿"
    key = "removal-application"
    lead = "{clause}の規定により、個人情報の持出しの承認を次のとおり申請します。"
    parts = (
        Lines(
            (
                Line("持出しの目的", lines=2),
                Line("持ち出す個人情報の項目及び件数", lines=2),
                Line("記録媒体の種類及び番号"),
                Line("暗号化又は容器", "□暗号化する　　□施錠することができる容器に入れる"),
                Line("持ち出す先及び期間", f"{PERIOD}", 2),
                Line("経路及び手段", lines=2),
                Line("担当する従事者（2人以上）"),
            )
        ),
        decision("持出しの承認"),
        Table(
            (
                ("持ち出した日", 20),
                ("目的及び内容", 0),
                ("媒体番号", 16),
                ("経路", 20),
                ("出発", 12),
                ("到着", 12),
                ("担当者（2人以上）", 25),
                ("返却の確認（作業責任者）", 25),
            ),
            empty=6,
            title="持出簿",
        ),
    )
    notes = ("持ち出す個人情報は、目的の達成に必要な最小限の項目及び件数に限ってください。",)


@register
class PeriodicReport(ContractorForm):
    """定期報告書 (D14)."""

    slug = "periodic-report"
    code = "D14"
    title = "定期報告書"
    key = "periodic-report"
    lead = "{clause}の規定により、個人情報の取扱いの状況を次のとおり報告します。"
    parts = (
        Lines((Line("対象とする期間", PERIOD),)),
        Table(
            (("報告する事項", 52), ("該当", 17), ("内容", 0)),
            empty=0,
            first=tuple(
                [name, "□あり\n□なし"]
                for name in (
                    "責任体制、作業責任者、作業従事者又は取扱区域の変更",
                    "再委託（再委託先、業務の内容、監督の日・方法・結果）",
                    "受領、複製、持出し、返還、消去及び廃棄の件数並びに管理台帳と現物との照合の結果",
                    "個人情報、機器及び記録媒体の点検並びにアクセス記録の点検の結果",
                    "教育（実施の日、受講した者の数、受講していない者への対応）",
                    "事故には至らなかった誤りその他の事例及び講じた措置",
                    "{client}から受けた指摘に対する措置の状況",
                    "個人情報の取扱いに係る課題及び改善の予定",
                )
            ),
            height=8,
        ),
        confirmation(Line("追加の報告を求める事項")),
    )
    notes = ("該当する事実がないときも、「なし」に印を付けて提出してください。",)
