"""OSCAL 1.1 catalog and profiles: clauses as controls, check items as their assessments.

One group a level (必須, 標準, 条件); a control a clause, its printed provisions as the statement,
its guidance, its check items as assessment objectives with the way of looking as methods, its
blanks as parameters, its law as links. A profile a preset imports the controls whose items it
asks. Source of the shape: NIST OSCAL, control layer. Identifiers are made from the edition and
stay the same from export to export.
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from checklists.models import CheckItem, Preset
from specs.models import Clause, Edition, LegalReference
from specs.printing import PrintedEdition

OSCAL = "1.1.2"
SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "tokki.oscal")
NS = "urn:tokki:oscal"
METHODS = {"現物": "EXAMINE", "現地": "EXAMINE", "聴取": "INTERVIEW", "書面": "EXAMINE"}
GROUPS = (("required", "必須"), ("standard", "標準"), ("conditional", "条件"))


def oscal_documents(edition: Edition) -> dict[str, Any]:
    """{"catalog": {"catalog": …}, "profiles": {preset key: {"profile": …}}}. Six queries."""
    printed = PrintedEdition.of(edition)
    items: dict[int, list[CheckItem]] = {}
    for item in edition.check_items.order_by("position"):
        items.setdefault(item.clause_id, []).append(item)
    laws = {law.key: law for law in LegalReference.objects.filter(edition=edition)}
    controls = {
        level: [
            _control(clause, label, printed, items.get(clause.pk, []), laws)
            for clause, label in printed.labelled
            if clause.level == level
        ]
        for _, level in GROUPS
    }
    groups = [
        {"id": f"group-{name}", "title": level, "controls": controls[level]}
        for name, level in GROUPS
        if controls[level]
    ]
    catalog = {
        "uuid": _uuid(edition, "catalog"),
        "metadata": _metadata(edition, str(edition)),
        "groups": groups,
        "back-matter": {"resources": [_resource(edition, law) for law in laws.values()]},
    }
    if not laws:
        del catalog["back-matter"]
    # A preset that asks nothing has no profile: an import of nothing is an import of everything.
    profiles = {
        preset.key: {"profile": _profile(edition, preset, keys)}
        for preset in Preset.objects.filter(edition=edition).order_by("position")
        if (keys := _asked(preset, printed, items))
    }
    whole = {
        "uuid": _uuid(edition, "profile"),
        "metadata": _metadata(edition, f"{edition}（全ての条）"),
        "imports": [{"href": "catalog.json", "include-all": {}}],
    }
    # No preset has an empty key.
    return {"catalog": {"catalog": catalog}, "profiles": {"": {"profile": whole}, **profiles}}


def _token(key: str) -> str:
    """A key as an OSCAL token: it begins with no figure or hyphen."""
    return key if key[0].isalpha() else f"_{key}"


def _sign(name: str, value: str, **more: str) -> list[dict[str, str]]:
    """A property, if it has a value."""
    return [{"name": name, **more, "value": value.strip()}] if value.strip() else []


def _control(
    clause: Clause,
    label: str,
    printed: PrintedEdition,
    items: list[CheckItem],
    laws: dict[str, LegalReference],
) -> dict[str, Any]:
    key = _token(clause.key)
    article = printed.document.article(clause.key)
    lines = printed.printer.lines(article)
    provisions = [
        {
            "id": f"{key}_smt.{line.id}",
            "name": "item",
            **({"props": [{"name": "label", "value": line.marker}]} if line.marker else {}),
            "prose": line.words or "　",
        }
        for line in lines
    ]
    statement: dict[str, Any] = {
        "id": f"{key}_smt",
        "name": "statement",
        "parts": provisions,
    }
    parts = [statement]
    if clause.guidance:
        parts.append({"id": f"{key}_gdn", "name": "guidance", "prose": clause.guidance})
    parts += [_objective(clause, item) for item in items]
    control: dict[str, Any] = {
        "id": key,
        "class": "clause",
        "title": clause.caption or clause.key,
        "props": [
            {"name": "label", "value": label},
            {"name": "sort-id", "value": f"{clause.position:03d}"},
            *_sign("code", clause.code, ns=NS),
            *_sign("omission", clause.omission, ns=NS),
        ],
        "parts": parts,
    }
    if clause.blanks:
        control["params"] = [
            {
                "id": _token(blank["key"]),
                "label": blank["label"],
                "values": [blank["default"].strip() or "未定"],
            }
            for blank in clause.blanks
        ]
    links = [
        {"href": f"#{_uuid(clause.edition, 'law', basis['key'])}", "rel": "reference"}
        for basis in clause.legal_basis
        if basis["key"] in laws
    ]
    if links:
        control["links"] = links
    return control


def _objective(clause: Clause, item: CheckItem) -> dict[str, Any]:
    code = _token(item.code)
    prompts = [
        {"id": f"{code}_{name}", "name": "item", "title": title, "prose": words}
        for name, title, words in (
            ("before", "契約前の質問", item.before),
            ("after", "契約後の質問", item.after),
            ("ok", "適とする状態", item.ok_when),
        )
        if words
    ]
    return {
        "id": code,
        "name": "assessment-objective",
        "props": [
            {"name": "label", "value": item.code},
            {"name": "level", "ns": NS, "value": item.level},
        ],
        "parts": [
            *prompts,
            {
                "id": f"{code}_method",
                "name": "assessment-method",
                "props": [{"name": "method", "value": METHODS[item.method]}],
                "prose": item.look,
                "parts": [
                    {
                        "id": f"{code}_objects",
                        "name": "assessment-objects",
                        "prose": item.evidence,
                    }
                ],
            },
        ],
    }


def _asked(preset: Preset, printed: PrintedEdition, items: dict[int, list[CheckItem]]) -> list[str]:
    """The controls whose items a preset asks."""

    def asks(clause: Clause) -> bool:
        mine = items.get(clause.pk, [])
        if preset.rule == Preset.Rule.CODES:
            return any(item.code in preset.codes for item in mine)
        return bool(mine)

    return [_token(clause.key) for clause, _ in printed.labelled if asks(clause)]


def _profile(edition: Edition, preset: Preset, keys: list[str]) -> dict[str, Any]:
    return {
        "uuid": _uuid(edition, "profile", preset.key),
        "metadata": _metadata(edition, f"{edition}（{preset.title}）"),
        "imports": [{"href": "catalog.json", "include-controls": [{"with-ids": keys}]}],
    }


def _metadata(edition: Edition, title: str) -> dict[str, Any]:
    moment: datetime = edition.published_at or edition.created_at
    return {
        "title": title,
        "last-modified": moment.astimezone(UTC).replace(microsecond=0).isoformat(),
        "version": str(edition.number),
        "oscal-version": OSCAL,
        "props": [{"name": "status", "ns": NS, "value": edition.status}],
        "parties": [
            {
                "uuid": _uuid(edition, "party"),
                "type": "organization",
                "name": edition.municipality.name,
            }
        ],
    }


def _resource(edition: Edition, law: LegalReference) -> dict[str, Any]:
    return {
        "uuid": _uuid(edition, "law", law.key),
        "title": str(law),
        "description": law.requires,
        "citation": {"text": f"{law.law}（{law.number}）{law.article}" if law.number else str(law)},
    }


def _uuid(edition: Edition, *names: str) -> str:
    place = f"{edition.municipality.code}/{edition.specification.key}/{edition.number}"
    # OSCAL asks for a random-looking (version 4 or 5) identifier; this one is made from names.
    return str(uuid.uuid5(SPACE, "/".join([place, *names])))
