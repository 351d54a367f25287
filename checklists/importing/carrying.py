"""The text between two pages: signed, so that what is saved is what was shown; not stored.

An import that is not finished leaves nothing behind, and needs no table.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass

from django.core import signing

from accounts.models import User
from common.errors import Refused
from specs.text.importing.upload import Source

_SALT = "checklists.importing"
_HOURS = 12
# Below what Django takes in one request (DATA_UPLOAD_MAX_MEMORY_SIZE), with room for the rest.
_LIMIT = 1_800_000
_LOST = "取込みの途中の内容が失われました。もう一度、ファイルを選ぶか文章を貼り付けてください。"


@dataclass(frozen=True)
class Carried:
    """A source and the title that was typed for it."""

    source: Source
    title: str


def pack(carried: Carried, user: User) -> str:
    """The source as one field of a form. Raises Refused when it is too big for a form."""
    source = carried.source
    packed = signing.dumps(
        {
            "user": user.pk,
            "kind": source.kind,
            "text": source.text,
            "notes": list(source.notes),
            "data": b64encode(source.data).decode(),
            "title": carried.title,
        },
        salt=_SALT,
        compress=True,
    )
    if len(packed) > _LIMIT:
        raise Refused(
            "画面で取り込むには大きすぎます。管理者に、コマンド（importspec）での取込みを依頼してください。"
        )
    return packed


def unpack(packed: str, user: User) -> Carried:
    """What `pack` made for this user, within half a day. Raises Refused otherwise."""
    try:
        found = signing.loads(packed, salt=_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature as error:
        raise Refused(_LOST) from error
    if found["user"] != user.pk:
        raise Refused(_LOST)
    source = Source(found["kind"], found["text"], tuple(found["notes"]), b64decode(found["data"]))
    return Carried(source, found["title"])
