"""A filled file of either kind, told apart by its content."""

from datetime import date

from checklists.models import Channel
from checklists.replies.form_reading import read_form
from checklists.replies.questionnaire import Questionnaire
from checklists.replies.reply import Reply
from checklists.replies.workbook_reading import read_workbook

# Read no more of an upload than the larger kind may have.
MAX_BYTES = 10_000_000


def read_file(data: bytes, questionnaire: Questionnaire, *, today: date) -> tuple[Reply, str]:
    """(reply, channel) of a workbook or a PDF form. Raises FileRefused with every fault."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        return read_form(data, questionnaire, today=today), Channel.FORM
    return read_workbook(data, questionnaire, today=today), Channel.WORKBOOK
