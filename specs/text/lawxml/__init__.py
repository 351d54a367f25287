"""法令標準XML (XMLSchemaForJapaneseLaw v3): read from and written to the text engine's tree.

What the tree has no place for goes along in a frame: titles, contents, chapters, supplementary
provisions, tables. Source: e-Gov 法令標準XMLスキーマ v3; dossier §7.
"""

from specs.text.lawxml.read import Law, LawXmlError, read_law
from specs.text.lawxml.write import write_edition, write_law

__all__ = ["Law", "LawXmlError", "read_law", "write_edition", "write_law"]
