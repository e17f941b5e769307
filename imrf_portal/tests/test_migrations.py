"""Models and migrations agree, and what migrations ask of a server is what any server gives."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = ("record", "accounts", "consultations", "submissions", "drafts", "imrf_portal")
EXTENSIONS = {"pg_trgm", "unaccent"}  # for searching; they come with PostgreSQL and are in the embedded one
NAMED = {"trigram": "pg_trgm"}  # otherwise by Django's operation


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_of_an_app_stand_in_one_line():
    assert MigrationLoader(None).detect_conflicts() == {}


def test_migrations_ask_for_no_extension_that_a_server_may_lack():
    asked = set()
    for path in Path(settings.BASE_DIR).glob("*/migrations/0*.py"):
        text = path.read_text()
        asked |= set(re.findall(r"create extension (?:if not exists )?\"?(\w+)", text, re.IGNORECASE))
        asked |= {NAMED.get(name.lower(), name.lower()) for name in re.findall(r"(\w+)Extension\(", text)}

    assert asked - EXTENSIONS == set()


@pytest.mark.django_db
def test_migrated_database_holds_no_other_extension():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        found = {name for (name,) in cursor.fetchall()}

    assert found - {"plpgsql"} - EXTENSIONS == set()


def test_migrations_import_no_code_of_the_apps_but_the_frozen_triggers():
    found = set()
    for path in Path(settings.BASE_DIR).glob("*/migrations/0*.py"):
        imported = re.findall(r"^(?:from|import) +([\w.]+)(?: import (\w+))?", path.read_text(), re.MULTILINE)
        found |= {(module, name) for module, name in imported if module.split(".")[0] in OURS}

    assert found <= FROZEN


# What migrations rely on and therefore stays as it is: the triggers, and the validators and defaults of fields.
FROZEN = {
    ("record", "triggers"),
    ("accounts.models.periods", ""),
    ("accounts.models.user", ""),
    ("consultations.models.consultation", ""),
    ("consultations.models.meeting", ""),
}


def test_every_app_of_ours_is_checked():
    assert {config.name for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR} == set(
        OURS
    )
