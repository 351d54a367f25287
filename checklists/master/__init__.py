"""The master set on disk → a published edition. One text file a clause with its items."""

from checklists.master.loading import load_master

__all__ = ["load_master"]
