"""The one exception by which a rule says no."""

from collections.abc import Iterable


class Refused(Exception):
    """An action was not carried out, and nothing was written.

    `reasons` are plain Japanese sentences for the person at the screen: what stands in the
    way and what to do about it.
    """

    def __init__(self, reasons: Iterable[str] | str) -> None:
        self.reasons = [reasons] if isinstance(reasons, str) else list(reasons)
        super().__init__(" ".join(self.reasons))


class Stale(Refused):
    """Somebody else saved the same thing first. The caller shows both texts."""
