"""Standing groups and lists of States, as of any day."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..access import access, require
from ..actions import groups as actions
from ..forms.directory import EndForm, GroupForm, OnForm, PickerForm
from ..models import Delegation, DelegationGroup, GroupKind, GroupMembership


@require_safe
def groups(request):
    """Every group by its kind, with how many belonged to it on the day."""
    require(request.actor, "accounts.keep_directory", None)
    form, on = _on(request)
    counts = {}
    for key in GroupMembership.objects.on(on).order_by().values_list("group", flat=True):
        counts[key] = counts.get(key, 0) + 1
    found = list(DelegationGroup.objects.visible_to(request.actor).order_by("name"))
    for group in found:
        group.size = counts.get(group.pk, 0)
    kinds = [(kind, [group for group in found if group.kind == kind]) for kind in GroupKind]
    context = {"form": form, "on": on, "kinds": kinds, "is_today": on == request.at.date()}
    return render(request, "accounts/groups.html", context)


def create_group(request):
    """Make a list of States by picking them."""
    require(request.actor, "accounts.keep_directory", None)
    form = GroupForm(request.POST or None, on=request.at.date())
    if form.is_valid():
        try:
            group = actions.create_group(by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The list is made."))
            return redirect(group)
    return render(request, "accounts/groups_new.html", {"form": form})


@require_safe
def group(request, code):
    """Who belonged to a group on a day, and who did before or will."""
    found = access(DelegationGroup.objects, request.actor, "accounts.keep_directory", code=code)
    return _page(request, found)


@require_POST
def add_members(request, code):
    found = access(DelegationGroup.objects, request.actor, "accounts.keep_directory", code=code)
    form = _picker(request, found, request.POST)
    return _act(request, found, form, name="picker", action=actions.add_members)


@require_POST
def end_group_memberships(request, code):
    found = access(DelegationGroup.objects, request.actor, "accounts.keep_directory", code=code)
    form = EndForm(request.POST, group=found)
    return _act(request, found, form, name="end_form", action=actions.end_group_memberships)


def _act(request, found, form, *, name, action):
    if form.is_valid():
        try:
            action(found, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The memberships are entered."))
            return redirect(found)
    return _page(request, found, **{name: form})


def _on(request):
    """The form and the day that it says; today where it says none, or no day."""
    form = OnForm(request.GET)
    return form, (form.is_valid() and form.cleaned_data["on"]) or request.at.date()


def _picker(request, found, data=None):
    """The States that do not belong to the group on this day."""
    today = request.at.date()
    without = GroupMembership.objects.on(today).filter(group=found).values("delegation")
    return PickerForm(data, on=today, without=without)


def _page(request, found, **forms):
    form, on = _on(request)
    rows = _rows(found, on)
    context = {
        "group": found,
        "on": on,
        "form": form,
        "members": [row for row in rows if row.holds_on(on)],
        "others": [row for row in rows if not row.holds_on(on)],
        "ticked": request.POST.getlist("end-memberships"),
    }
    made = {"picker": None, "end_form": None} | forms
    context["picker"] = made["picker"] or _picker(request, found)
    context["end_form"] = made["end_form"] or EndForm(group=found)
    return render(request, "accounts/group.html", context)


def _rows(found, on):
    """The memberships in the alphabetical order of the names of the day, in three queries."""
    there = Delegation.objects.filter(group_memberships__group=found).in_order(on).with_names().distinct()
    called = {delegation.pk: (place, delegation) for place, delegation in enumerate(there)}
    rows = list(found.memberships.all())
    for row in rows:
        row.place, row.delegation = called[row.delegation_id]
        row.name = row.delegation.name_on(on)
    return sorted(rows, key=lambda row: (row.place, str(row.valid_from)))
