"""A filled PDF form becomes a reply: all of it, or every fault with its place."""

import json
from datetime import date
from typing import Any

from checklists.replies import form_names as names
from checklists.replies.form_answers import AnswersOfForm
from checklists.replies.form_refusals import REFUSALS
from checklists.replies.questionnaire import Questionnaire
from checklists.replies.reply import Fault, FileRefused, Reply
from common.confined import Crashed, Overrun, run_confined

MAX_BYTES = 10_000_000
PARSER = "checklists.replies.form_parsing:parse"
SECONDS, MEMORY_MB = 8, 512


def read_form(data: bytes, questionnaire: Questionnaire, *, today: date) -> Reply:
    """The answers in a form that `write_form` made and somebody filled in.

    Raises FileRefused; nothing of the file is then to be used.
    """
    content = _content(data)
    reference = _check_identity(content["fields"], questionnaire)
    form = AnswersOfForm(content, questionnaire)
    filled_by, filled_on = form.filled_by(), form.filled_on(today)
    approved_by = form.approved_by()
    answers = tuple(form.answer(asked) for asked in questionnaire.lines)
    form.check_nothing_else(
        (
            names.RESPONDENT,
            names.FORM_VERSION,
            names.FORM_FINGERPRINT,
            names.FORM_REFERENCE,
        )
    )
    if form.faults:
        raise FileRefused(form.faults)
    return Reply(answers, filled_by, filled_on, approved_by, reference)


def _content(data: bytes) -> dict[str, Any]:
    """What the child found in the file."""
    if not data:
        raise _refused("empty")
    if len(data) > MAX_BYTES:
        raise _refused("size")
    try:
        result = run_confined(PARSER, data, seconds=SECONDS, memory_mb=MEMORY_MB)
    except Overrun as error:
        raise _refused("overrun") from error
    except Crashed as error:
        raise _refused("broken") from error
    content: dict[str, Any] = json.loads(result)
    if "refusal" in content:
        raise _refused(content["refusal"])
    return content


def _check_identity(fields: dict[str, dict[str, Any]], questionnaire: Questionnaire) -> str:
    """The reference in the file. Raises FileRefused when it is another form."""
    version, fingerprint, reference = (
        fields.get(name, {}).get("text")
        for name in (names.FORM_VERSION, names.FORM_FINGERPRINT, names.FORM_REFERENCE)
    )
    if version is None or fingerprint is None or reference is None:
        raise _refused("foreign")
    if version != names.VERSION:
        raise _refused("version")
    if fingerprint != questionnaire.fingerprint:
        raise _refused("questions")
    # The blank form of the bid pack has no reference and serves everyone who was asked the same.
    if reference not in ("", questionnaire.reference):
        raise _refused("reference")
    return str(reference)


def _refused(reason: str) -> FileRefused:
    return FileRefused([Fault("", REFUSALS[reason])])
