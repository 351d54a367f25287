"""整理番号: C31 of a clause, K221 of an item. A code that was once borne is given to no other."""

from collections.abc import Iterable


def next_code(letter: str, borne: Iterable[str], *, digits: int) -> str:
    """The code behind all that were borne: C31 after C30."""
    numbers = [int(code[1:]) for code in borne if code[:1] == letter and code[1:].isdigit()]
    return f"{letter}{max(numbers, default=0) + 1:0{digits}d}"


def free_code(code: str, taken: Iterable[str]) -> str:
    """The code, or the next one with its letter when it is taken."""
    present = set(taken)
    if code not in present:
        return code
    return next_code(code[0], present, digits=len(code) - 1)
