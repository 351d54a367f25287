"""伝えた要件 and 伝達の記録: what bidders were asked to meet, and who was told of it when."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Municipality, User
from accounts.scoping import ScopedQuerySet
from documents.models import IssuedDocument
from engagements.models.bid import Bid
from engagements.models.engagement import Engagement


class ToldRequirements(models.Model):
    """伝えた要件: everything a bidder has to meet, as it stood when the notice stage began.

    The first has number 0 and follows nothing. One that changes what bidders were told before
    is an addendum (追補) with the number 1, 2, …; `changes` then lists what differs from the
    one it follows. Never changed.
    """

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="told")
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    number = models.PositiveSmallIntegerField("追補の番号", default=0)
    content = models.JSONField("要件")
    sha256 = models.CharField("ハッシュ値", max_length=64)
    changes = models.JSONField("変更点", default=list)
    reason = models.TextField("変更の理由", blank=True)
    confirmed_at = models.DateTimeField("確定日時")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet["ToldRequirements"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="told_requirements_addendum_says_why",
                condition=Q(number=0, follows=None)
                | Q(number__gt=0, follows__isnull=False) & ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"追補第{self.number}号" if self.number else "当初の要件"

    @property
    def changed_codes(self) -> set[str]:
        """Codes of the check items that this addendum added or worded differently."""
        return {
            change["key"]
            for change in self.changes
            if change["part"] == "item" and change["after"] is not None
        }


class Delivery(models.Model):
    """伝達の記録: one paper given to one bidder, or made public for all (no bid)."""

    SCOPE = "municipality"
    DEPARTMENT_SCOPE = "engagement__department"

    class Channel(models.TextChoices):
        """How it was given."""

        PAGE = "page", "回答用ページで閲覧"
        HAND = "hand", "手渡し"
        MEETING = "meeting", "説明会で配布"
        MAIL = "mail", "電子メール"
        POST = "post", "郵送"
        PUBLIC = "public", "公告・ホームページに掲載"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="deliveries")
    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, null=True, related_name="deliveries")
    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("伝えた方法", max_length=8, choices=Channel)
    told_on = models.DateField("伝えた日")
    note = models.CharField("備考", max_length=200, blank=True)
    recorded_at = models.DateTimeField("記録した日時")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_as = models.CharField("開いた人（事業者）", max_length=160, blank=True)

    objects = ScopedQuerySet["Delivery"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "document"],
                condition=Q(channel="page"),
                name="delivery_seen_once",
            ),
            models.CheckConstraint(
                name="delivery_to_one_or_public",
                condition=Q(bid=None, channel="public")
                | Q(bid__isnull=False) & ~Q(channel="public"),
            ),
            models.CheckConstraint(
                name="delivery_says_who",
                condition=Q(channel="page", recorded_by=None) & ~Q(recorded_as="")
                | ~Q(channel="page") & Q(recorded_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}→{self.bid_id or self.get_channel_display()}"

    @property
    def recorder(self) -> Any:
        """Who recorded it: a member of staff, or the firm that opened it."""
        return self.recorded_by if self.recorded_by_id else self.recorded_as
