"""改定: drafts of a specification – opened, edited, kept state by state, reviewed, published.

Every change of a draft goes through a function here: it locks the edition, checks who and when,
writes, keeps the state that results, and records an event, all in one transaction.
"""
