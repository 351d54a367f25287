"""Environment of the test run, set before Django reads its settings (a pytest plugin).

What is set from outside wins: the PostgreSQL run sets DATABASE_URL.
"""

import atexit
import os
import shutil
import tempfile


def new_folder(name: str) -> str:
    """A folder of this process's own, which goes when the process ends."""
    folder = tempfile.mkdtemp(prefix=f"tokki-test-{name}-")
    mine = os.getpid()
    # A forked child must not take it away from its parent.
    atexit.register(lambda: os.getpid() == mine and shutil.rmtree(folder, ignore_errors=True))
    return folder


os.environ.setdefault("SECRET_KEY", "a key for tests only, long enough to please Django's checks")
# Hashed names need collectstatic, and a live server without it shows pages without styles.
os.environ.setdefault(
    "STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage"
)
os.environ.setdefault("MEDIA_ROOT", new_folder("media"))
os.environ.setdefault("LEDGER_ANCHOR_DIR", new_folder("anchors"))
os.environ.setdefault("LOG_LEVEL", "CRITICAL")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
