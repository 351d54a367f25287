"""B103, B104: marks that somebody meant to fill later."""

import re
from collections.abc import Iterator

from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import Words

_KANJI_FIGURES = "一二三四五六七八九十〇"
_MARK = re.compile(
    r"[○〇◯●◎]{2,}|[＿_]{2,}|[×✕]{2,}|【(?:記入|未定|要?確認|入力|検討)[^】]*】"
    r"|ここに条文を書く"  # what a new clause of the workshop holds
    rf"|(?<![{_KANJI_FIGURES}])[○〇◯●](?=[条項号年月日市町村区県課円件名])"
)


def check(context: Context) -> Iterator[LintFinding]:
    """One finding a provision; examples of check items may hold 「○○」, their questions not."""
    marks: dict[int, tuple[Words, list[str]]] = {}
    for words, _, match in context.matches(_MARK):
        marks.setdefault(id(words), (words, []))[1].append(match[0])
    for words, found in marks.values():
        message = f"埋めていない箇所（{_named(found)}）があります。"
        yield context.find("B103", message, words=words)
    for article in context.document.articles:
        if found := _MARK.findall(article.caption):
            message = f"見出しに、埋めていない箇所（{_named(found)}）があります。"
            yield context.find("B103", message, clause=article.key, about="見出し")
    for item in context.subject.items:
        for name, text in item.questions:
            if found := _MARK.findall(text):
                message = f"{name}に、埋めていない箇所（{_named(found)}）があります。"
                yield context.find(
                    "B104",
                    message,
                    clause=item.clause,
                    about=f"{item.code}:{name}",
                    where=f"確認項目{item.code}",
                )


def _named(found: list[str]) -> str:
    return "、".join(f"「{each}」" for each in dict.fromkeys(found))
