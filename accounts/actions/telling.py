"""What actions share: letters into the outbox, the people who look after a delegation, and waiting for each other."""

import secrets

from django.db import connection, transaction

from record import outbox
from record.models import Delivery

from ..models import Membership, MembershipRole, User


def send(target, kind, message, addresses, at):
    """Queue a letter, pair of subject and text, to ``addresses``: pairs of address and recipient."""
    subject, text = message
    Delivery.objects.queue(target, kind=kind, subject=subject, text=text, addresses=addresses, at=at)
    transaction.on_commit(outbox.wake, robust=True)


def tell(membership, people, letter, at):
    """Queue to each of ``people``, each once, the letter that ``letter`` writes for them."""
    kind = f"member-{secrets.token_hex(8)}"  # a membership changes more than once, and every time is told
    for user in dict.fromkeys(people):
        send(membership, kind, letter(user), [(user.email, user)], at)


def one_at_a_time(*words):
    """Let whoever does the same, named by ``words`` in any case, wait until this transaction is over.

    For what makes a row, since a row that is not there yet cannot be held.
    """
    with connection.cursor() as cursor:
        key = "accounts:" + "\n".join(words).lower()
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def heads_of(delegation_id, at):
    """The heads of a delegation at that instant, who are told of every change of its members."""
    heads = Membership.objects.reachable(at).filter(delegation=delegation_id, role=MembershipRole.HEAD)
    return list(User.objects.filter(pk__in=heads.values("user")).order_by("pk"))
