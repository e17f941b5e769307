"""The database refuses to change what the record says, whoever asks."""

from django.db import migrations

from record import triggers  # frozen; its docstring says why


class Migration(migrations.Migration):

    dependencies = [("record", "0001_initial")]

    operations = [
        triggers.append_only("record_event"),
        triggers.append_only("record_file"),
        triggers.append_only("record_approval"),
        triggers.only_grows("record_chain", key="name", column="length"),
        triggers.frozen_when(
            "record_delivery",
            "TRUE",
            columns=(
                "target_type_id", "target_id", "consultation", "kind", "subject", "text", "address",
                "recipient_type_id", "recipient_id", "message_key", "queued_at",
            ),
        ),
        triggers.append_only("record_delivery_files"),
    ]
