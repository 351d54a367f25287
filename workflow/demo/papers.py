"""The demo's papers as files, for whoever wants to look at them without the program."""

from pathlib import Path

from documents.models import IssuedDocument
from workflow.demo.cast import CODE

# What each file is called: kind → name.
NAMES = {
    "notice-bundle": "D1B_notice-bundle",
    "requirement-notice": "D1_requirement-notice",
    "annex": "D2_annex",
    "check-table-blank": "D3_check-table-blank",
    "check-table": "D3_check-table-filled",
    "selection-report": "D4_selection-report",
    "selection-result": "D4L_selection-result",
    "verification-report": "D20_verification-report",
    "contract-register": "D23_contract-register",
}


def write_papers(folder: Path) -> list[Path]:
    """Write the newest issued paper of each kind to `folder`; the paths.

    They are the stored bytes of what the demo issued, not rendered anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, name in NAMES.items():
        issued = IssuedDocument.objects.filter(municipality__code=CODE, kind=kind)
        document = issued.order_by("-pk").first()
        if document is not None:
            path = folder / f"{name}.pdf"
            path.write_bytes(document.read())
            written.append(path)
    return written
