"""What happened in the eight demo engagements, day by day.

A story yields the next day on which something happens and is resumed with that day's moment.
Days are counted back from today, so that the overdue correction is overdue on any day.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from checklists.models import AnswerValue, Verdict
from specs.models import Edition
from workflow.demo import plans
from workflow.demo.cast import Cast
from workflow.demo.clock import Story
from workflow.demo.register import record_facts
from workflow.demo.walk import Walk

PARTIAL, NO, NA = AnswerValue.PARTIAL, AnswerValue.NO, AnswerValue.NA
YEAR = timedelta(days=365)
# (item code, the firm's condition, the measure that is approved for it).
Measure = tuple[str, str, str]


class Stories:
    """The eight stories for one town and edition, and its register of firms, ending today."""

    def __init__(self, cast: Cast, edition: Edition, today: date) -> None:
        self.cast, self.edition, self.today = cast, edition, today
        self.walks: dict[str, Walk] = {}

    def all(self) -> list[Story]:
        """Every story, in the order of the list."""
        return [
            self.benefit(),
            self.meter(),
            self.ballot(),
            self.reminder(),
            self.lunch(),
            self.books(),
            self.survey(),
            self.archive(),
            self.register(),
        ]

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=days)

    def walk(self, name: str) -> Walk:
        """A new engagement by the name of its plan."""
        self.walks[name] = Walk(self.cast, self.edition, getattr(plans, name.upper()))
        return self.walks[name]

    def begin(self, walk: Walk, days: int, *, length: int) -> Story:
        """Planning, notice and the way into selection, from `days` ago on."""
        at = yield self.ago(days)
        period = (self.ago(days - 45), self.ago(days - 45) + timedelta(days=length))
        walk.create(at, deadline=self.ago(days - 25), period=period)
        walk.scope(at)
        at = yield self.ago(days - 5)
        walk.move("notify", at)
        walk.issue("requirement-notice", at)
        walk.issue("check-table-blank", at)
        walk.issue("annex", at)
        at = yield self.ago(days - 8)
        walk.move("select", at)

    def one_bidder(
        self,
        walk: Walk,
        days: int,
        firm: str,
        reason: str,
        measures: Sequence[Measure] = (),
    ) -> Story:
        """Selection of the only bidder, which answers before the deadline, thirteen days after
        it was registered: yes to everything, or under a condition where a measure follows."""
        at = yield self.ago(days)
        bid = walk.invite(at, firm)
        at = yield self.ago(days - 7)
        deviations = [(code, PARTIAL, note) for code, note, _ in measures]
        walk.answer(bid.checklist, at, deviations, "情報管理責任者")
        at = yield self.ago(days - 14)
        walk.open_answers(at)
        bid.checklist.refresh_from_db()
        for code, _, text in measures:
            walk.alternative(bid, code, at, kind="condition", text=text)
        walk.issue_table(bid.checklist, at)
        walk.choose(bid, at, reason)
        walk.issue("selection-report", at)
        walk.move("contract", at)

    def benefit(self) -> Story:
        """Three bidders: one can't, one can under a condition, one can. In selection."""
        walk = self.walk("benefit")
        yield from self.begin(walk, 40, length=300)
        at = yield self.ago(26)
        call, bpo, data = (walk.invite(at, firm) for firm in ("call", "bpo", "data"))
        at = yield self.ago(18)
        walk.answer(
            call.checklist,
            at,
            [
                (
                    "K084",
                    PARTIAL,
                    "管理者の操作には導入済みです。遠隔接続には契約開始までに導入します。",
                ),
                (
                    "K182",
                    PARTIAL,
                    "個人情報を扱う区画への立入りは、当日の責任者の立会いを条件とします。",
                ),
            ],
            "情報管理部長　港　一郎",
        )
        walk.answer(
            bpo.checklist,
            at,
            [
                ("K086", PARTIAL, "一部の端末は契約開始後1か月以内に接続制御を導入します。"),
                ("K210", NO, "全社の規則を準備中です。"),
            ],
            "品質管理室長　青葉　順",
        )
        walk.answer(
            data.checklist,
            at,
            [
                ("K011", NO, "夜間と休日の連絡先は決めていません。"),
                ("K067", NO, "繁忙期は他社に応援を頼む見込みです。"),
                ("K140", NO, "操作の記録を残す仕組みがありません。"),
                ("K004", NO, "認証は取得していません。"),
            ],
            "取締役　小玉　実",
        )
        at = yield self.ago(12)
        walk.open_answers(at)
        bpo.checklist.refresh_from_db()
        walk.issue_table(bpo.checklist, at)
        at = yield self.ago(6)
        walk.alternative(
            bpo,
            "K086",
            at,
            kind="alternative",
            text="導入が済むまで、外部記録媒体の差込口を物理的にふさいだ端末だけを使う。",
        )
        walk.issue("selection-report", at)

    def meter(self) -> Story:
        """A year's work with findings: one corrected, one overdue. In performance."""
        walk = self.walk("meter")
        yield from self.begin(walk, 330, length=364)
        yield from self.one_bidder(
            walk, 318, "meter", "確認表の全項目に対応可であり、町内での検針の実績がある。"
        )
        at = yield self.ago(290)
        walk.sign(
            at,
            number="総契第12号",
            period=(self.ago(285), self.ago(285) + YEAR),
            amount=8_800_000,
        )
        at = yield self.ago(60)
        walk.receive_reports(at)
        findings = walk.inspect(
            at,
            phase="post",
            reported=[("K085", PARTIAL, "一部の検針員が私物の電話機を携行しています。")],
            verdicts=[
                ("K085", Verdict.UNFIT, "検針員2名が私物の電話機で検針票を撮影していた。"),
                ("K022", Verdict.CORRECT, "検針員の交代の届出が、交代の3日後に出されていた。"),
            ],
            place="北斗検針サービス株式会社　特記営業所2階作業室",
            remarks="検針員の交代が多い。次年度は交代の届出の期限を様式に明記する。",
        )
        late, soon = findings[1], findings[0]
        if late.item.code != "K085":
            late, soon = soon, late
        at = yield self.ago(45)
        walk.correct(
            soon,
            at,
            cause="交代の届出の期限を営業所の責任者が知らなかった。",
            measure="届出の期限を作業手順に加え、責任者が毎月初めに名簿と照合する。",
        )
        at = yield self.ago(40)
        walk.verify(soon, at, accept=True, how="営業所で名簿と届出の控え3か月分を照合した。")
        at = yield self.ago(5)
        walk.plan_round(at, on=self.today + timedelta(days=14))

    def ballot(self) -> Story:
        """The annex is being settled. In contracting, an omission waiting for approval, and a
        condition of the firm's to be settled."""
        walk = self.walk("ballot")
        yield from self.begin(walk, 60, length=40)
        yield from self.one_bidder(
            walk,
            50,
            "print",
            "封入の機械照合の設備があり、条件付きの1項目にも契約前に措置が定まった。",
            [
                (
                    "K040",
                    "短期の従事者は、作業の初日に研修を行う。",
                    "短期の従事者にも、作業に着く前に研修を行い、名簿と実施の記録を町に出す。",
                )
            ],
        )
        at = yield self.ago(20)
        walk.tell_bidders(at)
        at = yield self.ago(10)
        walk.omit(
            "publication",
            at,
            reason="入札参加停止の基準に同じ定めがあり、契約約款でも公表に触れているため。",
            alternative="契約約款の公表の条項による。",
        )

    def reminder(self) -> Story:
        """The requirements have just gone out, a question is answered and another waits, and one
        of two firms has answered: its answers are under seal. In notice."""
        walk = self.walk("reminder")
        at = yield self.ago(9)
        period = (self.today + timedelta(days=40), self.today + timedelta(days=220))
        walk.create(at, deadline=self.today + timedelta(days=21), period=period)
        walk.scope(at)
        at = yield self.ago(3)
        walk.move("notify", at)
        walk.issue("notice-bundle", at)
        at = yield self.ago(2)
        print_, data = walk.invite(at, "print"), walk.invite(at, "data")
        walk.hand_out([print_, data], at, "担当者宛て")
        walk.take_question(
            data,
            at,
            about="K062",
            question="子会社に任せる配送も、再委託の申請が要りますか。",
            answer="要ります。子会社に任せる場合も再委託として扱います。",
        )
        at = yield self.ago(1)
        walk.publish_answers(at)
        walk.take_question(print_, at, about="", question="圧着はがきの用紙は支給されますか。")
        walk.answer(print_.checklist, at, (), "情報管理責任者")

    def lunch(self) -> Story:
        """Given up before the contract. Cancelled."""
        walk = self.walk("lunch")
        yield from self.begin(walk, 120, length=300)
        at = yield self.ago(100)
        walk.move(
            "cancel-selection", at, "給食費の公会計化を次年度に延期したため、委託を取りやめる。"
        )

    def books(self) -> Story:
        """The work has ended and the data are being erased. In closing."""
        walk = self.walk("books")
        yield from self.begin(walk, 420, length=360)
        yield from self.one_bidder(
            walk, 405, "cloud", "国内のデータセンターだけを使い、消去の証明を出せる。"
        )
        at = yield self.ago(380)
        walk.sign(at, number="総契第3号", period=(self.ago(375), self.ago(20)), amount=3_960_000)
        at = yield self.ago(150)
        walk.receive_reports(at)
        walk.inspect(at, phase="post", place="町立図書館及びテレビ通話によるデータセンター")
        at = yield self.ago(4)
        walk.receive_reports(at)
        walk.move("close", at)

    def survey(self) -> Story:
        """A small quotation contract, from the first day to the last. Closed."""
        walk = self.walk("survey")
        yield from self.begin(walk, 200, length=25)
        yield from self.one_bidder(
            walk, 188, "data", "見積りが最も低く、21項目の全てに対応可である。"
        )
        at = yield self.ago(170)
        walk.sign(at, number="福契第8号", period=(self.ago(155), self.ago(130)), amount=660_000)
        at = yield self.ago(140)
        walk.inspect(at, phase="post", place="有限会社こだま情報処理　入力室")
        at = yield self.ago(110)
        walk.receive_reports(at)
        walk.move("close", at)
        at = yield self.ago(105)
        walk.dispose(
            at,
            subjects="調査票の原本1,204枚（返還）、入力用データ1件及び作業用の複製2件（消去）",
            way="原本は返還。データは消去用のソフトウェアで消去し、記録を出力した。",
            how="入力室で端末2台の検索結果を画面で確かめ、原本の枚数を受渡簿と照合した。",
        )
        walk.inspect(at, phase="end", place="有限会社こだま情報処理　入力室")
        walk.issue("verification-report", at)
        at = yield self.ago(100)
        walk.move("complete", at)

    def archive(self) -> Story:
        """Just registered. In planning."""
        walk = self.walk("archive")
        at = yield self.ago(2)
        period = (self.today + timedelta(days=90), self.today + timedelta(days=360))
        walk.create(at, deadline=self.today + timedelta(days=45), period=period)

    def register(self) -> Story:
        """The contracts division looks at the firms' certificates."""
        at = yield self.ago(20)
        record_facts(self.cast, self.today, at)
