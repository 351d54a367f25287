"""Running several stories in the order of their dates.

A story is a generator: it does one day's work and yields the day on which it goes on. The
ledger then tells the demo's past in the order in which it happened.
"""

import heapq
from collections.abc import Generator, Iterable
from datetime import date, datetime, time

from django.utils import timezone

Story = Generator[date, datetime, None]


def run(stories: Iterable[Story]) -> None:
    """Resume the story whose day comes first, until all have ended. Work starts at nine."""
    queue: list[tuple[date, int, Story]] = []
    for number, story in enumerate(stories):
        queue.append((next(story), number, story))
    heapq.heapify(queue)
    while queue:
        day, number, story = heapq.heappop(queue)
        at = timezone.make_aware(datetime.combine(day, time(9, number)))
        try:
            heapq.heappush(queue, (story.send(at), number, story))
        except StopIteration:
            continue
