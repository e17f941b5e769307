"""What the frame of every page knows: where one is, as whom one acts, whom to ask."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _

from consultations.capacities import Choice
from consultations.models import Consultation
from record.actor import Actor, Capacity
from submissions import keeping

from . import desk
from .demo import accounts


def frame(request):
    """``frame`` for base.html, made when a page first asks for it; whether this is the demonstration."""
    demo = {"demo": settings.DEMO}
    if settings.DEMO:
        demo |= {"demo_accounts": accounts.ACCOUNTS, "demo_password": accounts.PASSWORD}
    return {"frame": SimpleLazyObject(lambda: Frame(request)), **demo}


class Frame:
    """The bar, the column of pages and the foot of one page."""

    def __init__(self, request):
        self.request = request
        self.actor = getattr(request, "actor", None)
        self.consultation = self._consultation()
        self.notice = self.consultation.notice if self.consultation else ""
        self.contact = (self.consultation.contact if self.consultation else "") or settings.CONTACT

    def _consultation(self):
        """The one the view has loaded, or the one its address names."""
        if loaded := getattr(self.request, "consultation", None):
            return loaded
        match = self.request.resolver_match
        slug = match and match.kwargs.get("slug")
        return Consultation.objects.visible_to(self.actor or Actor()).filter(slug=slug).first() if slug else None

    @cached_property
    def choices(self):
        """The capacities one may choose: (key, label, whether it is the present one)."""
        if self.actor is None or self.actor.is_anonymous:
            return []
        now = Choice(self.actor.capacity, self.actor.delegation).key
        day = self.actor.at.date()
        return [(c.key, c.label(day), c.key == now) for c in self.request.choices]

    @property
    def kept(self):
        """How the names begin of what this browser keeps for the person: signing out takes it away."""
        return keeping.names_of(self.request.user)

    @property
    def may_invite(self):
        return self.actor is not None and self.actor.may("accounts.invite", None)

    @property
    def may_found(self):
        return self.actor is not None and self.actor.may("consultations.found", None)

    @property
    def acting(self):
        """In which capacity one acts, in words; "" for the public."""
        if self.actor is None or self.actor.is_anonymous or self.actor.capacity == Capacity.PUBLIC:
            return ""
        return Choice(self.actor.capacity, self.actor.delegation, flags=self.actor.flags).label(self.actor.at.date())

    @cached_property
    def nav(self):
        """The pages of the consultation: (label, address, whether one is on it, how much waits there)."""
        if self.consultation is None:
            return []
        slug, path = self.consultation.slug, self.request.path
        pages = [
            (_("Overview"), reverse("overview", args=[slug])),
            (_("Calendar"), reverse("consultations:calendar", args=[slug])),
            (_("Circulars"), reverse("consultations:circulars", args=[slug])),
            (_("Inputs"), reverse("submissions:inputs", args=[slug])),
            (_("Draft text"), reverse("drafts:versions", args=[slug])),
            (_("Documents"), reverse("consultations:documents", args=[slug])),
        ]
        if self.actor and self.actor.may("consultations.set_up", self.consultation):
            pages.append((_("Setup"), reverse("consultations:setup", args=[slug])))
        elif self.actor and self.actor.may("consultations.open_calls", self.consultation):
            pages.append((_("Calls"), reverse("consultations:calls", args=[slug])))
        if self.actor and self.actor.may("consultations.read_reminders", self.consultation):
            pages.append((_("Reminders"), reverse("consultations:reminders", args=[slug])))
        rows = [(label, address, _is_on(address, path, slug), 0) for label, address in pages]
        if self.actor and not self.actor.is_anonymous:
            address = reverse("desk", args=[slug])
            rows.append((_("My desk"), address, path == address, desk.waiting(self.consultation, self.actor)))
            address = reverse("consultation_record", args=[slug])
            rows.append((_("Record"), address, path.startswith(address), 0))
        return rows


def _is_on(address, path, slug):
    """Whether ``path`` belongs to the page at ``address``; a meeting belongs to the calendar."""
    if address == f"/{slug}/":
        return path == address
    return path.startswith(address) or (address.endswith("/calendar/") and path.startswith(f"/{slug}/meetings/"))
