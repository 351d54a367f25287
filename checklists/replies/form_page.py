"""What the PDF form asks: its fields, and the page that holds places for them."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from checklists.actions.lifecycle import FILLED_BY_LIMIT
from checklists.document_tables import choices
from checklists.models import Phase
from checklists.replies import form_names as names
from checklists.replies.questionnaire import Asked, Questionnaire
from checklists.typed import EVIDENCE_LIMIT, NOTE_LIMIT
from documents.rendering import BASE_STYLESHEET, stylesheet
from documents.sanitise import clean, clip
from documents.widths import LANDSCAPE_MM, colgroup

TEMPLATE = "documents/check_form.html"
STYLESHEETS = (BASE_STYLESHEET, "documents/check_form.css")
TITLE = "項目遵守の確認表"
FOOTER_CHARACTERS = 40
HINT_CHARACTERS = 200
DATE_LIMIT = 40
RESPONDENT_LIMIT = 200
CODE_MM, ANSWER_MM, NOTE_MM, EVIDENCE_MM = 13.0, 28.0, 62.0, 38.0
# Question and state of fitness share the rest; what is longer may break across pages, else the
# row would leave most of a page empty.
PROMPT_SHARE = 0.55
LONG_PROMPT = 300


@dataclass(frozen=True)
class TextField:
    """A field to write in. `label` is read out by a screen reader and shown as a tooltip."""

    name: str
    label: str
    limit: int
    value: str = ""
    required: bool = False
    several_lines: bool = False


@dataclass(frozen=True)
class ChoiceField:
    """Boxes of which one is ticked: their states, and the words beside them."""

    name: str
    label: str
    words: tuple[tuple[str, str], ...]
    value: str = ""


@dataclass(frozen=True)
class Row:
    """One row of the table on the page."""

    asked: Asked
    choices: tuple[tuple[str, str], ...]
    opens_clause: bool

    @property
    def is_long(self) -> bool:
        """Whether the row may break across pages."""
        asked = self.asked
        return max(len(asked.prompt), len(asked.ok_when) + len(asked.evidence)) > LONG_PROMPT


def title_of(questionnaire: Questionnaire) -> str:
    """項目遵守の確認表（契約前）."""
    return f"{TITLE}（{Phase(questionnaire.phase).label}）"


def words_of(questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    """(state, word) of the four boxes in this phase."""
    return tuple(zip(names.STATES, choices(questionnaire.phase), strict=True))


def page_of(questionnaire: Questionnaire) -> tuple[str, tuple[str, ...]]:
    """HTML and stylesheets of the form, with a link wherever a field is to be."""
    words = words_of(questionnaire)
    rows, clause = [], None
    for asked in questionnaire.lines:
        here = (asked.label, asked.caption)
        rows.append(Row(asked, words, opens_clause=here != clause))
        clause = here
    context = {
        "title": title_of(questionnaire),
        "questionnaire": questionnaire,
        "rows": rows,
        "choices": [word for _, word in words],
        "columns": _columns(),
        "footer_case": clip(clean(questionnaire.case), FOOTER_CHARACTERS).replace("（以下略）", ""),
    }
    return render_to_string(TEMPLATE, context), tuple(stylesheet(name) for name in STYLESHEETS)


def fields_of(questionnaire: Questionnaire) -> list[TextField | ChoiceField]:
    """Every field to be filled in, in reading order."""
    head = [
        TextField(names.FILLED_BY, "記入者氏名", FILLED_BY_LIMIT, required=True),
        TextField(names.FILLED_ON, "記入日（例：令和8年4月1日）", DATE_LIMIT, required=True),
        TextField(names.APPROVED_BY, "責任者氏名", FILLED_BY_LIMIT, required=True),
    ]
    if not questionnaire.respondent:
        head.insert(0, TextField(names.RESPONDENT, "事業者名", RESPONDENT_LIMIT))
    words = words_of(questionnaire)
    rows = [
        field for asked in questionnaire.lines for field in _row_fields(asked, questionnaire, words)
    ]
    return [*head, *rows]


def _row_fields(
    asked: Asked, questionnaire: Questionnaire, words: tuple[tuple[str, str], ...]
) -> list[TextField | ChoiceField]:
    given = questionnaire.answer_to(asked.code)
    example = f"（例：{asked.evidence}）" if asked.evidence else ""
    return [
        ChoiceField(
            names.value_name(asked.code),
            _hint(f"{asked.code}　回答　{asked.prompt}"),
            words,
            given.value,
        ),
        TextField(
            names.note_name(asked.code),
            f"{asked.code}　理由・条件",
            NOTE_LIMIT,
            given.note,
            several_lines=True,
        ),
        TextField(
            names.evidence_name(asked.code),
            _hint(f"{asked.code}　根拠資料{example}"),
            EVIDENCE_LIMIT,
            given.evidence,
            several_lines=True,
        ),
    ]


def _hint(text: str) -> str:
    return clip(clean(text), HINT_CHARACTERS)


def _columns() -> SafeString:
    rest = LANDSCAPE_MM - CODE_MM - ANSWER_MM - NOTE_MM - EVIDENCE_MM
    prompt = round(rest * PROMPT_SHARE, 1)
    return colgroup([CODE_MM, prompt, rest - prompt, ANSWER_MM, NOTE_MM, EVIDENCE_MM])
