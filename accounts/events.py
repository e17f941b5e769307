"""The part of the record that this app knows: who reads what was done about people and in the directory."""

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from record.actor import Capacity
from record.models import Verb
from record.models.reading import Reading, about
from record.wording import SENTENCES, Kind

from .models import Address, Application, Delegation, Invitation, Membership

SPEAKING = frozenset({Capacity.DELEGATE, Capacity.HEAD})
OURS = Q(target_type__app_label="accounts")


def manages(actor):
    """Whether the actor looks after the members of a delegation: a head, or whom a head has asked to."""
    return actor.capacity == Capacity.HEAD or "may_manage" in actor.flags


def readings(actor):
    """All of it to the secretariat; to administrators but what asks to take part; to a delegation what is its own."""
    if actor.capacity == Capacity.SECRETARIAT:
        yield Reading.wholly(OURS)
    elif actor.capacity == Capacity.ADMINISTRATOR:
        yield Reading.wholly(OURS & ~about(Application))
    elif actor.capacity in SPEAKING:
        yield Reading.wholly(about(Delegation, Delegation.objects.filter(pk=actor.delegation_id)))
        yield Reading.wholly(about(Address, Address.objects.filter(delegation=actor.delegation_id)))
        if manages(actor):
            for model in (Invitation, Membership):
                yield Reading.wholly(about(model, model.objects.filter(delegation=actor.delegation_id)))


class Named(Kind):
    """Anything of the directory: found and called by its own name."""

    def __init__(self, model):
        super().__init__(model)
        self.slug, self.label = model._meta.model_name, model._meta.verbose_name

    def what(self, target):
        return _("the %(kind)s “%(title)s”") % {"kind": self.label, "title": self.title(target)}

    def sentence(self, verb, facts):
        return super().sentence(verb, facts) if "delegation" in facts else SENTENCES.get(verb)


class InvitationWords(Named):
    sentences = {
        Verb.INVITED: gettext_lazy("%(who)s invited %(what)s to join the delegation of %(delegation)s."),
        Verb.INVITATION_WITHDRAWN: gettext_lazy(
            "%(who)s withdrew the invitation of %(what)s to join the delegation of %(delegation)s."
        ),
        Verb.JOINED: gettext_lazy("%(what)s joined the delegation of %(delegation)s."),
        Verb.RESENT: gettext_lazy(
            "%(who)s sent the invitation of %(what)s to join the delegation of %(delegation)s again."
        ),
    }

    def search(self, words):
        return Invitation.objects.filter(email__icontains=words).values("pk")

    def title(self, target):
        return target.email

    what = title


class MembershipWords(Named):
    sentences = {
        Verb.CHANGED: gettext_lazy("%(who)s changed what %(what)s may do for the delegation of %(delegation)s."),
        Verb.ENDED: gettext_lazy("%(who)s ended the membership of %(what)s in the delegation of %(delegation)s."),
        Verb.HANDED_OVER: gettext_lazy("%(who)s handed the delegation of %(delegation)s over from %(what)s."),
    }

    def load(self, keys):
        return Membership.objects.select_related("user").in_bulk(keys)

    def search(self, words):
        return Membership.objects.filter(user__name__icontains=words).values("pk")

    def title(self, target):
        return str(target.user)

    what = title


class DelegationWords(Named):
    def keys(self, consultation, name):
        return Delegation.objects.filter(code=name).values("pk")

    def search(self, words):
        return Delegation.objects.filter(Q(code__iexact=words) | Q(formal_name__icontains=words)).values("pk")

    def name(self, target):
        return target.code

    def title(self, target):
        return target.formal_name

    def what(self, target):
        return _("the delegation “%(name)s”") % {"name": target.formal_name}


class ApplicationWords(Named):
    sentences = {Verb.APPLIED: gettext_lazy("%(who)s asked to take part: %(what)s.")}

    def sentence(self, verb, facts):
        return self.sentences.get(verb) or SENTENCES.get(verb)

    def search(self, words):
        return Application.objects.filter(organization__icontains=words).values("pk")


PARTICULAR = {
    Application: ApplicationWords,
    Invitation: InvitationWords,
    Membership: MembershipWords,
    Delegation: DelegationWords,
}


def words():
    """How the record speaks of every model of this app: of those that nothing is said of here, by their names."""
    return [PARTICULAR.get(model, Named)(model) for model in apps.get_app_config("accounts").get_models()]
