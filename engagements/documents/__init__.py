"""What an engagement prints up to the contract: D1, D2, D3 (blank), D4, D24 and the receipt."""

from engagements.documents import annex, notice, receipt, selection
from engagements.documents.base import contact_of

__all__ = ["annex", "contact_of", "notice", "receipt", "selection"]
