"""In whose name an input was submitted never changes: what is said later are rows of their own."""

from django.db import migrations

from record import triggers  # frozen; its docstring says why

TAKEN = "EXISTS (SELECT 1 FROM submissions_submission AS whole WHERE whole.party_id = this.{key} AND whole.serial IS NOT NULL)"


class Migration(migrations.Migration):
    dependencies = [("submissions", "0008_search_passages"), ("accounts", "0005_disowning"), ("record", "0002_protect")]

    operations = [
        triggers.frozen_when(
            "accounts_party", TAKEN.format(key="id"), columns=("speaker_id", "capacity", "as_of", "wording")
        ),
        triggers.frozen_when(
            "accounts_partyentry",
            f"kind IN ('group', 'delegation', 'excepted') AND {TAKEN.format(key='party_id')}",
            columns=("party_id", "kind", "group_id", "delegation_id"),
            inserts=False,
        ),
    ]
