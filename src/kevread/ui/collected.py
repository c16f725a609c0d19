"""The files of presentation, as they are served: style sheets without their spaces, a hash in each name, compressed."""

from typing import Any

import lightningcss
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Our sheets are written to be read, one rule a line; a browser has no use for the spaces (decision 9)."""

    def save(self, name: str, content: File, max_length: int | None = None) -> str:
        """What `collectstatic` copies. Names are hashed afterwards, from what is kept here."""
        if name.endswith(".css"):
            written = content.read().decode()
            content = ContentFile(lightningcss.process_stylesheet(written, filename=name).encode())
        return super().save(name, content, max_length)

    def post_process(self, paths: dict[str, tuple[Any, str]], *args: Any, **options: Any) -> Any:
        """A sheet is hashed as it was copied, not as it was written."""
        copied = {name: (self, name) if name.endswith(".css") else found for name, found in paths.items()}
        return super().post_process(copied, *args, **options)
