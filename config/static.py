"""Static files with hashed names, compressed with gzip only.

WeasyPrint brings brotli along, and whitenoise then spends some twenty seconds on brotli at
every collectstatic; gzip takes a few.
"""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GzipManifestStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's manifest storage without brotli."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """The compressor for one run, with brotli switched off."""
        return Compressor(**{**kwargs, "use_brotli": False})
