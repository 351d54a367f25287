"""The WSGI door, for gunicorn and other servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Below the call above, since the applications must be loaded.
from documents.rendering import warm_up  # noqa: E402

warm_up()
