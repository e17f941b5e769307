"""Fonts as static files: ``fonts/fonts.css`` and the files it names, made from the font packages when first wanted."""

import threading

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

from .webfonts import web_fonts

PREFIX = "fonts/"
_making = threading.Lock()  # a page asks for several at once


class FontFinder(BaseFinder):
    """Finds the web fonts, so that ``collectstatic`` and the test server have them and no font file is committed."""

    def check(self, **kwargs):
        return []

    def storage(self):
        with _making:
            return FileSystemStorage(location=web_fonts(settings.VAR_DIR / "fonts"))

    def find(self, path, find_all=False, **kwargs):
        if kwargs:
            find_all = self._check_deprecated_find_param(find_all=find_all, **kwargs)
        storage = self.storage() if path.startswith(PREFIX) else None
        found = storage.path(path) if storage and storage.exists(path) else None
        return [found] if found and find_all else found or []

    def list(self, ignore_patterns):
        storage = self.storage()
        for name in sorted(storage.listdir(PREFIX)[1]):
            if not matches_patterns(PREFIX + name, ignore_patterns):
                yield PREFIX + name, storage
