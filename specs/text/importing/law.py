"""A law in XML → what was understood of it: its articles, and what is carried around them."""

from typing import Any

from lxml import etree

from common.errors import Refused
from specs.text.importing.lines import Aside
from specs.text.importing.understood import Counts, Understood
from specs.text.lawxml.frame import PLACE, parser
from specs.text.lawxml.read import Law, LawXmlError, read_law

# Parts of a law beside its articles, as a reader knows them.
_PARTS = {
    "EnactStatement": "制定文",
    "TOC": "目次",
    "Preamble": "前文",
    "SupplProvision": "附則",
    "AppdxTable": "別表",
    "AppdxNote": "別記",
    "AppdxStyle": "様式",
    "Appdx": "付録",
    "AppdxFig": "別図",
    "AppdxFormat": "書式",
}
_SHOWN = 60


def understand_law(data: bytes) -> Understood:
    """Read a law. Its words stay as they are: references in them are not turned into links.

    Raises Refused for what is no law XML.
    """
    try:
        law = read_law(data)
    except LawXmlError as error:
        raise Refused(str(error)) from error
    return Understood(
        title=law.title,
        document=law.document,
        asides=tuple(_carried(law)),
        frame=law.frame,
        notes=(
            "法令XMLとして読みました。表、別表、附則は、版の枠にそのまま残します。",
            "法令の条や項を指す言葉は、文字のまま取り込みます。",
        ),
        counted=Counts(**law.counts),
    )


def _carried(law: Law) -> list[Aside]:
    body = etree.fromstring(law.frame["body"], parser())
    return [
        Aside(0, _gist(child), "carried", f"{_PARTS[child.tag]}です。版の枠に残します。")
        for child in body
        if child.tag in _PARTS
    ]


def _gist(part: Any) -> str:
    """How a part begins, and how many articles it has."""
    words = "".join("".join(part.itertext()).split())
    articles = sum(1 for place in part.iter(PLACE) if place.get("bare") != "true")
    shown = words[:_SHOWN] + ("…" if len(words) > _SHOWN else "")
    return f"{shown}（{articles}条）" if articles else shown
