from django.db import models


class Verification(models.Model):
    """That a chain was read through by ``verify_record``: how long it was, its head, and how many problems it had."""

    chain = models.CharField(max_length=80)
    at = models.DateTimeField()
    length = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    problems = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["chain", "at"], name="verification_chain")]

    def __str__(self):
        return f"{self.chain or 'portal'} {self.length}: {self.problems}"
