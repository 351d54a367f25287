"""手持ちの特記仕様書の取込み: a municipality's own text or file → a draft edition.

reading    a file or pasted text → what was understood     composing  that → the rows of a draft
masters    which edition it is compared with               saving     the rows → the database
review     what the person sees before saving              carrying   the text between two pages
"""
