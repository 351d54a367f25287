"""A1xx: clauses with their check items, presets and 根拠法令."""

from collections.abc import Iterator

from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding, Mend
from specs.text.lint.subject import PresetFacts, keys


def check(context: Context) -> Iterator[LintFinding]:
    """Every clause is checked or says why not; nothing points at what is not there."""
    if not context.document.articles:
        yield context.find("A109", "この版には、条が一つもありません。", where="版の全体")
    yield from _clauses(context)
    for item in context.subject.items:
        if item.clause not in context.articles:
            message = f"確認項目{item.code}の条「{item.clause}」が、この版にありません。"
            yield context.find("A102", message, about=item.code, where=f"確認項目{item.code}")
    known = {item.code for item in context.subject.items}
    for preset in context.subject.presets:
        yield from _preset(context, preset, known)


def _clauses(context: Context) -> Iterator[LintFinding]:
    paired = {item.clause for item in context.subject.items}
    laws = keys(context.subject.laws)
    for clause in context.subject.clauses:
        name = f"「{clause.code} {clause.caption}」".replace("「 ", "「")
        reason = clause.unchecked_reason.strip()
        if clause.key not in paired and not reason:
            message = f"{name}に確認項目がなく、置かない理由も書かれていません。"
            yield context.find("A101", message, clause=clause.key)
        if clause.key in paired and reason:
            message = f"{name}には確認項目がありますが、置かない理由も書かれています。"
            yield context.find("A106", message, clause=clause.key)
        for key in clause.laws:
            if key not in laws:
                message = f"{name}の根拠法令「{key}」が、根拠法令の一覧にありません。"
                yield context.find("A107", message, clause=clause.key, about=key)


def _preset(context: Context, preset: PresetFacts, known: set[str]) -> Iterator[LintFinding]:
    missing = [code for code in preset.codes if code not in known]
    if missing:
        kept = tuple(code for code in preset.codes if code in known)
        yield context.find(
            "A103",
            f"確認表の型「{preset.title}」が挙げる{'、'.join(missing)}は、この版にありません。",
            about=f"preset:{preset.key}",
            where=f"確認表の型「{preset.title}」",
            mend=Mend("型から除く", preset=preset.key, codes=kept) if kept else None,
        )
