"""What a reference prints under one numbering. A number is never wrong.

Provisions that are omitted drop out of a list, a range and a multiple (前2項). When nothing is
left, or an end of a range between unlike provisions is gone, REMOVED is printed instead, and
references.findings reports it.
"""

from collections.abc import Sequence

from specs.text.numbering import Numbering, items_label
from specs.text.skin import Skin
from specs.text.tree import Place, Ref, Target

REMOVED = "（削除された規定）"


def label(numbering: Numbering, target: Target, skin: Skin, *, at: Place | None = None) -> str:
    """第9条第2項; from inside the same article 第2項, from inside the same 項 第3号.

    `at.path` is the printed path of the place. Raises KeyError when the target isn't printed.
    """
    if at is None or at.article != target.article or target.provision is None:
        part = skin.figured(numbering.provision_label(target))
        return numbering.article_label(target.article, skin) + part
    path = numbering.paths[target]
    own_paragraph = len(path) > 1 and (
        at.path[:1] == path[:1] or target.article in numbering.single
    )
    paragraph = "" if own_paragraph else f"第{path[0] + 1}項"
    return skin.figured(paragraph + items_label(path))


def between(ref: Ref, numbering: Numbering) -> list[Target] | None:
    """Everything a range stands for, printed or not: articles, or provisions of one list.

    None for a range between unlike provisions (第2条第3項から第5条まで); empty when its ends are
    unknown or in the wrong order.
    """
    first, last = ref.targets
    if not (numbering.knows(first) and numbering.knows(last)):
        return []
    if first.provision is None and last.provision is None:
        order = numbering.order
        return [
            Target(k) for k in order[order.index(first.article) : order.index(last.article) + 1]
        ]
    one, two = numbering.places.get(first, ()), numbering.places.get(last, ())
    if first.article != last.article or len(one) != len(two) or one[:-1] != two[:-1]:
        return None if numbering.position(first) < numbering.position(last) else []
    return [
        target
        for target, path in numbering.places.items()
        if target.article == first.article
        and path[:-1] == one[:-1]
        and len(path) == len(one)
        and one[-1] <= path[-1] <= two[-1]
    ]


def wanted(ref: Ref, numbering: Numbering) -> list[Target]:
    """The provisions that a reference stands for, printed or not, each once."""
    meant = between(ref, numbering) if ref.form == "range" else None
    return list(dict.fromkeys(ref.targets if meant is None else meant))


def members(ref: Ref, numbering: Numbering) -> list[Target]:
    """The provisions of a reference that are printed; a list in the order of the text."""
    meant = wanted(ref, numbering)
    kept = [target for target in meant if numbering.has(target)]
    if ref.form == "range" and len(kept) < len(meant) and between(ref, numbering) is None:
        return []
    return sorted(kept, key=numbering.position) if ref.form == "list" else kept


def printed(
    ref: Ref,
    numbering: Numbering,
    skin: Skin,
    at: Place,
    *,
    before: Sequence[Target] = (),
    joined: bool = False,
) -> str:
    """The words of a reference at a place (its printed path), under this numbering.

    `before` are what the reference before it in the same provision named; `joined` when only
    「及び」 or the like stands between, where a bare 第3項 would be read as that article's
    (literals.JOINER).
    """
    kept = members(ref, numbering)
    if not kept:
        return REMOVED
    whole = len(kept) == len(wanted(ref, numbering))
    word: str | None = None
    if ref.form == "each" or (ref.form == "relative" and whole):
        word = _relative(kept, numbering, at, each=ref.form == "each")
    elif ref.form == "same" and len(before) == 1:
        word = _same(kept[0], before[0], numbering)
    elif ref.form == "auto":
        word = _neighbour(kept[0], numbering, at)
    if word:
        return skin.figured(word)
    here = _reader_at(at, before[-1] if joined and before else None, numbering)
    if ref.form == "range" and len(kept) > 1 and (whole or len(kept) > 2):
        return _span(kept, numbering, skin, here)
    return _listed(kept, numbering, skin, here)


def _reader_at(at: Place, joined_to: Target | None, numbering: Numbering) -> Place | None:
    """The place from which a label is read: after 第35条第1項及び it is that article."""
    if joined_to is None:
        return at
    path = numbering.paths.get(joined_to, ())
    if joined_to.article != at.article:
        whole = not path or (len(path) == 1 and joined_to.article in numbering.single)
        return None if whole else Place(joined_to.article, path if len(path) > 1 else ())
    return Place(at.article) if len(path) > 1 and path[0] != at.path[0] else at


def _relative(kept: list[Target], numbering: Numbering, at: Place, *, each: bool) -> str | None:
    """前条, 前2項, 次項, 前各号, 前条第2項, 前項第3号: the word that is true here, if any."""
    if all(target.provision is None for target in kept):
        numbers = list(numbering.articles)
        indices = [numbers.index(target.article) for target in kept]
        return _steps(indices, numbers.index(at.article), "条", each=each)
    if any(target.article != at.article for target in kept):
        return _in_next_article(kept, numbering, at) if len(kept) == 1 else None
    paths = [numbering.paths.get(target, ()) for target in kept]
    last = [path[-1] if path else -1 for path in paths]
    if all(len(path) == 1 for path in paths):
        return _steps(last, at.path[0], "項", each=each)
    same_list = all(len(path) == 2 and path[0] == at.path[0] for path in paths)
    if same_list and len(at.path) > 1:
        return _steps(last, at.path[1], "号", each=each)
    if each and len(at.path) == 1 and _are_items_before(paths, numbering, at):
        return "前各号"
    if len(kept) == 1 and len(paths[0]) > 1:
        paragraph = _steps([paths[0][0]], at.path[0], "項", each=False)
        return paragraph + items_label(paths[0]) if paragraph else None
    return None


def _steps(indices: list[int], here: int, unit: str, *, each: bool) -> str | None:
    """前条, 前2条, 前各条 or 次条 for neighbours at these positions."""
    size = len(indices)
    if indices == [here + 1] and not each:
        return f"次{unit}"
    if indices != list(range(here - size, here)):
        return None
    if each and size > 1:
        return f"前各{unit}" if size == here else None
    return f"前{size if size > 1 else ''}{unit}"


def _in_next_article(kept: list[Target], numbering: Numbering, at: Place) -> str | None:
    """前条第2項 or 次条第3号."""
    numbers = list(numbering.articles)
    index = numbers.index(kept[0].article)
    word = _steps([index], numbers.index(at.article), "条", each=False)
    return word + numbering.provision_label(kept[0]) if word else None


def _are_items_before(paths: Sequence[tuple[int, ...]], numbering: Numbering, at: Place) -> bool:
    """Whether the paths are all 号 of the nearest 項 before the place that has any."""
    items = [
        path
        for target, path in numbering.paths.items()
        if target.article == at.article and len(path) == 2 and path[0] < at.path[0]
    ]
    nearest = max((path[0] for path in items), default=-1)
    return sorted(paths) == sorted(path for path in items if path[0] == nearest)


def _same(target: Target, before: Target, numbering: Numbering) -> str | None:
    """同条第3項 or 同項第2号, after a reference to the same article or 項."""
    if before.article != target.article or not numbering.has(before):
        return None
    path, earlier = numbering.paths.get(target, ()), numbering.paths.get(before, ())
    if len(path) > 1 and earlier and path[0] == earlier[0]:
        return "同項" + items_label(path)
    part = numbering.provision_label(target)
    return "同条" + part if part else None


def _neighbour(target: Target, numbering: Numbering, at: Place) -> str | None:
    """前項 or 次項 for the 項 beside this one."""
    if target.article != at.article or not at.path or len(numbering.paths.get(target, ())) != 1:
        return None
    return _steps([numbering.paths[target][0]], at.path[0], "項", each=False)


def _span(kept: list[Target], numbering: Numbering, skin: Skin, at: Place | None) -> str:
    first = label(numbering, kept[0], skin, at=at)
    return f"{first}から{_next_label(kept[0], kept[-1], numbering, skin)}まで"


def _listed(kept: list[Target], numbering: Numbering, skin: Skin, at: Place | None) -> str:
    """第5条、第7条から第9条まで及び第12条: three or more neighbours become から…まで."""
    parts: list[str] = []
    before: Target | None = None
    for run in _runs(kept, numbering):
        names = []
        for target in run:
            if before is None:
                names.append(label(numbering, target, skin, at=at))
            else:
                names.append(_next_label(before, target, numbering, skin))
            before = target
        if len(run) > 2:
            last = _next_label(run[0], run[-1], numbering, skin)
            names = [f"{names[0]}から{last}まで"]
        parts += names
    return "、".join(parts[:-1]) + ("及び" if len(parts) > 1 else "") + parts[-1]


def _next_label(before: Target, target: Target, numbering: Numbering, skin: Skin) -> str:
    """A label after another one: what both share is not said again (第9条第2項及び第3項)."""
    path = numbering.paths.get(before, ())
    reads_whole = not path or (len(path) == 1 and before.article in numbering.single)
    if before.article != target.article or reads_whole:
        return label(numbering, target, skin)
    at = Place(target.article, path if len(path) > 1 else ())
    return label(numbering, target, skin, at=at)


def _runs(targets: Sequence[Target], numbering: Numbering) -> list[list[Target]]:
    runs: list[list[Target]] = []
    for target in targets:
        if runs and _follows(runs[-1][-1], target, numbering):
            runs[-1].append(target)
        else:
            runs.append([target])
    return runs


def _follows(first: Target, second: Target, numbering: Numbering) -> bool:
    if first.provision is None and second.provision is None:
        numbers = list(numbering.articles)
        return numbers.index(second.article) == numbers.index(first.article) + 1
    if first.article != second.article or None in (first.provision, second.provision):
        return False
    one, two = numbering.paths[first], numbering.paths[second]
    return one[:-1] == two[:-1] and two[-1] == one[-1] + 1
