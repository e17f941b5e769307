"""The directory of who takes part, for the secretariat; and to each delegation its own page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from record.actor import Capacity
from record.models import Event

from .. import directory_file, tables
from ..access import access, require
from ..actions import directory as actions
from ..actions import groups as group_actions
from ..directory import Health, groups_of, health_of, lines, narrowed, sent_lately
from ..forms.directory import (
    LANGUAGE_NAMES,
    AddressForm,
    AmendNameForm,
    DelegationForm,
    DirectoryFilter,
    EditAddressForm,
    JoinForm,
    LeaveForm,
    NameForm,
)
from ..fresh import freshly_signed_in
from ..models import Address, Delegation, Membership


@require_safe
def directory(request):
    """Everyone who takes part, or those that are asked for."""
    require(request.actor, "accounts.keep_directory", None)
    everyone = lines(request.at, searched=bool(request.GET.get("q")))
    form = DirectoryFilter(request.GET, groups=groups_of(everyone))
    found = narrowed(everyone, **form.cleaned_data) if form.is_valid() else []
    context = {
        "form": form,
        "problems": [message for found in form.errors.values() for message in found],
        "lines": found,
        "total": len(everyone),
        "asked": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "accounts/directory.html", context, status=400 if form.errors else 200)


@require_safe
def directory_csv(request):
    """The whole directory as a table that can be brought in again."""
    require(request.actor, "accounts.keep_directory", None)
    rows = [entry.cells() for entry in directory_file.entries(request.at.date()).values()]
    response = HttpResponse(tables.written([directory_file.COLUMNS, *rows]), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="directory-{request.at:%Y-%m-%d}.csv"'
    return response


@require_safe
def delegation(request, code):
    """What is kept of one delegation."""
    return _page(request, access(Delegation.objects, request.actor, "accounts.read_delegation", code=code))


@require_POST
def edit_delegation(request, code):
    found = access(Delegation.objects, request.actor, "accounts.keep_directory", code=code)
    form = DelegationForm(request.POST)
    return _act(request, found, form, name="edit_form", action=actions.edit_delegation, done=_("The entry is saved."))


@require_POST
def add_name(request, code):
    found = access(Delegation.objects, request.actor, "accounts.keep_directory", code=code)
    form = NameForm(request.POST)
    return _act(request, found, form, name="name_form", action=actions.add_name, done=_("The name is entered."))


@require_POST
def amend_name(request, code, pk):
    found = access(Delegation.objects, request.actor, "accounts.keep_directory", code=code)
    row = get_object_or_404(found.names, pk=pk)
    form = AmendNameForm(request.POST, prefix=f"name-{pk}")
    return _act(
        request, found, form, name="amend_form", action=actions.amend_name, done=_("The name is amended."), row=row
    )


@require_POST
@freshly_signed_in
def add_address(request, code):
    found = access(Delegation.objects, request.actor, "accounts.keep_addresses", code=code)
    form = AddressForm(request.POST)
    answer = _act(
        request,
        found,
        form,
        name="address_form",
        action=actions.add_address,
        done=_("The address is entered and in use."),
    )
    if not form.errors:
        _warn_if_doubled(request, found, form.cleaned_data["email"])
    return answer


@require_POST
@freshly_signed_in
def edit_address(request, code, pk):
    found = access(Delegation.objects, request.actor, "accounts.keep_addresses", code=code)
    row = get_object_or_404(found.addresses, pk=pk)
    form = EditAddressForm(request.POST, prefix=f"address-{pk}")
    return _act(
        request,
        found,
        form,
        name="address_edit_form",
        action=actions.edit_address,
        done=_("The address is saved."),
        row=row,
    )


@require_POST
def join_group(request, code):
    found = access(Delegation.objects, request.actor, "accounts.keep_directory", code=code)
    form = JoinForm(request.POST)
    return _act(request, found, form, name="join_form", action=_join, done=_("The membership is entered."))


def _join(delegation, *, group, **cleaned):
    return group_actions.add_members(group, members=[delegation], **cleaned)


@require_POST
def leave_group(request, code, pk):
    found = access(Delegation.objects, request.actor, "accounts.keep_directory", code=code)
    row = get_object_or_404(found.group_memberships.select_related("group"), pk=pk)
    form = LeaveForm(request.POST, prefix=f"leave-{pk}")
    return _act(request, found, form, name="leave_form", action=_leave, done=_("The day is entered."), row=row)


def _leave(membership, **cleaned):
    return group_actions.end_group_memberships(membership.group, memberships=[membership], **cleaned)


def _act(request, found, form, *, name, action, done, row=None):
    """Do ``action`` to ``row`` or the delegation with what the form says; or show the page with what is wrong."""
    if form.is_valid():
        try:
            action(row or found, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            if error.code == actions.CHANGED_MEANWHILE:
                (row or found).refresh_from_db()
                form.rebase((row or found).revision())
        else:
            messages.success(request, done)
            return redirect(found)
    found.refresh_from_db()
    return _page(request, found, **{name: form, "failed": row.pk if row else None})


def _warn_if_doubled(request, found, email):
    """Tell the secretariat; a delegation is told nothing of what others have."""
    if request.actor.capacity != Capacity.SECRETARIAT:
        return
    others = Address.objects.in_use().filter(email__iexact=email).exclude(delegation=found).select_related("delegation")
    if names := ", ".join(other.delegation.formal_name for other in others):
        messages.warning(request, _("This is an address of another delegation too: %(names)s.") % {"names": names})


def _page(request, found, failed=None, **forms):
    """The page of a delegation, with the forms for who may use them; ``forms`` are those that were sent in vain."""
    actor, day = request.actor, request.at.date()
    keeps, keeps_addresses = (actor.may(f"accounts.keep_{what}", found) for what in ("directory", "addresses"))
    context = {
        "delegation": found,
        "name": found.name_on(day),
        "names": _names(found, day, keeps, forms.pop("amend_form", None), failed),
        "addresses": _addresses(found, keeps_addresses, keeps, forms.pop("address_edit_form", None), failed),
        "groups": _groups(found, day, keeps, forms.pop("leave_form", None), failed),
        "members": Membership.objects.at(request.at).filter(delegation=found).count(),
        "keeps": keeps,
        "keeps_addresses": keeps_addresses,
        "failed": failed,
        "sent": list(sent_lately(found)) if keeps else [],
        "has_record": keeps and Event.objects.about(found).exists(),
        "zone": request.user.time_zone,
    }
    if keeps:
        context |= {"edit_form": DelegationForm.of(found), "name_form": NameForm(), "join_form": JoinForm()}
    if keeps_addresses:
        context["address_form"] = AddressForm()
    return render(request, "accounts/delegation.html", context | forms)


def _names(found, day, keeps, form, failed):
    """Every name, those in force first, each with whether it holds, its language and the form to end it."""
    rows = sorted(found.names.all(), key=lambda row: (not row.holds_on(day), list(LANGUAGE_NAMES).index(row.language)))
    for row in rows:
        row.holds, row.language_name = row.holds_on(day), LANGUAGE_NAMES.get(row.language, row.language)
        if keeps:
            initial = {"valid_to": row.valid_to, "confirmed": row.confirmed}
            row.form = form if row.pk == failed and form else AmendNameForm(initial=initial, prefix=f"name-{row.pk}")
            row.is_open = bool(row.form.errors)
    return rows


def _addresses(found, may_edit, keeps, form, failed):
    """Every address, those in use first, with what became of its mail, whose it is too, and the form to change it."""
    rows = sorted(found.addresses.all(), key=lambda row: (not row.active, row.email))
    health = health_of(found)
    others = {}
    for other in Address.objects.elsewhere(found) if keeps and rows else ():
        others.setdefault(other.email.lower(), []).append(other.delegation)
    for row in rows:
        row.health = health.get(row.email.lower(), Health())
        row.others = others.get(row.email.lower(), [])
        if may_edit:
            row.form = form if row.pk == failed and form else EditAddressForm.of(row)
            row.is_open = bool(row.form.errors)
    return rows


def _groups(found, day, keeps, form, failed):
    """Every membership in a group, those in force first, each with the form to end it."""
    rows = sorted(
        found.group_memberships.select_related("group"), key=lambda row: (not row.holds_on(day), row.group.name)
    )
    for row in rows:
        row.holds = row.holds_on(day)
        if keeps and row.valid_to is None:
            row.form = form if row.pk == failed and form else LeaveForm(prefix=f"leave-{row.pk}")
            row.is_open = bool(row.form.errors)
    return rows
