"""A released version never changes, nor do its paragraphs and their lineage: its state moves on, its PDF comes once."""

from django.db import migrations

from record import triggers  # frozen; its docstring says why

OF_A_RELEASED_VERSION = (
    "EXISTS (SELECT 1 FROM drafts_draftversion AS whole WHERE whole.id = version_id"
    " AND whole.state IN ('released', 'superseded'))"
)


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial"), ("record", "0002_protect")]

    operations = [
        triggers.frozen_when(
            "drafts_draftversion", "state IN ('released', 'superseded')", allowed=("state",), once=("pdf_id",)
        ),
        triggers.frozen_when(
            "drafts_paragraph",
            OF_A_RELEASED_VERSION,
            columns=("version_id", "key", '"order"', "kind", "level", "text", "footnotes", "number", "revision"),
            inserts=False,
        ),
        triggers.frozen_when(
            "drafts_lineage", OF_A_RELEASED_VERSION, columns=("version_id", "key", "base_key"), inserts=False
        ),
    ]
