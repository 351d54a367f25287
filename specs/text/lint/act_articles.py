"""The articles of a law in 法令標準XML, as acts.toml lists them: `number:how many 項`.

`python -m specs.text.lint.act_articles LAW.xml` prints them; 29_4 is 第29条の4. 附則 are left out.
"""

import re
import sys
from pathlib import Path

from lxml import etree


def articles_of(path: Path) -> str:
    """The articles of a law's XML as acts.toml writes them."""
    tree = etree.parse(path)
    found = []
    for article in tree.iterfind(".//MainProvision//Article"):
        paragraphs = len(article.findall("Paragraph"))
        for number in _numbers(article.get("Num", "")):
            found.append(f"{number}:{paragraphs}")
    return " ".join(found)


def _numbers(num: str) -> list[str]:
    """One number, or each of 20:23 (第二十条から第二十三条まで　削除)."""
    if match := re.fullmatch(r"(\d+):(\d+)", num):
        return [str(n) for n in range(int(match[1]), int(match[2]) + 1)]
    return [num]


if __name__ == "__main__":
    sys.stdout.write(articles_of(Path(sys.argv[1])) + "\n")
