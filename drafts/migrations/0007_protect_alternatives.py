"""That a paragraph of a released version is an alternative to another stays, too."""

from django.db import migrations

from record import triggers  # frozen; its docstring says why

OF_A_RELEASED_VERSION = (
    "EXISTS (SELECT 1 FROM drafts_draftversion AS whole WHERE whole.id = version_id"
    " AND whole.state IN ('released', 'superseded'))"
)
COLUMNS = ("version_id", "key", '"order"', "kind", "level", "text", "footnotes", "number", "revision")


def frozen(*columns):
    return triggers.frozen_when("drafts_paragraph", OF_A_RELEASED_VERSION, columns=columns, inserts=False)


class Migration(migrations.Migration):
    dependencies = [("drafts", "0006_editing_together"), ("record", "0002_protect")]

    operations = [
        migrations.RunSQL(frozen(*COLUMNS).reverse_sql, frozen(*COLUMNS).sql),
        frozen(*COLUMNS, "alternative"),
    ]
