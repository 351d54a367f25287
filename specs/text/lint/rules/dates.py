"""S104: dates and years that are not in 和暦."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from specs.text.lint.context import Context, mend_text
from specs.text.lint.finding import LintFinding, Mend
from specs.text.lint.words import Words

_D = "[0-9０-９]"
_WESTERN = re.compile(
    rf"(?<!{_D})(?:西暦)?(?P<year>(?:19|20|１９|２０){_D}{{2}})"
    rf"(?:年度?(?:(?<=年)(?P<month>{_D}{{1,2}})月(?:(?P<day>{_D}{{1,2}})日)?)?"
    rf"|[/／.．-](?P<month2>{_D}{{1,2}})[/／.．-](?P<day2>{_D}{{1,2}}))(?!{_D})"
)
# Source: the Cabinet Order that named each era.
_ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))


def check(context: Context) -> Iterator[LintFinding]:
    """One finding for a written date and provision."""
    for words, _, match in context.matches(_WESTERN):
        japanese = in_wareki(match)
        mend = None
        if japanese:
            mend = _mend(words, match[0], japanese)
        message = f"「{match[0]}」が和暦で書かれていません。"
        if japanese:
            message = f"「{match[0]}」は、和暦では「{japanese}」です。"
        yield context.find("S104", message, words=words, about=match[0], mend=mend)


def _mend(words: Words, written: str, japanese: str) -> Mend | None:
    changes = [
        (m.start(), m.end(), japanese) for m in _WESTERN.finditer(words.text) if m[0] == written
    ]
    return mend_text(f"「{japanese}」に改める", words, words.rewritten(changes))


def in_wareki(match: re.Match[str]) -> str:
    """令和8年11月23日 for a written date; empty for no real date, and for a year of two eras."""
    year = _number(match["year"])
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    try:
        first = date(year, _number(month) if month else 1, _number(day) if day else 1)
        last = (
            date(year, _number(month), _number(day) if day else 28) if month else date(year, 12, 31)
        )
    except ValueError:
        return ""
    if match[0].endswith("年度"):
        first, last = date(year, 5, 1), date(year + 1, 3, 31)
        last = first if year in (2019, 1989) else last
    eras = {_era(first), _era(last)}
    if len(eras) != 1 or None in eras:
        return ""
    start, name = next(e for e in _ERAS if e[0] <= first)
    number = year - start.year + 1
    text = f"{name}{'元' if number == 1 else number}年"
    if match[0].endswith("年度"):
        return text + "度"
    return text + (f"{_number(month)}月" if month else "") + (f"{_number(day)}日" if day else "")


def _era(day: date) -> str | None:
    return next((name for start, name in _ERAS if start <= day), None)


def _number(text: str) -> int:
    return int(unicodedata.normalize("NFKC", text))
