"""S105, S107: lists of 号 and the sentence that leads to them."""

import re
from collections.abc import Iterator

from specs.text.lint.context import Context
from specs.text.lint.finding import LintFinding
from specs.text.lint.words import Words, flat
from specs.text.markers import SPACE
from specs.text.tree import Item

_LEADS = re.compile(r"次[のに]|各号|下記|以下の|つぎの|とおり")
_KINDS = (
    ("「…こと。」", re.compile(r"こと。$")),
    ("「…とき。」", re.compile(r"とき。$")),
    ("「…もの。」", re.compile(r"(?:もの|者)。$")),
    ("「。」で終わる文", re.compile(r"。$")),
)

_REMARK = re.compile(r"（[^（）]*）。$")  # …こと（その段階を問わない。）。


def check(context: Context) -> Iterator[LintFinding]:
    """Each list is announced, and its 号 end alike."""
    for words in context.words:
        if not words.node.items:
            continue
        if not _LEADS.search(words.text):
            message = "号を導く言葉（「次の」「次に掲げる」など）が、号の前の文にありません。"
            yield context.find("S107", message, words=words)
        yield from _endings(context, words)


def _endings(context: Context, words: Words) -> Iterator[LintFinding]:
    kinds: dict[str, None] = {}
    for item in words.node.items:
        if kind := _ending(item):
            kinds[kind] = None
    if len(kinds) > 1:
        message = f"号の終わり方に、{'、'.join(kinds)}が混ざっています。"
        yield context.find("S105", message, words=words)


def _ending(item: Item) -> str:
    """How a 号 ends; empty for one that is split in two by a space (term and meaning)."""
    if not item.sentences:
        return ""
    first = _REMARK.sub("。", flat(item.sentences[0].inlines))
    if SPACE in first or not first:
        return ""
    return next((name for name, pattern in _KINDS if pattern.search(first)), "名詞")
