"""Which words a text uses for the two parties: 甲 and 乙, 発注者 and 受注者, 市 and 受託者."""

import re

from specs.text.parties import mark_parties
from specs.text.skin import Skin

_CLIENTS = ("発注者", "委託者", "市", "町", "村", "区", "県")
_CONTRACTORS = ("受注者", "受託者", "受任者", "請負者", "指定管理者", "受託事業者", "委託先")
_SUBJECT = "(?:は|が|に|の|と|から|及び)"
# 発注者（以下「甲」という。）: the word that is being defined stays as it is.
_QUOTED = re.compile(r"「[^「」]{1,12}」")
_SWAPPED = re.compile(
    r"(?:受託者|受注者|受任者|請負者)[^。「」]{0,30}「甲」|(?:委託者|発注者)[^。「」]{0,30}「乙」"
)


def party_names(text: str) -> tuple[str, str] | None:
    """The words for client and contractor; None when the text names no two parties."""
    counts = _counts(text, ("甲", "乙"))
    if all(counts.values()):
        return ("乙", "甲") if _SWAPPED.search(text) else ("甲", "乙")
    client = _most(text, _CLIENTS)
    contractor = _most(text, _CONTRACTORS)
    if not client or not contractor:
        return None
    return client, contractor


def _counts(text: str, words: tuple[str, ...]) -> dict[str, int]:
    """How often each word is what a sentence speaks of."""
    return {word: len(re.findall(_before(word) + word + _SUBJECT, text)) for word in words}


def _most(text: str, words: tuple[str, ...]) -> str:
    counts = _counts(text, words)
    best = max(words, key=lambda word: counts[word])
    least = 2 if len(best) == 1 else 1
    return best if counts[best] >= least else ""


def _before(word: str) -> str:
    return "(?<![一-龥々])" if len(word) == 1 else "(?<!再)"


def marked(text: str, names: tuple[str, str] | None) -> str:
    """The words with {発注者} and {受注者}; what stands in 「」 stays as it is."""
    if names is None:
        return text
    skin = Skin(client=names[0], contractor=names[1])
    parts, position = [], 0
    for quoted in [*_QUOTED.finditer(text), None]:
        end = quoted.start() if quoted else len(text)
        parts.append(mark_parties(text[position:end], skin))
        if quoted:
            parts.append(quoted[0])
            position = quoted.end()
    return "".join(parts)
