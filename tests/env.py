"""Environment of the test run, set before Django reads its settings (a pytest plugin).

What is set from outside wins: the PostgreSQL run sets DATABASE_URL.
"""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "a key for tests only, long enough to please Django's checks")
# Hashed names need collectstatic, and a live server without it shows pages without styles.
os.environ.setdefault(
    "STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage"
)
os.environ.setdefault("MEDIA_ROOT", tempfile.mkdtemp(prefix="tokki-test-media-"))
os.environ.setdefault("LEDGER_ANCHOR_DIR", tempfile.mkdtemp(prefix="tokki-test-anchors-"))
os.environ.setdefault("LOG_LEVEL", "CRITICAL")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
