"""Why a whole table was not saved, row by row."""

from common.errors import Refused


class RowsRefused(Refused):
    """Nothing of a table was saved.

    `rows` maps the id of each item that stood in the way to its code and its refusal, a Stale
    where a colleague was first. `reasons` are the same, as `K010：…` sentences.
    """

    def __init__(self, rows: dict[int, tuple[str, Refused]]) -> None:
        self.rows = rows
        super().__init__(
            f"{code}：{reason}" for code, refusal in rows.values() for reason in refusal.reasons
        )
