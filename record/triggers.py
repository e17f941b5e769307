"""Migration operations by which the database itself refuses what must not change.

Applied migrations rely on this module, so what a function here writes stays as it is: another rule is another
function and another migration. It is a module and not SQL in each migration because a protection that is written
out five times is forgotten once, in the TRUNCATE or the ENABLE ALWAYS. It imports nothing of the project.

Each function makes two triggers on ``table``, for rows and for TRUNCATE, that fire also in replication
(``ENABLE ALWAYS``) and raise IntegrityError. They hold against everyone but the table's owner.
"""

from django.db import migrations

PROTECT = """
CREATE FUNCTION {table}_protect() RETURNS trigger LANGUAGE plpgsql AS $protect$
BEGIN
    IF TG_OP = 'INSERT' AND NOT ({insert}) THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND NOT ({update}) THEN RETURN NEW; END IF;
    IF TG_OP = 'DELETE' AND NOT ({delete}) THEN RETURN OLD; END IF;
    RAISE EXCEPTION '% of % is refused: {reason}', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
END
$protect$;
CREATE TRIGGER {table}_protect BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_protect();
CREATE TRIGGER {table}_protect_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_protect();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_protect, ENABLE ALWAYS TRIGGER {table}_protect_all;
"""
RELEASE = """
DROP TRIGGER {table}_protect ON {table};
DROP TRIGGER {table}_protect_all ON {table};
DROP FUNCTION {table}_protect();
"""


def append_only(table):
    """Rows are added and read, nothing else."""
    return _protect(table, reason="its rows are only ever added.")


def only_grows(table, *, key, column):
    """A row can change only so that ``column`` becomes larger, and keeps its ``key``."""
    return _protect(
        table,
        update=f"NEW.{key} IS DISTINCT FROM OLD.{key} OR NEW.{column} <= OLD.{column}",
        reason=f"{column} only grows, and no row is taken away.",
    )


def frozen_when(table, condition, *, columns=(), allowed=(), once=(), inserts=True):
    """A row for which ``condition`` holds keeps its columns, cannot be deleted, and cannot leave the condition.

    ``condition`` is SQL over the row's own columns, such as ``state IN ('issued')``. Name either the ``columns``
    that stay, or those that are ``allowed`` to change, so that a column added later is frozen by itself. A column
    in ``once`` may be filled while it is empty. With ``inserts=False`` a row cannot be added, or changed, so that it
    would be frozen at once: for the parts of a frozen whole, which get their whole before it is frozen.
    """
    if bool(columns) == bool(allowed or once):
        raise ValueError("Name the columns that stay, or those that may change.")
    changes = [f"NOT {_holds(condition, 'NEW')}"]
    changes += [f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns]
    changes += [f"(OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})" for column in once]
    if not columns:
        free = ", ".join(f"'{column}'" for column in (*allowed, *once))
        changes.append(f"to_jsonb(NEW) - ARRAY[{free}] IS DISTINCT FROM to_jsonb(OLD) - ARRAY[{free}]")
    frozen, caught = _holds(condition, "OLD"), _holds(condition, "NEW")
    moved_in = "FALSE" if inserts else f"NOT {frozen} AND {caught}"
    return _protect(
        table,
        insert="FALSE" if inserts else caught,
        update=f"({frozen} AND ({' OR '.join(changes)})) OR ({moved_in})",
        delete=frozen,
        reason="the row is frozen.",
    )


def _holds(condition, row):
    """SQL: whether ``condition`` holds for the old or the new row; unknown is no."""
    return f"COALESCE((SELECT {condition} FROM (SELECT {row}.*) AS this), FALSE)"  # noqa: S608 - written in migrations, by us


def _protect(table, *, reason, insert="FALSE", update="TRUE", delete="TRUE"):
    values = {"table": table, "insert": insert, "update": update, "delete": delete, "reason": reason}
    return migrations.RunSQL(PROTECT.format(**values), RELEASE.format(table=table))
