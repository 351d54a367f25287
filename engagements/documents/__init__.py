"""What an engagement prints up to the contract: D1, D2, D3 (blank), the three as one, D4 with the
comparison of the bids and the letters, D24, and the receipt of a firm."""

from engagements.documents import annex, bundle, letter, matrix, notice, receipt, selection

__all__ = ["annex", "bundle", "letter", "matrix", "notice", "receipt", "selection"]
