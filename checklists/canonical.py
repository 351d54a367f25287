"""The canonical content of a checklist: what is frozen, hashed, and recomputed to verify."""

from typing import Any

from checklists.models import Answer, Checklist, Evidence, Judgement


def answers_content(checklist: Checklist) -> dict[str, Any]:
    """Everything a submitted table says: whose it is, each answer with its question, and the files.

    Read from the rows, so that an edited row gives another hash. Two queries.
    """
    answers = Answer.objects.filter(checklist=checklist).order_by("position")
    return {
        "checklist": checklist.pk,
        "edition": checklist.edition_id,
        "phase": checklist.phase,
        "context": checklist.context,
        "respondent": checklist.respondent,
        "filled_by": checklist.filled_by,
        "filled_on": checklist.filled_on,
        "approved_by": checklist.approved_by,
        "number": checklist.submission_number,
        **({"received_on": checklist.received_on} if checklist.received_on else {}),
        "answers": [
            {
                "item": code,
                "value": value,
                "note": note,
                "evidence": evidence,
                **({"reused_on": reused_on} if reused_on else {}),
            }
            for code, value, note, evidence, reused_on in answers.values_list(
                "item__code", "value", "note", "evidence", "reused_on"
            )
        ],
        "files": [
            {"item": code or "", "name": name, "size": size, "sha256": sha256}
            for code, name, size, sha256 in Evidence.objects.filter(checklist=checklist)
            .order_by("pk")
            .values_list("item__code", "name", "size", "sha256")
        ],
    }


def judgements_content(checklist: Checklist) -> dict[str, Any]:
    """Everything the municipality judged, read from the rows. One query."""
    judgements = Judgement.objects.filter(checklist=checklist).order_by("item__code")
    return {
        "checklist": checklist.pk,
        "judgements": [
            {"item": code, "verdict": verdict, "method": method, "remark": remark}
            for code, verdict, method, remark in judgements.values_list(
                "item__code", "verdict", "method", "remark"
            )
        ],
    }
