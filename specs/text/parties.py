"""Party names and the document's own name as printed → the tokens that are stored.

発注者 inside 再発注者, 委託者 inside 再委託者, 乙 inside 乙種 are other words and stay.
"""

import re
from functools import cache

from specs.text.skin import Skin

_TOKEN = re.compile(r"\{[^{}]*\}")
_KANJI = "\u4e00-\u9fff々"
# What may stand next to the one character of 甲 or 乙: 甲及び乙, その他甲が, 乙以外, 甲乙協議.
_NEIGHBOURS = "及又並若甲乙"
# 再委託者, 元受注者, 他の委託者: somebody else.
_OTHERS = "再元前両各"


def mark_parties(text: str, skin: Skin) -> str:
    """`text` with {発注者}, {受注者} and {本書} for the words of the skin; tokens stay."""
    pattern = _pattern(skin.client, skin.contractor, skin.self_name)
    tokens = {skin.client: "{発注者}", skin.contractor: "{受注者}", skin.self_name: "{本書}"}
    parts, position = [], 0
    for token in [*_TOKEN.finditer(text), None]:
        end = token.start() if token else len(text)
        parts.append(pattern.sub(lambda m: tokens[m[0]], text[position:end]))
        if token:
            parts.append(token[0])
            position = token.end()
    return "".join(parts)


@cache
def _pattern(client: str, contractor: str, self_name: str) -> re.Pattern[str]:
    return re.compile(
        "|".join([re.escape(self_name), name_pattern(client), name_pattern(contractor)])
    )


def name_pattern(word: str) -> str:
    """A pattern for a party's name that is no part of another word (再委託者, 乙種)."""
    if len(word) > 1:
        return rf"(?<![{_OTHERS}])(?<!他の){re.escape(word)}"
    before = rf"(?:(?<![{_KANJI}])|(?<=[{_NEIGHBOURS}他]))"
    return rf"{before}{re.escape(word)}(?=[{_NEIGHBOURS}以双指所協]|[^{_KANJI}]|$)"
