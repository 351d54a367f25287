"""A file or pasted text → what was understood of it, and how it stands beside the master."""

from dataclasses import dataclass

from accounts.models import Municipality
from checklists.exporting.edition_json import EditionFile, read_edition_json
from checklists.importing.masters import master_document, master_of
from checklists.linting import rules_of
from common.canonical import sha256_hex
from specs.models import Edition
from specs.printing import skin_of
from specs.text.codec import from_json
from specs.text.importing.dated import Dated, dated_wording
from specs.text.importing.matching import Matching, match
from specs.text.importing.understood import Understood
from specs.text.importing.upload import Source, understand_source
from specs.text.tree import Document

_EXACT = "特記（Tokki）が書き出した版のファイルです。確認項目なども含めて、そのまま取り込みます。"


@dataclass(frozen=True)
class Reading:
    """What was understood. `file` is set for a whole edition in Tokki's own JSON, which is taken
    as it is; `master` is None where there is nothing to compare with."""

    source: Source
    understood: Understood
    file: EditionFile | None = None
    master: Edition | None = None
    matching: Matching = Matching((), ())
    dated: tuple[Dated, ...] = ()

    @property
    def sha256(self) -> str:
        """Of what was read."""
        return sha256_hex(self.source.data or self.source.text)


def read_source(source: Source, municipality: Municipality) -> Reading:
    """Understand a source and compare it with the municipality's master.

    Raises Refused for what can't be read.
    """
    if source.kind == "json":
        file = read_edition_json(source.data)
        return Reading(source, _understood(file), file)
    understood = understand_source(source)
    master = master_of(municipality)
    matching = match(understood.document, master_document(master)) if master else Matching((), ())
    dated = dated_wording(understood.document, skin_of(municipality), rules_of(municipality.pk))
    return Reading(source, understood, None, master, matching, tuple(dated))


def _understood(file: EditionFile) -> Understood:
    rows = sorted(file.contents["clauses"].values(), key=lambda row: row["position"])
    document = Document(tuple(from_json(row["tree"]) for row in rows))
    return Understood(title=file.title, document=document, frame=file.frame, notes=(_EXACT,))
