"""変更後の条文: what a clerk types in place of one clause, read within the engagement's annex.

The clerk types numbers as the annex prints them (第9条第2項); what is stored are links, so the
numbers stay right when a clause is left out later.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from common.canonical import dumps, sha256_hex
from common.errors import Refused, Stale
from engagements.annex import AnnexText
from specs.models import Clause
from specs.text.codec import from_json, to_json
from specs.text.link import link_document
from specs.text.parse import parse_article
from specs.text.references import Finding, findings
from specs.text.tree import Article, Blank, inlines_of, provisions

ELSEWHERE = (
    "条や項の番号を確かめてください。"
    "ほかの法令や契約書の規定を指すときは、その名前を番号の前に書いてください。"
)


def numbers_seen(annex: AnnexText) -> str:
    """A short sign of which number means which clause, to send with the form that shows them."""
    return sha256_hex(dumps(annex.numbering.printed))[:16]


def read_change(
    annex: AnnexText,
    clause: Clause,
    text: str,
    *,
    before: dict[str, Any] | None = None,
    numbers: str | None = None,
) -> dict[str, Any]:
    """The tree of the changed wording, its references turned into links.

    `before` is the tree of the change that this one replaces, if there is one; `numbers` what
    `numbers_seen` gave when the clerk opened the page. Raises Refused with a sentence for each
    line that can't be read and each reference that points at nothing or at what was left out;
    Stale when numbers were typed that mean other clauses by now.
    """
    if not text.strip():
        raise Refused("変更後の条文を入力してください。")
    parsed = parse_article(text, key=clause.key, before=from_json(before or clause.tree))
    if parsed.problems or parsed.article is None:
        raise Refused([f"条文の{p.line}行目：{p.message}" for p in parsed.problems])
    if parsed.article == from_json(clause.tree):
        raise Refused("条文が元のままです。変えないときは「適用」を選んでください。")
    article, found = _linked(annex, parsed.article)
    typed = article != parsed.article or any(e.code == "reference-unresolved" for e in found)
    if typed and numbers not in (None, numbers_seen(annex)):
        raise Stale(
            "この画面を開いた後に、ほかの条の適用が変わり、条の番号が変わりました。"
            "番号で書いた参照を、今の番号に合っているか確かめてから、もう一度決定してください。"
        )
    if faults := [*_sentences(found, parsed.lines), *_unknown_blanks(annex, article)]:
        raise Refused(faults)
    return to_json(article)


def _linked(annex: AnnexText, article: Article) -> tuple[Article, list[Finding]]:
    """The article with links for words and numbers, and what is wrong with its references."""
    printed = annex.printed
    omitted = frozenset(printed.omitted) - {article.key}
    # The numbers on the clerk's screen: without this clause while it is left out.
    shown = {number: key for key, number in annex.numbering.articles.items()}
    document, unresolved = link_document(
        printed.document.with_article(article),
        family=printed.skin.family,
        written=shown,
        omitted=omitted,
        only=article.key,
    )
    linked = document.article(article.key)
    wrong = findings(document, omitted=omitted)
    own = [each for each in wrong if each.place.partition("#")[0] == article.key]
    # What could not be linked is among both.
    told = {(each.place, each.code) for each in unresolved}
    return linked, [*unresolved, *(e for e in own if (e.place, e.code) not in told)]


def _sentences(found: Iterable[Finding], lines: Mapping[str, int]) -> list[str]:
    """The errors as sentences that say on which line; each once."""
    sentences: dict[str, None] = {}
    for each in found:
        if each.level == "error":
            line = lines.get(each.place.partition("#")[2])
            where = f"条文の{line}行目：" if line else ""
            what_to_do = ELSEWHERE if each.code == "reference-unresolved" else ""
            sentences[f"{where}{each.message}{what_to_do}"] = None
    return list(sentences)


def _unknown_blanks(annex: AnnexText, article: Article) -> list[str]:
    """Blanks that no clause of the edition has: nobody would be asked to fill them."""
    known = annex.printed.printer.blanks
    used = {
        piece.key
        for _, provision in provisions(article)
        for piece in inlines_of(provision)
        if isinstance(piece, Blank)
    }
    return [
        f"「{{記入:{key}}}」という記入事項は、この特記仕様書にありません。"
        "標準の条文にある記入事項を使うか、文字で書いてください。"
        for key in sorted(used - known.keys())
    ]
