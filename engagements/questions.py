"""前提質問: what a clerk is asked about the work, in plain words.

A question's key is the fact that rules of clauses and check items name (`my_number=yes`).
`fact` is the fact as a phrase, for sentences that explain a rule.
"""

from dataclasses import dataclass

YES, NO, UNKNOWN = "yes", "no", "unknown"
YES_NO = ((YES, "はい"), (NO, "いいえ"), (UNKNOWN, "わからない"))
PERSONS = (
    ("up_to_100", "100人以下"),
    ("up_to_1000", "101人から1,000人まで"),
    ("up_to_10000", "1,001人から1万人まで"),
    ("over_10000", "1万人を超える"),
    (UNKNOWN, "わからない"),
)


@dataclass(frozen=True)
class Question:
    """One question. `switches` says what an answer changes beside clauses and check items."""

    key: str
    text: str
    fact: str
    example: str
    help: str = ""
    switches: str = ""
    choices: tuple[tuple[str, str], ...] = YES_NO

    @property
    def kind(self) -> str:
        """yes_no, or choice where the answers are the question's own."""
        return "yes_no" if self.choices is YES_NO else "choice"

    def words(self, value: str) -> str:
        """An answer in words; 未回答 where there is none."""
        return dict(self.choices).get(value, "未回答")


QUESTIONS = (
    Question(
        "persons",
        "何人分の個人情報を取り扱いますか。",
        "対象者の人数",
        "全世帯に通知を送る業務なら、世帯員を含めた人数。申込みを受け付ける業務なら、見込みの人数。",
        help="契約の期間を通じた、おおよその延べ人数で構いません。",
        switches="リスクの高さ、定期報告と実施状況確認の回数が変わります。",
        choices=PERSONS,
    ),
    Question(
        "my_number",
        "個人番号（マイナンバー）を取り扱いますか。",
        "個人番号を取り扱う",
        "税や給付の申請書に個人番号欄がある。個人番号が入ったデータを渡す。",
        help="番号を使わなくても、目に触れる書類やデータを渡すときは「はい」です。",
        switches="責任者等の届出、取扱区域、教育、複写・持出し、定期報告の条が外せなくなります。"
        "リスクは「高」になります。",
    ),
    Question(
        "sensitive",
        "病歴、障害、犯罪の経歴など、特に配慮を要する個人情報を取り扱いますか。",
        "要配慮個人情報を取り扱う",
        "健診の結果、障害者手帳、要介護認定、生活保護、いじめや虐待の相談の記録。",
        switches="リスクの高さが変わります。",
    ),
    Question(
        "collects",
        "事業者が、住民などから直接個人情報を集めますか。",
        "本人から直接収集する",
        "申込みの受付、アンケート、電話での聞取り、訪問調査。",
        help="市が集めたものを渡すだけなら「いいえ」です。",
    ),
    Question(
        "paper",
        "個人情報の書かれた紙や、USBメモリなどの媒体を事業者に渡しますか。",
        "紙・記録媒体を渡す",
        "申請書の束、調査票、名簿、データを入れたDVD。",
    ),
    Question(
        "electronic",
        "事業者が、個人情報を電子データで取り扱いますか。",
        "電子データを取り扱う",
        "表計算ソフトの名簿、入力した調査票、スキャンした画像、通話の録音。",
    ),
    Question(
        "system",
        "情報システムを使って個人情報を取り扱いますか。",
        "情報システムを使う",
        "受付システム、検針用の端末、事業者の業務システム、市のシステムへの接続。",
    ),
    Question(
        "cloud",
        "クラウドサービスを使いますか。",
        "クラウドサービスを使う",
        "ウェブの申込フォーム、オンラインストレージ、クラウド型の業務システム、ウェブ会議の録画。",
        help="事業者が社内で普段使っているサービスも含みます。",
    ),
    Question(
        "offshore",
        "国外で保管、作業又は閲覧をする可能性がありますか。",
        "国外で取り扱う可能性がある",
        "海外の拠点での入力作業、外国にあるサーバー、海外の技術者による保守。",
        switches="リスクは「高」になります。",
    ),
    Question(
        "subcontract",
        "業務の一部を、ほかの会社に再委託する見込みがありますか。",
        "再委託の予定がある",
        "印刷だけ別の会社、コールセンターは子会社、データの保守は製造元。",
        help="子会社やグループ会社に任せるときも「はい」です。",
        switches="リスクの高さが変わります。",
    ),
    Question(
        "dispatched",
        "派遣労働者や短期の臨時職員などが従事しますか。",
        "派遣労働者等が従事する",
        "繁忙期だけ人を増やす封入作業、コールセンターのオペレーター。",
        switches="リスクの高さが変わります。",
    ),
    Question(
        "transport",
        "個人情報を庁舎の外へ運びますか。",
        "庁舎外へ搬送する",
        "申請書を事業者の作業所へ運ぶ。検針用の端末を持ち歩く。",
        switches="リスクの高さが変わります。",
    ),
    Question(
        "post",
        "個人情報を郵便や宅配便で送りますか。",
        "郵便・宅配便で送る",
        "書留で書類を事業者へ送る。住民への通知を郵便局に差し出す。",
    ),
    Question(
        "transfer",
        "個人情報を電子メールやファイル転送で送りますか。",
        "電子メール・ファイル転送で送る",
        "LGWANの転送サービス、パスワード付きファイルの添付、共有フォルダー。",
    ),
    Question(
        "mailing",
        "封入、封緘又は発送の作業がありますか。",
        "封入・発送の作業がある",
        "納税通知書の封入、投票所入場券の発送、会報の発送。",
        help="宛名と中身の取違えを防ぐ確認が加わります。",
    ),
    Question(
        "telework",
        "在宅勤務で取り扱う可能性がありますか。",
        "在宅勤務で取り扱う可能性がある",
        "自宅でのデータ入力、自宅からのシステム保守、在宅の電話受付。",
        switches="リスクの高さが変わります。",
    ),
    Question(
        "remote",
        "事業者の作業場所は、市の職員がすぐに行けない遠い所ですか。",
        "作業場所が遠隔地にある",
        "県外のデータセンター、片道半日かかる印刷工場。",
        help="実施状況確認の方法（現地か、テレビ通話などか）を考えるときに使います。",
    ),
    Question(
        "multi_year",
        "契約は2年度以上にわたりますか。",
        "複数年度にわたる",
        "長期継続契約、債務負担行為による3年契約、5年のシステム利用。",
    ),
    Question(
        "outside_disposal",
        "廃棄や溶解を、事業者がほかの会社に頼みますか。",
        "廃棄を外部の業者に頼む",
        "書類の溶解処理業者、パソコンやハードディスクのリース会社、産業廃棄物業者。",
        switches="リスクの高さが変わります。",
    ),
    Question(
        "ai",
        "個人情報が、生成AIや翻訳などの外部サービスに入力されるおそれがありますか。",
        "生成AI等に入力されるおそれがある",
        "議事録の自動文字起こし、回答文の下書き、翻訳サイト。",
        help="契約約款に生成AIの禁止や条件が既にあるときは「いいえ」とします。",
    ),
    Question(
        "short_term",
        "1か月未満で終わる、1回限りの業務ですか。",
        "1か月未満の単発の業務である",
        "1回の印刷・発送、イベント当日の受付、短期間のデータ入力。",
        switches="「はい」のときは、定期報告と実施状況確認が1回になります。",
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}
