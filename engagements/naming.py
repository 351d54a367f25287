"""What is left of a firm's name when only its spelling is taken away."""

import unicodedata

# Legal forms, long and short. ㈱ and （株） become (株) by NFKC, ㍿ becomes 株式会社.
FORMS = (
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "(株)",
    "(有)",
    "(同)",
    "(資)",
    "(名)",
)
# NFKC makes one character up to eighteen; the column is bounded all the same.
KEY_LENGTH = 240


def name_key(name: str) -> str:
    """The name by which duplicates are found: NFKC, lower case, without legal form and spaces.

    Small and large kana stay as they are (キヤノン is not キャノン). A name that is nothing but a
    legal form stays. name_key(name_key(x)) == name_key(x).
    """
    plain = _folded(name)
    while (shorter := _folded(_without_form(plain))) != plain and shorter:
        plain = shorter
    return plain[:KEY_LENGTH]


def plain_number(text: str) -> str:
    """A 法人番号 as it is kept: half-width digits without spaces and hyphens. Not checked."""
    return "".join(unicodedata.normalize("NFKC", text).replace("-", "").split())


def _folded(text: str) -> str:
    """NFKC and case folding until neither changes anything, without white space."""
    while (folded := "".join(unicodedata.normalize("NFKC", text).casefold().split())) != text:
        text = folded
    return text


def _without_form(text: str) -> str:
    for form in FORMS:
        text = text.replace(form, "")
    return text
