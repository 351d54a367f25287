"""What every action of this app asks first: whose engagement, which stage, who saved before."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F

from accounts.models import User
from accounts.permissions import Permission, require
from common.errors import Refused, Stale
from engagements.models import Engagement, Stage


def enter(
    engagement: Engagement, *, by: User, permission: Permission, stages: Iterable[Stage]
) -> Engagement:
    """The engagement as it is now, locked until the transaction ends.

    Raises Refused when the user's role may not, when the engagement isn't the user's, or
    when its stage isn't one of `stages`.
    """
    require(by, permission)
    rows = Engagement.objects.select_for_update(of=("self",)).select_related(
        "municipality", "department", "edition", "preset"
    )
    fresh = rows.get(pk=engagement.pk)
    if by.municipality_id != fresh.municipality_id or (
        not by.sees_whole_municipality and by.department_id != fresh.department_id
    ):
        raise Refused("ほかの課の委託案件は変えられません。")
    allowed = [stage for stage in Stage if stage in set(stages)]
    if fresh.stage not in allowed:
        names = "」又は「".join(str(stage.label) for stage in allowed)
        raise Refused(
            f"これは「{names}」の段階で行います。"
            f"この案件は今「{fresh.get_stage_display()}」の段階です。"
        )
    return fresh


def claim(engagement: Engagement, revision: int | None) -> None:
    """Raise the engagement's revision, if it is still the one the user saw (None: any).

    Compare and swap, so it holds on SQLite too. Raises Stale.
    """
    rows = Engagement.objects.filter(pk=engagement.pk)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if not rows.update(revision=F("revision") + 1):
        raise Stale(
            "ほかの職員が先に保存しました。保存されている内容とあなたの入力を比べ、"
            "必要なら直して、もう一度保存してください。"
        )
    engagement.refresh_from_db(fields=["revision"])


def same_municipality(engagement: Engagement, *things: models.Model) -> None:
    """Raises Refused when one of `things` belongs to another municipality."""
    for thing in things:
        if getattr(thing, "municipality_id", None) != engagement.municipality_id:
            raise Refused("ほかの自治体のものは選べません。")


def validate(instance: models.Model) -> None:
    """Check fields and constraints before saving. Raises Refused with 「項目名：文」 lines."""
    unset = {
        field.name
        for field in instance._meta.concrete_fields
        if field.null and getattr(instance, field.attname) is None
    }
    try:
        instance.full_clean(exclude=unset)
    except ValidationError as error:
        raise Refused(_sentences(instance, error)) from error


def _sentences(instance: models.Model, error: ValidationError) -> list[str]:
    found = []
    for name, messages in error.message_dict.items():
        if name == "__all__":
            found += messages
        else:
            label = instance._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            found += [f"{label}：{message}" for message in messages]
    return found
