"""Why a document could not be made, told to the clerk."""

from common.errors import Refused


class DocumentFailed(Refused):
    """No file was made. `reasons` say what happened and what to do.

    `code` is for logs and tests; `status` is the HTTP status that fits.
    """

    def __init__(self, reason: str, *, code: str, status: int = 500) -> None:
        super().__init__(reason)
        self.code = code
        self.status = status
