"""Rows of an edition from what the files say. Problems are collected, so that one run of
`loadmaster` tells them all."""

import tomllib
from pathlib import Path
from typing import Any

from checklists.master.reading import ClauseFile, ItemFile, blanks, pairs
from checklists.models import CheckItem, ItemLevel, Method, Preset
from specs.models import Annex, Clause, Edition, Form, LegalReference, Level, Omission
from specs.text import tree
from specs.text.codec import to_json
from specs.text.link import link_document
from specs.text.parse import parse_article


def build_laws(edition: Edition, data: dict[str, Any]) -> list[LegalReference]:
    """根拠法令 from laws.toml."""
    return LegalReference.objects.bulk_create(
        LegalReference(
            municipality_id=edition.municipality_id,
            edition=edition,
            key=law["key"],
            law=law["law"],
            number=law.get("number", ""),
            article=law.get("article", ""),
            requires=law["requires"],
            in_force_since=law.get("since", ""),
            certainty=law["certainty"],
        )
        for law in data["law"]
    )


def build_forms(edition: Edition, data: dict[str, Any]) -> list[Form]:
    """様式 from forms.toml."""
    return Form.objects.bulk_create(
        Form(
            municipality_id=edition.municipality_id,
            edition=edition,
            number=form["number"],
            key=form["key"],
            title=form["title"],
            clause_key=form["clause"],
            document=form.get("document", ""),
        )
        for form in data["form"]
    )


def build_annexes(edition: Edition, paths: list[Path]) -> list[Annex]:
    """別表, one file each."""
    annexes = []
    for position, path in enumerate(paths, 1):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        annexes.append(
            Annex(
                municipality_id=edition.municipality_id,
                edition=edition,
                position=position,
                key=data["key"],
                title=data["title"],
                clause_key=data["clause"],
                columns=data["columns"],
                rows=data["rows"],
                notes=data.get("notes", []),
            )
        )
    return Annex.objects.bulk_create(annexes)


def build_clauses(
    edition: Edition,
    files: list[ClauseFile],
    annexes: list[Annex],
    forms: list[Form],
    law_keys: set[str],
    problems: list[str],
) -> dict[str, Clause]:
    """Clauses by key, their references linked across the whole document."""
    articles = []
    for file in files:
        parsed = parse_article(file.sections.get("条文", ""), key=file.headers.get("key", ""))
        for problem in parsed.problems:
            line = file.text_line + problem.line
            problems.append(f"{file.path.name}:{line}: {problem.message}")
        if parsed.article is not None:
            articles.append(parsed.article)
    if problems:
        return {}
    document, findings = link_document(
        tree.Document(
            tuple(articles),
            tuple(tree.Annex(annex.key) for annex in annexes),
            tuple(tree.Form(f.key, f.number, f.title, f.clause_key) for f in forms),
        ),
        literal=False,
    )
    problems += [f"{finding.place}: {finding.message}" for finding in findings]
    clauses = [
        _clause(edition, position, file, article, law_keys, problems)
        for position, (file, article) in enumerate(zip(files, document.articles, strict=True), 1)
    ]
    if problems:
        return {}
    return {clause.key: clause for clause in Clause.objects.bulk_create(clauses)}


def _clause(
    edition: Edition,
    position: int,
    file: ClauseFile,
    article: tree.Article,
    law_keys: set[str],
    problems: list[str],
) -> Clause:
    head, name = file.headers, file.path.name
    if head.get("level") not in Level.values or head.get("omission") not in Omission.values:
        problems.append(f"{name}:1: level 又は omission の値が使えません。")
    basis = [{"key": key, "note": note} for key, note in pairs(file.sections["根拠法令"])]
    for each in basis:
        if each["key"] not in law_keys:
            problems.append(f"{name}: 根拠法令「{each['key']}」が laws.toml にありません。")
    return Clause(
        municipality_id=edition.municipality_id,
        edition=edition,
        position=position,
        key=article.key,
        code=head.get("code", ""),
        caption=head.get("caption", ""),
        tree=to_json(article),
        level=head.get("level", ""),
        omission=head.get("omission", ""),
        applies_when=head.get("applies", ""),
        unchecked_reason=head.get("unchecked", ""),
        rationale=file.sections["趣旨"],
        guidance=file.sections["解説"],
        omission_note=file.sections["外せる場合"],
        alternative=file.sections["代替措置"],
        precedents=file.sections["防げた事故"],
        blanks=blanks(file.sections["記入事項"]),
        legal_basis=basis,
    )


def build_items(
    edition: Edition,
    files: list[ClauseFile],
    clauses: dict[str, Clause],
    problems: list[str],
) -> list[CheckItem]:
    """Check items of every clause."""
    items = []
    for file in files:
        clause = clauses.get(file.headers.get("key", ""))
        if clause is None:
            continue
        for position, item in enumerate(file.items, 1):
            items.append(_item(edition, clause, position, file, item, problems))
    return [] if problems else CheckItem.objects.bulk_create(items)


def _item(
    edition: Edition,
    clause: Clause,
    position: int,
    file: ClauseFile,
    item: ItemFile,
    problems: list[str],
) -> CheckItem:
    fields = item.fields
    phases = set(fields.get("phases", "").split())
    where = f"{file.path.name}:{item.line}: {item.code}"
    if not phases or not phases <= {"pre", "post", "end"}:
        problems.append(f"{where} の phases は pre、post、end から選んでください。")
    if fields.get("level") not in ItemLevel.values or fields.get("method") not in Method.values:
        problems.append(f"{where} の level 又は method の値が使えません。")
    if fields.get("about", "firm") != "firm":
        problems.append(f"{where} の about は firm だけです。業務について聞く項目には書きません。")
    for needed in ("verifier", "ok", "look", "evidence"):
        if not fields.get(needed):
            problems.append(f"{where} に {needed} がありません。")
    if ("pre" in phases) != bool(fields.get("before")):
        problems.append(f"{where} の before は、契約前に聞く項目にだけ書きます。")
    if bool(phases & {"post", "end"}) != bool(fields.get("after")):
        problems.append(f"{where} の after は、契約後に聞く項目にだけ書きます。")
    return CheckItem(
        municipality_id=edition.municipality_id,
        edition=edition,
        clause=clause,
        position=position,
        code=item.code,
        level=fields.get("level", ""),
        in_pre="pre" in phases,
        in_post="post" in phases,
        in_end="end" in phases,
        about_firm=fields.get("about") == "firm",
        applies_when=fields.get("applies", ""),
        verifier=fields.get("verifier", ""),
        method=fields.get("method", ""),
        before=fields.get("before", ""),
        after=fields.get("after", ""),
        ok_when=fields.get("ok", ""),
        look=fields.get("look", ""),
        evidence=fields.get("evidence", ""),
        good=fields.get("good", ""),
        bad=fields.get("bad", ""),
    )


def build_presets(
    edition: Edition, data: dict[str, Any], items: list[CheckItem], problems: list[str]
) -> list[Preset]:
    """Presets from presets.toml; every code they name must be an item."""
    known = {item.code for item in items}
    presets = []
    for position, preset in enumerate(data["preset"], 1):
        codes = preset.get("codes", [])
        for code in codes:
            if items and code not in known:
                problems.append(f"presets.toml: {preset['key']} の {code} という項目はありません。")
        presets.append(
            Preset(
                municipality_id=edition.municipality_id,
                edition=edition,
                position=position,
                key=preset["key"],
                title=preset["title"],
                description=preset["description"],
                rule=preset["rule"],
                codes=codes,
            )
        )
    return Preset.objects.bulk_create(presets)
