"""What makes tests fast, and nothing else."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "for tests only, and long enough to please the checks of a deployment")

from .settings import *  # noqa: F403 - the key must stand before

_folder = tempfile.TemporaryDirectory(prefix="imrf-files-")  # gone with the process
MAIL_DIR = Path(_folder.name) / "mail"
DEMO = False
SECOND_FACTOR_EXEMPT_DEMO = True  # for the people of the demonstration, once a test sets it up
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WHITENOISE_AUTOREFRESH = True  # nothing is collected for tests
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _folder.name},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
