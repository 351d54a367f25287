"""Print the workflow as a Markdown page with a diagram, drawn from the table of moves."""

from typing import Any

from django.core.management.base import BaseCommand

from engagements.models import Stage
from workflow.transitions import MOVES, Move

HEADER = """# The workflow

Drawn from `workflow/transitions.py` by `python manage.py workflow_diagram`; CI compares the two.

```mermaid
stateDiagram-v2
    [*] --> planning"""

TABLE = """```

| from | to | move | who | needs | reason |
|---|---|---|---|---|---|"""


def _row(move: Move) -> str:
    needs = "<br>".join(" ".join((g.__doc__ or "").split("\n")[0].split()) for g in move.guards)
    who = ", ".join(sorted(move.roles))
    return (
        f"| {move.source.label} | {move.target.label} | {move.label} | {who} | {needs or '–'} "
        f"| {'required' if move.needs_reason else '–'} |"
    )


def diagram() -> str:
    """The page's text, without a final line break."""
    lines = [HEADER]
    lines += [f"    {stage.value}: {stage.label}" for stage in Stage]
    lines += [f"    {m.source.value} --> {m.target.value}: {m.label}" for m in MOVES]
    lines += [f"    {s.value} --> [*]" for s in (Stage.CLOSED, Stage.CANCELLED, Stage.TERMINATED)]
    return "\n".join([*lines, TABLE, *map(_row, MOVES)])


class Command(BaseCommand):
    """`workflow_diagram`: the page on standard output."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the page."""
        self.stdout.write(diagram())
