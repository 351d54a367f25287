"""条文の工房: the screens on which policy staff edit drafts (checklists.drafting does the work)."""
