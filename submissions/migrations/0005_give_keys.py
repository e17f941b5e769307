"""Every input gets the key by which its working copy is addressed; what was submitted with a version stays."""

from uuid import uuid4

from django.db import migrations

from record import triggers  # frozen; its docstring says why


def give_keys(apps, schema_editor):
    inputs = apps.get_model("submissions", "Submission").objects
    for pk in inputs.filter(key=None).values_list("pk", flat=True):
        inputs.filter(pk=pk).update(key=uuid4())


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_writing_and_reading"), ("record", "0002_protect")]

    operations = [
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        triggers.append_only("submissions_versionattachment"),
        triggers.frozen_when("submissions_paperinput", "TRUE", once=("confirmed_by_id", "confirmed_at")),
    ]
