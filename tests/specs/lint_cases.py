"""For every code a subject that it is said of, and a like one that it is not said of."""

from dataclasses import replace
from datetime import date
from typing import Any

from specs.text.link import link_document
from specs.text.lint import (
    AnnexFacts,
    BlankFacts,
    ClauseFacts,
    FateFacts,
    ItemFacts,
    LawFacts,
    PresetFacts,
    Rule,
    Subject,
)
from specs.text.parse import parse_article
from specs.text.tree import Annex, Article, Document, Form

APPI = "個人情報の保護に関する法律"


def article(key: str, *lines: str, caption: str = "見出し") -> Article:
    """An article of provisions with markers; the first is the first 項. Problems are ignored."""
    head = [f"（{caption}）"] if caption else []
    text = "\n".join([*head, f"第○条　{lines[0]}", *lines[1:]])
    parsed = parse_article(text, key=key).article
    assert parsed is not None
    return parsed


def document(*articles: Article, **parts: Any) -> Document:
    """The articles with their tokens linked; plain words stay words."""
    return link_document(Document(tuple(articles), **parts), literal=False)[0]


def text(*lines: str, **facts: Any) -> Subject:
    """A bare document of one article."""
    return Subject(document(article("a", *lines)), **facts)


def texts(*lines: str, **facts: Any) -> Subject:
    """A bare document of an article a line: a, b, c."""
    return Subject(
        document(*(article(k, line) for k, line in zip("abcd", lines, strict=False))), **facts
    )


def edition(*articles: Article, **facts: Any) -> Subject:
    """A document with the facts of its clauses; every clause is unchecked for a reason."""
    clauses = facts.pop(
        "clauses",
        tuple(ClauseFacts(a.key, "", a.caption, unchecked_reason="理由") for a in articles),
    )
    return Subject(document(*articles, **facts.pop("parts", {})), clauses=clauses, **facts)


ONE = article("a", "{受注者}は、誠実に行う。")
TWO = article("b", "{発注者}は、確認する。")
CHECKED = (ItemFacts("K001", "a", (("契約前の質問", "できますか。"),)),)
CLAUSE_A = ClauseFacts("a", "C01", "見出し")
PLAIN_BEFORE = texts(
    "{受注者}は、行う。", "{受注者}は、記録する。", "前条の規定は、{発注者}に準用する。"
)
MOVED = Document(
    (
        PLAIN_BEFORE.document.articles[1],
        PLAIN_BEFORE.document.articles[0],
        PLAIN_BEFORE.document.articles[2],
    )
)
NUMBERED = texts(
    "{受注者}は、行う。", "{受注者}は、記録する。", "第1条の規定は、{発注者}に準用する。"
)
LINKED = texts(
    "{受注者}は、行う。", "{受注者}は、記録する。", "{参照:前条}の規定は、{発注者}に準用する。"
)
GONE = Document(LINKED.document.articles[1:2])
TEN = article(
    "my-number",
    "{受注者}は、次に掲げる事項を遵守しなければならない。",
    "(1)　秘密を漏らさないこと。",
    "(2)　事業所の外に持ち出さないこと。",
    "(3)　目的以外の目的のために利用しないこと。",
    "(4)　再委託の条件に従うこと。",
    "(5)　漏えいが生じたときは、その責任を負うこと。",
    "(6)　契約が終了したときは、返還し、又は廃棄すること。",
    "(7)　従事者を明確にすること。",
    "(8)　従事者に対し、監督及び教育を行うこと。",
    "(9)　遵守の状況を報告すること。",
    "(10)　実地の監査に応ずること。",
)
NINE = replace(TEN, paragraphs=(replace(TEN.paragraphs[0], items=TEN.paragraphs[0].items[:9]),))
FIXED = ClauseFacts(
    "my-number", omission="scope", applies_when="my_number=yes", unchecked_reason="理由"
)
GLOSSARY = ("{本書}において、次に掲げる用語の意義は、当該各号に定めるところによる。",)
LIST = ("次に掲げる事項を記録する。", "(1)　日時", "(2)　場所")


def long(count: int) -> str:
    """A sentence of about so many characters."""
    return "{受注者}は、" + "記録し、" * (count // 4) + "保存する。"


# fmt: off
CASES: dict[str, tuple[Subject, Subject]] = {
    "A101": (edition(ONE, clauses=(CLAUSE_A,)), edition(ONE, clauses=(CLAUSE_A,), items=CHECKED)),
    "A102": (edition(ONE, items=(ItemFacts("K009", "gone"),)), edition(ONE)),
    "A103": (edition(ONE, clauses=(CLAUSE_A,), items=CHECKED, presets=(PresetFacts("small", "少額", ("K001", "K002")),)),
             edition(ONE, clauses=(CLAUSE_A,), items=CHECKED, presets=(PresetFacts("small", "少額", ("K001",)),))),
    "A104": (edition(ONE, annexes=(AnnexFacts("penalties", "罰則", "gone"),)),
             edition(ONE, annexes=(AnnexFacts("penalties", "罰則", "a"),))),
    "A105": (edition(ONE, parts={"forms": (Form("pledge", 1, "誓約書", "gone"),)}),
             edition(ONE, parts={"forms": (Form("pledge", 1, "誓約書", "a"),)})),
    "A106": (edition(ONE, items=CHECKED), edition(ONE)),
    "A107": (edition(ONE, clauses=(replace(CLAUSE_A, laws=("appi-1",)),), items=CHECKED),
             edition(ONE, clauses=(replace(CLAUSE_A, laws=("appi-1",)),), items=CHECKED, laws=(LawFacts("appi-1", APPI, "第1条"),))),
    "A108": (edition(ONE, parts={"forms": (Form("pledge", 1, "誓約書", "a"),)}),
             edition(article("a", "{様式:pledge}により報告する。"), parts={"forms": (Form("pledge", 1, "誓約書", "a"),)})),
    "A109": (Subject(Document(())), edition(ONE)),
    "F101": (replace(edition(ONE), before=Document((ONE, TWO))),
             replace(edition(ONE), before=Document((ONE, TWO)), fates=(FateFacts("b", "見出し"),))),
    "F102": (edition(ONE, fates=(FateFacts("old", "旧条", ("gone",)),)),
             edition(ONE, fates=(FateFacts("old", "旧条", ("a",)),))),
    "F103": (edition(ONE, fates=(FateFacts("a", "見出し"),)), edition(ONE, fates=(FateFacts("old", "旧条"),))),
    "R101": (text("{参照:a、gone}の規定による報告をする。"), text("{参照:a}の規定による報告をする。")),
    "R102": (text("{参照:前項}の規定による報告をする。"), text("報告する。", "2　{参照:前項}の規定による報告をする。")),
    "R103": (text("{別表:penalties}のとおりとする。"),
             Subject(document(article("a", "{別表:penalties}のとおりとする。"), annexes=(Annex("penalties"),)))),
    "R104": (text("{様式:pledge}による。"),
             Subject(document(article("a", "{様式:pledge}による。"), forms=(Form("pledge", 1, "誓約書", "a"),)))),
    "R105": (texts("行う。", "行う。", "{参照:b～a}の規定を準用する。"), texts("行う。", "行う。", "{参照:a～b}の規定を準用する。")),
    "R106": (text("同条の規定による報告をする。"), text("契約書第3条の規定によるほか、同条の例による報告をする。")),
    "R107": (texts("行う。", "行う。", "{参照:a、b}の規定にかかわらず、同条の例による報告をする。"),
             texts("行う。", "行う。", "{参照:a}の規定にかかわらず、同条の例による報告をする。")),
    "R108": (text("報告する。", "2　前項の規定は、準用する。"), text("報告する。", "2　{参照:前項}の規定は、準用する。")),
    "R109": (texts("報告する。", "第1条の規定は、準用する。"), texts("報告する。", "契約書第1条の規定は、準用する。")),
    "R110": (texts("報告する。", "第40条の規定は、準用する。"), texts("報告する。", f"{APPI}第40条の規定は、準用する。")),
    "R111": (texts("{参照:b}の規定による。", "管理については、{参照:a}の定めるところによる。"),
             texts("{参照:b}の規定による。", "管理の方法は、{発注者}が定める。")),
    "R112": (text("{参照:a、gone}の規定は、契約の終了後も、なおその効力を有する。"),
             text("{参照:a}の規定は、契約の終了後も、なおその効力を有する。")),
    "V101": (replace(PLAIN_BEFORE, document=MOVED, before=PLAIN_BEFORE.document),
             replace(PLAIN_BEFORE, before=PLAIN_BEFORE.document)),
    "V102": (replace(NUMBERED, document=Document(NUMBERED.document.articles[1:2] + NUMBERED.document.articles[:1] + NUMBERED.document.articles[2:]), before=NUMBERED.document),
             replace(NUMBERED, before=NUMBERED.document)),
    "V103": (replace(LINKED, document=Document(LINKED.document.articles[1:2] + LINKED.document.articles[:1] + LINKED.document.articles[2:]), before=LINKED.document),
             replace(LINKED, before=LINKED.document)),
    "T101": (texts("台帳を備える。", "個人情報の台帳（以下「台帳」という。）を点検する。", "台帳を保存する。"),
             texts("個人情報の台帳（以下「台帳」という。）を点検する。", "台帳を備える。")),
    "T102": (text("管理台帳に記録する。"), text("台帳（以下「管理台帳」という。）を作り、管理台帳に記録する。")),
    "T103": (texts("台帳（以下「帳簿」という。）を作る。", "名簿（以下「帳簿」という。）を作り、帳簿を保存する。"),
             texts("台帳（以下この条において「帳簿」という。）を作り、帳簿に書く。", "名簿（以下この条において「帳簿」という。）を作り、帳簿に書く。")),
    "T104": (text("台帳（以下「帳簿」という。）を作る。"), text("台帳（以下「帳簿」という。）を作り、帳簿に書く。")),
    "T105": (texts("台帳（以下この条において「帳簿」という。）を作り、帳簿に書く。", "帳簿を保存する。"),
             texts("台帳（以下「帳簿」という。）を作り、帳簿に書く。", "帳簿を保存する。")),
    "P101": (text("受注者は、記録する。"), text("{受注者}は、再受注者の記録を保存する。")),
    "P102": (text("乙は、他の委託者の情報と分ける。"), text("{受注者}は、他の委託者の情報と分け、乙種の資格を確かめる。")),
    "P103": (text("この特記仕様書の規定を守る。"), text("{本書}の規定を守る。")),
    "M101": (text("{受注者}は、記録し、保存し，報告する。"), text("{受注者}は、1，000件を記録し、報告する。")),
    "M102": (text("記録（控えを含む。）(写しを除く。)を保存する。"), text("記録（控えを含む。）を保存する。")),
    "M103": (text("記録（控えを含む。を保存する。"), text("記録（控え（写しを含む。）を含む。）を保存する。")),
    "M104": (text("２人以上により3日以内に行う。"), text("2人以上により3日以内に行う。")),
    "M105": (text("記録を保存する"), text("記録を保存する。")),
    "D101": (text("き損を防止する。"), text("毀損を防止する。")),
    "D102": (text("2年以下の懲役に処せられる。", on=date(2026, 4, 1)), text("2年以下の懲役に処せられる。", on=date(2025, 4, 1))),
    "D103": (text("特記市個人情報保護条例を守る。"), text("特記市議会の個人情報の保護に関する条例及び個人情報の保護に関する法律施行条例を守る。")),
    "D104": (text("行政機関の保有する個人情報の保護に関する法律を守る。"), text(f"{APPI}を守る。")),
    "D105": (text("磁気ディスクに記録する。"), text("磁気ディスクその他の記録媒体に記録する。")),
    "D106": (text("写しおよび控えを保存する。"), text("写し及び控えを保存する。")),
    "D107": (text("マイナンバーを記録する。"), text("マイナンバーカードを記録する。")),
    "D201": (text("取扱に注意する。", rules=(Rule("取扱", "取扱い"),)), text("取扱いに注意する。", rules=(Rule("取扱", "取扱い"),))),
    "S101": (text("次に掲げる事項を記録する。", "(1)　日時"), text(*LIST)),
    "S102": (text("1　記録する。"), text("1月以内に記録する。")),
    "S103": (Subject(document(article("a", "記録する。", caption=""))), Subject(document(article("a", "削除", caption="")))),
    "S104": (text("2026年11月23日までに報告する。"), text("令和8年11月23日までに報告する。")),
    "S105": (text("次に掲げる措置を講ずる。", "(1)　記録すること。", "(2)　施錠"), text("次に掲げる措置を講ずる。", "(1)　記録すること。", "(2)　施錠すること（夜間に限る。）。")),
    "S106": (text(long(300)), text(long(200))),
    "S107": (text("下の事項を記録する。", "(1)　日時", "(2)　場所"), text(*LIST)),
    "S108": (text("緊急のときは、この限りでない。"), text("報告する。ただし、緊急のときは、この限りでない。")),
    "S109": (text("削除", "2　{参照:前項}の規定にかかわらず、報告する。"), text("報告しない。", "2　{参照:前項}の規定にかかわらず、報告する。")),
    "B101": (edition(article("a", "{記入:limit}に報告する。")),
             edition(article("a", "{記入:limit}に報告する。"), clauses=(replace(CLAUSE_A, blanks=(BlankFacts("limit", "期限"),)),), items=CHECKED)),
    "B102": (edition(ONE, clauses=(replace(CLAUSE_A, blanks=(BlankFacts("limit", "期限"),)),), items=CHECKED), edition(ONE)),
    "B103": (text("○○市長に報告する。"), text("第三者に報告する。")),
    "B104": (edition(ONE, clauses=(CLAUSE_A,), items=(ItemFacts("K001", "a", (("契約前の質問", "○○できますか。"),)),)),
             edition(ONE, clauses=(CLAUSE_A,), items=CHECKED)),
    "B105": (edition(article("a", "{記入:limit}に報告する。"), TWO, clauses=tuple(ClauseFacts(k, unchecked_reason="理由", blanks=(BlankFacts("limit", "期限"),)) for k in "ab")),
             edition(article("a", "{記入:limit}に報告する。"), TWO, clauses=tuple(ClauseFacts(k, unchecked_reason="理由", blanks=(BlankFacts("limit", "期限"),) if k == "a" else ()) for k in "ab"))),
    "N101": (edition(NINE, clauses=(FIXED,)), edition(TEN, clauses=(FIXED,))),
    "N102": (edition(ONE, TEN, clauses=(ClauseFacts("a", omission="my-number", unchecked_reason="理由"), replace(FIXED, omission="approval", applies_when=""))),
             edition(ONE, TEN, clauses=(ClauseFacts("a", omission="my-number", unchecked_reason="理由"), FIXED))),
    "L101": (text(f"{APPI}第199条の規定を守る。"), text(f"{APPI}第185条の規定を守る。")),
    "L102": (text(f"{APPI}第66条第3項の規定を守る。"), text(f"{APPI}第66条第2項の規定を守る。")),
    "L103": (edition(article("a", f"{APPI}第66条の規定を守る。"), laws=(LawFacts("x", APPI, "第68条"),)),
             edition(article("a", f"{APPI}第66条の規定を守る。"), laws=(LawFacts("x", APPI, "第60条から第68条まで"),))),
}
# fmt: on
