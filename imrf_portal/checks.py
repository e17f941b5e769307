"""What a database must be before the portal's tables are made in it, and what a deployment must not have on."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connections, transaction

OLDEST = 150000
EXTENSION = "pg_trgm"
WORD = "мир"
SHORTEST_SECRET = 20


@register(Tags.database)
def postgres_is_fit(app_configs, databases=None, **kwargs):
    """An error for each database that is too old, or in which Arabic, Chinese and Russian cannot be searched."""
    errors = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.pg_version < OLDEST:
            errors.append(
                Error(
                    f"Database {alias} is PostgreSQL {connection.pg_version // 10000}; 15 is the oldest.",
                    id="portal.E001",
                )
            )
        elif trouble := why_no_trigrams(connection):
            errors.append(trouble)
    return errors


def why_no_trigrams(connection):
    """The error that stands against searching by trigrams; None if nothing.

    A ctype of "C" makes pg_trgm find no letters outside ASCII, and says nothing. The extension is made for the
    question, if need be, and only for it.
    """
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f"create extension if not exists {EXTENSION}")
            cursor.execute("select show_trgm(%s)", [WORD])
            trigrams = cursor.fetchone()[0]
            transaction.set_rollback(True, using=connection.alias)
    except DatabaseError as error:
        return Error(
            f"Extension {EXTENSION} cannot be made in database {connection.alias}: {error}".strip(),
            hint="Install PostgreSQL's contrib modules, or let an administrator run CREATE EXTENSION pg_trgm.",
            id="portal.E002",
        )
    if not trigrams:
        return Error(
            f"Database {connection.alias} knows no letters outside ASCII: its ctype is C.",
            hint="Make it anew with LC_CTYPE 'C.UTF-8' or another UTF-8 locale.",
            id="portal.E003",
        )
    return None


@register(Tags.security, deploy=True)
def demonstration_is_kept_apart(app_configs, **kwargs):
    """An error for each way in which what holds for the demonstration would hold where real people work."""
    errors = []
    if settings.SECOND_FACTOR_EXEMPT_DEMO and not settings.DEMO:
        errors.append(
            Error(
                "SECOND_FACTOR_EXEMPT_DEMO is on without the demonstration.",
                hint="Take it out of the environment: it lets people act without a second factor.",
                id="portal.E010",
            )
        )
    if settings.DEMO and settings.SITE_URL.startswith("https:"):
        errors.append(
            Error(
                "DEMO is on under a public address: everybody knows the password of its accounts.",
                hint="Take DEMO out of the environment, or run the demonstration on this machine only.",
                id="portal.E011",
            )
        )
    return errors


@register(Tags.security, deploy=True)
def reports_of_mail_are_guarded(app_configs, **kwargs):
    """An error where the secret of a mail service cannot be one: it is all that keeps strangers from telling us."""
    secret = settings.ANYMAIL["WEBHOOK_SECRET"]
    user, colon, password = secret.partition(":")
    if not secret or (user and colon and len(password) >= SHORTEST_SECRET):
        return []
    return [
        Error(
            f"ANYMAIL_WEBHOOK_SECRET must be user:password, the password of {SHORTEST_SECRET} characters or more.",
            hint="Make one by chance, and give it to the mail service within the address: https://user:password@host/.",
            id="portal.E012",
        )
    ]
