"""What a machine is told that asks whether the portal does its work."""

import logging
import time
import uuid

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from redis.exceptions import RedisError

from consultations.documents import pdf_available
from record import antivirus

from .demo import loader

log = logging.getLogger(__name__)
BROKER_ERRORS = (RedisError, OSError)
BEAT = 90  # seconds: four heartbeats missed


def alive():
    """Whether the database answers, worker and beat have been heard, and the demo, where wanted, is there."""
    checks = {"database": _database(), "worker": _heard("worker"), "scheduler": _heard("beat")}
    if settings.DEMO:
        checks["demo"] = checks["database"] and loader.is_there()
    return checks


def ready():
    """``alive`` and whether broker, storage and printing are reachable."""
    scanner = {"scanner": antivirus.answers()} if settings.CLAMD_URL else {}
    return alive() | {"broker": _broker(), "storage": _storage(), "printing": not pdf_available()} | scanner


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("The database does not answer.")
        return False
    return True


def _heard(part):
    try:
        return time.time() - cache.get(f"heartbeat:{part}", 0) < BEAT
    except BROKER_ERRORS:
        return False


def _broker():
    try:
        cache.set("readyz", 1, 5)
        return cache.get("readyz") == 1
    except BROKER_ERRORS:
        log.exception("The broker does not answer.")
        return False


def _storage():
    name = f"probe/{uuid.uuid4().hex}"
    try:
        default_storage.delete(default_storage.save(name, ContentFile(b"probe")))
    except OSError:
        log.exception("The storage of files cannot be written.")
        return False
    return True
