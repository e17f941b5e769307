"""What administrators see of the machine, in Django's admin: accounts, roles, the outbox and long work.

They run the machine and read nobody's text: no input, letter or draft is here, no body of a message (a receipt holds
an input, an invitation a way in), no secret of a second factor. Nobody can act as somebody else. Every change is an
Event like any other; nothing can be deleted.
"""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from accounts.views.posting import fresh_to_post
from consultations.actions.people import facts_of
from consultations.models import CoFacilitator, Consultation, Role
from record.actor import Capacity
from record.models import Delivery, Event, Job, Verb


class AdminSite(admin.AdminSite):
    """For whoever acts as administrator. One signs in where everybody does; to all others there is nothing here."""

    site_header = site_title = _("Administration")
    index_title = _("The machine")
    final_catch_all_view = False
    enable_nav_sidebar = False

    def has_permission(self, request):
        return request.user.is_active and request.actor.capacity == Capacity.ADMINISTRATOR

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def inner(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return inner

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """The portal's own sign-in, with its second factor and its limits, and back."""
        after = request.GET.get("next") or resolve_url("admin:index")
        return redirect(f"{resolve_url('account_login')}?{urlencode({'next': after})}")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("account_change_password")


site = AdminSite()


class Looking(admin.ModelAdmin):
    """Rows to look at: none is added, changed or deleted here."""

    list_per_page = 100
    show_full_result_count = False
    actions = None

    def lookup_allowed(self, lookup, value, request=None):
        """Only what the list offers as a filter: any other column, such as the text of a message, could be read letter
        by letter from what is found.
        """
        return lookup.partition("__")[0] in self.list_filter and super().lookup_allowed(lookup, value, request)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def get_changeform_initial_data(self, request):
        """Nothing is filled in from the address."""
        return {}

    def has_view_permission(self, request, obj=None):
        return site.has_permission(request)

    def has_module_permission(self, request):
        return site.has_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Recorded(Looking):
    """Rows that can be changed, with an event for every change, which names the fields and not what stood in them."""

    @method_decorator(fresh_to_post)
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    def has_change_permission(self, request, obj=None):
        return site.has_permission(request)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        verb = Verb.CHANGED if change else Verb.CREATED
        facts = {"fields": sorted(form.changed_data), **self.facts(obj)}
        Event.objects.record(obj, verb, by=request.actor, consultation=getattr(obj, "consultation", None), **facts)

    def facts(self, obj):
        return {}


@admin.register(User, site=site)
class UserAdmin(Recorded):
    """Accounts come by invitation. Here one is closed, or opened again; passwords are their owners' alone."""

    list_display = ["email", "name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", "language", "time_zone", "is_active", "is_superuser", "date_joined", "last_login"]
    readonly_fields = ["email", "is_superuser", "date_joined", "last_login"]

    def has_change_permission(self, request, obj=None):
        """Nobody closes their own account, so that one administrator is always left."""
        return super().has_change_permission(request, obj) and (obj is None or obj != request.user)


class Term(Recorded):
    """What a person is in a consultation, from one instant to another: added and ended."""

    autocomplete_fields = ["user"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Nobody gives a part to themselves."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.exclude(pk=request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request):
        return site.has_permission(request)

    def get_readonly_fields(self, request, obj=None):
        """Of a row that exists only its end can be changed: who was what, and since when, stays true."""
        return [name for name in self.fields if name != "ends_at"] if obj else []

    def facts(self, obj):
        return facts_of(obj)


@admin.register(Role, site=site)
class RoleAdmin(Term):
    list_display = ["user", "consultation", "kind", "starts_at", "ends_at"]
    list_filter = ["consultation", "kind"]
    list_select_related = ["user", "consultation"]
    fields = ["user", "consultation", "kind", "starts_at", "ends_at"]


@admin.register(CoFacilitator, site=site)
class CoFacilitatorAdmin(Term):
    list_display = ["printed_name", "consultation", "delegation", "starts_at", "ends_at"]
    list_filter = ["consultation"]
    list_select_related = ["consultation", "delegation"]
    fields = [
        "consultation", "user", "delegation", "order", "printed_name", "printed_function", "starts_at", "ends_at",
    ]  # fmt: skip


@admin.register(Consultation, site=site)
class ConsultationAdmin(Looking):
    list_display = ["short_title", "slug", "opens_on", "expected_end", "contact"]


@admin.register(Membership, site=site)
class MembershipAdmin(Looking):
    list_display = ["user", "delegation", "role", "starts_at", "ends_at"]
    list_filter = ["role"]
    list_select_related = ["user", "delegation"]
    search_fields = ["user__email", "user__name", "delegation__code"]


@admin.register(Delivery, site=site)
class DeliveryAdmin(Looking):
    """Whether mail leaves. Of messages about inputs not even the row is here: it would say that there is one. Nor is
    it of reminders to those who have, or have not, written one.
    """

    list_display = ["queued_at", "kind", "address", "state", "attempts", "answer", "sent_at"]
    list_filter = ["state"]
    search_fields = ["address"]
    ordering = ["-queued_at"]
    fields = [*list_display, "retry_after", "lease_until", "consultation"]

    def get_queryset(self, request):
        return super().get_queryset(request).told()


@admin.register(Job, site=site)
class JobAdmin(Looking):
    list_display = ["at", "task", "state", "attempts", "done", "total", "reason"]
    list_filter = ["state"]
    ordering = ["-at"]
    fields = [*list_display, "lease_until", "consultation"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(target_type__app_label="submissions")
