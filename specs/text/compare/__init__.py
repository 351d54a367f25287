"""新旧対照: what differs between two documents, down to the smallest changed phrase.

result    what a comparison is made of        units     words → units that are never cut
printed   a document as it prints, to compare phrases   units → what stays, goes and comes
matching  which article and 項 is which       remarks   the words for kinds, numbers and fates
build     the comparison itself               table     its lines, for screen, paper and Word
"""

from specs.text.compare.build import compare_documents
from specs.text.compare.result import (
    ArticleRow,
    ArticleSide,
    Comparison,
    Fate,
    Kind,
    ProvisionRow,
    ProvisionSide,
    Span,
)

__all__ = [
    "ArticleRow",
    "ArticleSide",
    "Comparison",
    "Fate",
    "Kind",
    "ProvisionRow",
    "ProvisionSide",
    "Span",
    "compare_documents",
]
