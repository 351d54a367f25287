"""Files beside answers that go along when the answers go over into another table."""

from collections.abc import Iterable

from checklists.evidence import storage
from checklists.models import Checklist, Evidence


def copy_files(files: Iterable[tuple[Evidence, int]], target: Checklist) -> None:
    """Put copies of `files` beside the answers to the items (ids) given with them.

    Each table keeps its own bytes, so that taking one away leaves the other's. The caller holds
    a transaction and has checked who may. Raises Altered for a file that isn't what it was.
    """
    keys: list[str] = []
    try:
        for file, item_id in files:
            with storage.open(file.storage_key, file.sha256) as data:
                keys.append(storage.put(data, file.sha256))
            file.pk, file.checklist, file.storage_key = None, target, keys[-1]
            file.item_id = item_id
            file._state.adding = True
            file.save(force_insert=True)
    except BaseException:
        for key in keys:
            storage.remove(key)
        raise
