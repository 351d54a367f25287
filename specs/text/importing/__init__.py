"""A municipality's own text, as it is, → what was understood of it. No Django here.

lines        bytes → numbered lines          openings  which line opens an article
furniture    page numbers, headers, contents marks     what a line may begin with
placing      every line → its place          levels    which sign stands above which
joining      lines broken by PDF copying     surroundings  title, 附則, 別表, 様式
canonical    the places → one clean text     parties   甲 and 乙, 発注者 and 受注者
understanding  all of it, and linking        upload    a file of any kind
word, word_numbering  DOCX → text            matching  clause by clause with the master
"""

from specs.text.importing.understanding import understand
from specs.text.importing.understood import Understood

__all__ = ["Understood", "understand"]
