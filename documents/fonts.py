"""The fonts a document may use, and nothing else: BIZ UDMincho, and IPAmj Mincho for 外字.

The child process gets a fontconfig file of its own that lists these files only. So a document
looks the same on every machine, and a character that neither font has can't be drawn in a
font that happens to be installed: `documents.sanitise` finds it beforehand.
"""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from common.canonical import sha256_hex
from documents.failures import DocumentFailed

MAIN_FILES = ("BIZUDMincho_400Regular.ttf", "BIZUDMincho_700Bold.ttf")
RARE_FILE = "ipamjm.ttf"
# Where Debian's package fonts-ipamj-mincho puts it; FONT_DIR may hold a copy instead.
RARE_DIR = Path("/usr/share/fonts/truetype/ipamj")

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Coverage:
    """Which characters print, and which variation sequences (base, selector) in which font."""

    characters: frozenset[int]
    main_variants: frozenset[tuple[int, int]]
    rare_variants: frozenset[tuple[int, int]]


def font_files() -> tuple[Path, ...]:
    """The font files, the main font's first. Raises DocumentFailed, naming what to run."""
    directory = Path(settings.FONT_DIR)
    files = [directory / name for name in MAIN_FILES]
    copy = directory / RARE_FILE
    files.append(copy if copy.exists() else RARE_DIR / RARE_FILE)
    if missing := [path for path in files if not path.is_file()]:
        raise DocumentFailed(
            "文書の書体のファイルがありません："
            + "、".join(str(path) for path in missing)
            + "。管理者が make run を実行すると、書体が用意されます。",
            code="fonts",
        )
    return tuple(files)


def fonts_hash() -> str:
    """SHA-256 over the content of the font files, as 64 hexadecimal digits."""
    return _hash_of(_stamps(font_files()))


def _stamps(files: tuple[Path, ...]) -> tuple[tuple[str, int, int], ...]:
    """What changes when a file does: path, size and time."""
    return tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)


@cache
def _hash_of(stamps: tuple[tuple[str, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, _, _ in stamps:
        with Path(path).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def coverage() -> Coverage:
    """What the fonts can print."""
    return _coverage_of(_stamps(font_files()))


@cache
def _coverage_of(stamps: tuple[tuple[str, int, int], ...]) -> Coverage:
    regular, rare = Path(stamps[0][0]), Path(stamps[-1][0])
    main_characters, main_variants = _character_map(regular)
    rare_characters, rare_variants = _character_map(rare)
    return Coverage(main_characters | rare_characters, main_variants, rare_variants)


def _character_map(path: Path) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    with TTFont(path, lazy=True) as font:
        sequences = {
            (base, selector)
            for table in font["cmap"].tables
            if table.format == 14
            for selector, pairs in table.uvsDict.items()
            for base, _ in pairs
        }
        return frozenset(font.getBestCmap()), frozenset(sequences)


def fontconfig_file() -> Path:
    """The path of a fontconfig file that knows our fonts only; written when missing."""
    files = font_files()
    name = sha256_hex("\n".join([fonts_hash(), *(str(path.resolve()) for path in files)]))
    home = Path(settings.PDF_CACHE_DIR) / "fonts" / name[:16]
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        _link_fonts(home, files)
    return home / "fonts.conf"


def _link_fonts(home: Path, files: tuple[Path, ...]) -> None:
    """Fill `home` beside its place and move it there whole: threads may start together."""
    draft = Path(tempfile.mkdtemp(dir=home.parent))
    (draft / "files").mkdir()
    for path in files:
        (draft / "files" / path.name).symlink_to(path.resolve())
    text = CONFIGURATION.format(fonts=home / "files", cache=home / "cache")
    (draft / "fonts.conf").write_text(text, encoding="utf-8")
    try:
        draft.rename(home)
    except OSError:
        shutil.rmtree(draft)  # another one was first
