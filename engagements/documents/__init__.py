"""What an engagement prints up to the contract: D1, D2, D3 (blank), D4 with the
comparison of the bids, D24, and the receipt of a firm."""

from engagements.documents import annex, matrix, notice, receipt, selection

__all__ = ["annex", "matrix", "notice", "receipt", "selection"]
