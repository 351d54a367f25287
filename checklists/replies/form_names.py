"""What writer and reader of the PDF form agree on. Imports nothing: the reader's child has no Django."""

VERSION = "1"

# Page 1. `respondent` is there for the paper; nothing reads it.
RESPONDENT = "head.respondent"
FILLED_BY = "head.filled_by"
FILLED_ON = "head.filled_on"
APPROVED_BY = "head.approved_by"

# Hidden and read-only: which form this is.
FORM_VERSION = "form.version"
FORM_FINGERPRINT = "form.fingerprint"
FORM_REFERENCE = "form.reference"

# The states of the four boxes, as AnswerValue spells them.
STATES = ("yes", "partial", "no", "na")
OFF = "Off"

# A page is laid out with links to such addresses where fields are to be.
ADDRESS = "field:"


def value_name(code: str) -> str:
    """The four boxes of an item."""
    return f"{code}.value"


def note_name(code: str) -> str:
    """理由・条件 of an item."""
    return f"{code}.note"


def evidence_name(code: str) -> str:
    """根拠資料 of an item."""
    return f"{code}.evidence"
