"""How a row of the record names any object of any app: by content type and key."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


def type_of(model):
    """How a row names the kind of its object: given the model or one of its objects. Asked once per process."""
    return ContentType.objects.get_for_model(model)


class AboutQuerySet(models.QuerySet):
    def about(self, target):
        """The rows that concern ``target``."""
        return self.filter(target_type=type_of(target), target_id=target.pk)

    def about_any(self, model, keys):
        """The rows that concern objects of ``model`` with one of ``keys`` (values, or a queryset of them)."""
        return self.filter(target_type=type_of(model), target_id__in=keys)


class About(models.Model):
    """A row about one object of any app, perhaps within a consultation, which it names by slug."""

    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    consultation = models.SlugField(null=True, blank=True, max_length=80)

    class Meta:
        abstract = True


def slug_of(consultation):
    """How a row names its consultation: given the object or its slug; ``None`` for the portal itself."""
    return getattr(consultation, "slug", consultation) or None
