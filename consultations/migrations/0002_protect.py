"""An issued circular never changes: only its state moves on, its reason is given, its PDF and scan come once."""

from django.db import migrations

from record import triggers  # frozen; its docstring says why


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial"), ("record", "0002_protect")]

    operations = [
        triggers.frozen_when(
            "consultations_circular",
            "state IN ('issuing', 'issued', 'superseded', 'withdrawn')",
            allowed=("state", "reason"),
            once=("pdf_id", "scan_id"),
        ),
        triggers.frozen_when(
            "consultations_enclosure",
            "EXISTS (SELECT 1 FROM consultations_circular AS whole WHERE whole.id = circular_id"
            " AND whole.state IN ('issuing', 'issued', 'superseded', 'withdrawn'))",
            columns=("circular_id", '"order"', "title", "file_id"),
            inserts=False,
        ),
    ]
