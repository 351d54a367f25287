"""Template filters that tell an event in Japanese."""

from django import template

from ledger.models import LedgerEvent
from ledger.words import words_for

register = template.Library()


@register.filter
def event_sentence(event: LedgerEvent) -> str:
    """What happened, with its reason or number where the event has one."""
    data = event.data
    detail = data.get("reason") or data.get("title") or data.get("number") or data.get("item")
    return f"{words_for(event.verb)}（{detail}）" if detail else words_for(event.verb)
