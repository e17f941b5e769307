"""Files as they were received or made: stored under the hash of their content, served through the rules only."""

from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import storing
from ..hashing import file_hash
from .generic import slug_of


class FileQuerySet(models.QuerySet):
    def keep(self, content, *, name, content_type, at, consultation=None):
        """Store ``content``, bytes or an open file, and return its row. The bytes are there before the row is.

        The same bytes are stored once, whoever brings them; each row has its own name. ValidationError if the storage
        does not take them.
        """
        sha256, key, size = storing.store(content)
        return self.create(
            sha256=sha256,
            key=key,
            size=size,
            name=name,
            content_type=content_type,
            kept_at=at,
            consultation=slug_of(consultation),
        )


class File(models.Model):
    """A file that will not change: its row is frozen by the database, its bytes are known by their hash.

    It opens nothing by itself: a page of the object it belongs to serves it, under that object's rules.
    """

    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    key = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    kept_at = models.DateTimeField()
    consultation = models.SlugField(null=True, blank=True, max_length=80)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_is_hex"),
        ]

    def __str__(self):
        return self.name

    def open(self):
        """The stored bytes, as an open file."""
        return default_storage.open(self.key)

    def read(self):
        with self.open() as stored:
            return stored.read()

    def read_intact(self):
        """The stored bytes; ``None`` if they are gone or no longer have the hash they were kept under."""
        try:
            content = self.read()
        except FileNotFoundError:
            return None
        return content if file_hash(content) == self.sha256 else None

    def has_its_size(self):
        """Whether bytes of the right number are there: what can be asked each time a file is served."""
        try:
            return default_storage.size(self.key) == self.size
        except FileNotFoundError:
            return False

    def is_intact(self):
        """Whether the stored bytes are still those that were kept."""
        return self.read_intact() is not None
