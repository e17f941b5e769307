from django.db import models
from django.db.models import Case, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from record.hashing import content_hash

from ..names import sort_key
from .periods import Period, in_force, period_constraint


class DelegationKind(models.TextChoices):
    """Who takes part, in the order in which they stand in lists: States first, stakeholders last."""

    MEMBER_STATE = "member_state", _("Member State")
    OBSERVER_STATE = "observer_state", _("Observer State")
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organization")
    UN_ENTITY = "un_entity", _("United Nations entity")
    REGIONAL_COMMISSION = "regional_commission", _("regional commission")
    STAKEHOLDER = "stakeholder", _("stakeholder")


STATES = (DelegationKind.MEMBER_STATE, DelegationKind.OBSERVER_STATE)


class DelegationQuerySet(models.QuerySet):
    def with_names(self, language="en"):
        """With their names in ``language`` and in English loaded, so that ``name_on`` asks the database nothing."""
        names = DelegationName.objects.filter(language__in={language, "en"})
        return self.prefetch_related(Prefetch("names", queryset=names))

    def in_order(self, day, language="en"):
        """As lists print them: by kind, States first, then alphabetical by the names of ``day`` in ``language``."""
        named = DelegationName.objects.filter(in_force(day), delegation=OuterRef("pk")).order_by("pk")
        keys = [
            Subquery(named.filter(language=spoken).values("sort_key")[:1]) for spoken in dict.fromkeys([language, "en"])
        ]
        rank = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(DelegationKind)))
        return self.annotate(rank=rank, sorted_as=Coalesce(*keys, "formal_name")).order_by("rank", "sorted_as", "code")

    def states(self):
        return self.filter(kind__in=STATES)

    def visible_to(self, actor):
        """The list of who takes part is public."""
        return self

    def hold(self, pk):
        """The row, held to the end of the transaction: whatever belongs to a delegation is written under it."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def hold_many(self, keys):
        """The rows as a list, held in one order, so that two who hold several never wait for each other."""
        return list(self.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


class Delegation(models.Model):
    """Whoever takes part: a State's mission, an organization, a stakeholder. Its names are dated rows."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DelegationKind)
    iso2 = models.CharField(max_length=2, blank=True)
    iso3 = models.CharField(max_length=3, blank=True)
    formal_name = models.CharField(_("name on letters"), max_length=200)
    languages = models.CharField(_("languages of correspondence"), max_length=60, default="en")
    admitted_under = models.CharField(_("admitted under"), max_length=200, blank=True)  # the rule, for who is no State

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DelegationKind.values), name="delegation_kind_known"),
            models.UniqueConstraint(fields=["iso3"], condition=~Q(iso3=""), name="delegation_one_per_state"),
            models.CheckConstraint(condition=~Q(kind__in=STATES) | ~Q(iso3=""), name="delegation_state_has_iso_code"),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("delegation", args=[self.code])

    def name_on(self, day, language="en"):
        """The name in force on ``day`` (a date), in ``language`` or, where there is none, in English."""
        row = self._name_row(day, language)
        return row.name if row else self.formal_name

    def sort_key_on(self, day, language="en"):
        """What puts the name of that day in its alphabetical place."""
        row = self._name_row(day, language)
        return row.sort_key if row else sort_key(self.formal_name)

    def _name_row(self, day, language):
        held = [name for name in self.names.all() if name.holds_on(day)]
        return next((name for wanted in (language, "en") for name in held if name.language == wanted), None)

    def revision(self):
        """What a form was based on: another once somebody has changed what it shows."""
        return content_hash([self.formal_name, self.languages, self.admitted_under])


class DelegationName(Period):
    """What a delegation is called in one language, for as long as it is called so."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=7)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")  # by code point in any database
    confirmed = models.BooleanField(default=True)

    class Meta:
        ordering = ["language", "sort_key", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "language", "valid_from"],
                name="delegation_name_one_from_a_day",
                nulls_distinct=False,
            ),
            period_constraint("delegation_name_period_runs_forward"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name, self.language)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_key"}
        super().save(*args, **kwargs)


class AddressQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(active=True)

    def elsewhere(self, delegation):
        """Addresses in use of others than ``delegation`` that are its own too, each with its delegation."""
        own = self.filter(delegation=delegation, active=True).annotate(lower=Lower("email")).values("lower")
        others = self.in_use().exclude(delegation=delegation).annotate(lower=Lower("email"))
        return others.filter(lower__in=own).select_related("delegation")


class Address(models.Model):
    """An official address of a delegation, to which circulars go. Shared mailboxes are addresses, not accounts."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="addresses")
    email = models.EmailField(_("e-mail address"))
    label = models.CharField(_("what it is for"), max_length=80, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "addresses"
        ordering = ["delegation__code", "email"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "email"], name="address_once_per_delegation"),
        ]

    def __str__(self):
        return self.email

    def revision(self):
        """What a form was based on: another once somebody has changed what it shows."""
        return content_hash([self.label, self.note, self.active])
