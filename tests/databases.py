"""The migrated test database, kept from run to run: migrating takes each worker some seconds.

A copy is put aside under the hash of every migration and of Django's version, so that whoever
changes a migration migrates anew, and so does a clean checkout.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

FOLDER = Path(settings.BASE_DIR) / "var" / "test-databases"
POSTGRES = Path("/usr/lib/postgresql")


def restore() -> bool:
    """Put the kept copy where the test database is to be; False where there is none."""
    kept = _kept()
    if not kept.exists():
        return False
    name = connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}"
    if connection.vendor == "sqlite":
        shutil.copyfile(kept, name)
        return True
    created = _run("createdb", name)
    return created and _run("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-f", str(kept), name)


def keep() -> None:
    """Put the migrated, empty database aside, if nobody has; older ones go."""
    kept = _kept()
    if kept.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for other in FOLDER.glob(f"{connection.vendor}-*"):
        if not other.name.startswith(kept.name):  # other workers may be writing this one
            other.unlink(missing_ok=True)
    mine = kept.with_suffix(f".{os.getpid()}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(mine)])
    elif not _run("pg_dump", "--no-owner", "-f", str(mine), connection.settings_dict["NAME"]):
        return
    mine.replace(kept)


def _kept() -> Path:
    digest = hashlib.sha256(django.__version__.encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for file in sorted(Path(config.path).glob("migrations/*.py")):
            digest.update(file.name.encode() + file.read_bytes())
    return FOLDER / f"{connection.vendor}-{digest.hexdigest()[:16]}"


def _run(program: str, *arguments: str) -> bool:
    """One of PostgreSQL's programs against the test server; whether it worked."""
    found = shutil.which(program) or next(map(str, POSTGRES.glob(f"*/bin/{program}")), "")
    if not found:
        return False
    where = connection.settings_dict
    command = [found, "-h", where["HOST"], "-U", where["USER"], *arguments]
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0
