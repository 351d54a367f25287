"""根拠資料: files sent as proof of answers — inspected, scanned, kept, and shown safely.

Knows no models and no pages. `kinds`, `images`, `pdfs`, `office` and `texts` read strangers'
bytes and import without Django, so that they can run in a confined child.
"""
