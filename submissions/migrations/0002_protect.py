"""What was submitted never changes: of a version only the receipt comes once, of an input the reference stays."""

from django.db import migrations

from record import triggers  # frozen; its docstring says why


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial"), ("record", "0002_protect")]

    operations = [
        triggers.frozen_when("submissions_submittedversion", "TRUE", once=("receipt_id",)),
        triggers.frozen_when(
            "submissions_submission",
            "serial IS NOT NULL",
            columns=("consultation_id", "call_id", "party_id", "delegation_id", "capacity", "year", "serial"),
        ),
    ]
