"""The table of codes, and the page of the documentation that is made from it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from specs.text.lint.finding import SEVERITIES, Severity

FOLDER = Path(__file__).resolve().parent
FAMILIES = {
    "A": "条と、確認項目・型・様式・別表・根拠法令",
    "F": "条の異動",
    "R": "参照",
    "V": "前の版から意味が変わった参照",
    "T": "用語",
    "P": "当事者の名",
    "M": "約物と数字",
    "D": "古くなった言葉",
    "S": "条文の形",
    "B": "記入事項と、埋めていない箇所",
    "N": "個人番号の必須の定め",
    "L": "法律の引用",
}
SEVERITY_WORDS: dict[Severity, str] = {"error": "誤り", "warning": "警告", "notice": "お知らせ"}


@dataclass(frozen=True)
class Code:
    """One code: how grave, what it is called, what the rule is for, and what to do."""

    code: str
    severity: Severity
    title: str
    why: str
    remedy: str


@cache
def codes() -> dict[str, Code]:
    """Every code of codes.toml, in its order."""
    data = tomllib.loads((FOLDER / "codes.toml").read_text(encoding="utf-8"))
    return {code: Code(code=code, **fields) for code, fields in data.items()}


def reference() -> str:
    """docs/lint.md: every code with its severity, meaning and remedy, as Markdown."""
    parts = [_HEAD]
    for letter, family in FAMILIES.items():
        parts.append(f"\n## {letter} {family}\n")
        parts += [
            f"\n### {each.code} {each.title}（{SEVERITY_WORDS[each.severity]}）\n\n"
            f"{each.why}\n\n直し方：{each.remedy}\n"
            for each in codes().values()
            if each.code.startswith(letter)
        ]
    return "".join(parts)


_HEAD = f"""# 点検（lint）の番号

この頁は `python manage.py lintspec --codes` が `specs/text/lint/codes.toml` から作ります。手で直さないでください。

- **誤り**（{SEVERITIES[0]}）：確かに間違っている箇所です。あると公開できません。
- **警告**（{SEVERITIES[1]}）：間違いと思われる箇所です。直すか、そのままでよい理由を書くと公開できます。
- **お知らせ**（{SEVERITIES[2]}）：見ておくとよい箇所です。公開を妨げません。

古くなった言葉の一覧は `specs/text/lint/wording.toml`、個人番号の必須の定めの見付け方は `mynumber.toml`、法律の条と項の一覧は `acts.toml` にあります。自治体の決まりは、画面の「言葉の決まり」で加えます。
"""
