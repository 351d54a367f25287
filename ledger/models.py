"""記録: the append-only, hash-chained audit trail. One chain a municipality.

Events hold no foreign keys, so that the record outlives and never blocks what it tells of.
"""

from datetime import UTC

from django.db import models

from accounts.scoping import ScopedQuerySet
from common.canonical import dumps, sha256_hex

GENESIS = "0" * 64


class LedgerHead(models.Model):
    """The last event of one municipality's chain. Its row lock puts writers in a queue."""

    SCOPE = "municipality_id"

    municipality_id = models.BigIntegerField(unique=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    objects = ScopedQuerySet["LedgerHead"].as_manager()

    def __str__(self) -> str:
        return f"{self.municipality_id}:{self.seq}"


class LedgerEvent(models.Model):
    """One line of the trail: who did what to which thing, when, chained to the line before."""

    SCOPE = "municipality_id"

    municipality_id = models.BigIntegerField()
    seq = models.BigIntegerField("番号")
    at = models.DateTimeField("日時")
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField("だれが", max_length=120)
    verb = models.CharField("何を", max_length=60)
    subject = models.CharField("対象", max_length=120)
    context = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ScopedQuerySet["LedgerEvent"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "seq"], name="ledger_seq_unique")
        ]
        indexes = [
            models.Index(fields=["municipality_id", "subject", "seq"], name="ledger_subject_seq"),
            models.Index(fields=["municipality_id", "context", "-seq"], name="ledger_context_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject}"

    def computed_hash(self) -> str:
        """SHA-256 over everything the event says and the hash of the event before it."""
        return sha256_hex(
            dumps(
                {
                    "municipality": self.municipality_id,
                    "seq": self.seq,
                    "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                    "actor_id": self.actor_id,
                    "actor": self.actor,
                    "verb": self.verb,
                    "subject": self.subject,
                    "context": self.context,
                    "data": self.data,
                    "prev": self.prev_hash,
                }
            )
        )
