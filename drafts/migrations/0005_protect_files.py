"""The files of a released version are only ever added."""

from django.db import migrations

from record import triggers  # frozen; its docstring says why


class Migration(migrations.Migration):
    dependencies = [("drafts", "0004_editing"), ("record", "0002_protect")]

    operations = [triggers.append_only("drafts_versionfile")]
