"""Addresses at the root; a consultation's own begin with its slug. Every one has its line in the access table."""

from django.urls import include, path, register_converter

from . import record_pages, signing_in, views, webhooks
from .administration import site as administration


class Sha256Converter:
    """A SHA-256 hash in hexadecimal."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Sha256Converter, "sha256")

urlpatterns = [
    path("", views.index, name="index"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/second-factor/", signing_in.second_factor_page, name="second_factor"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("admin/", administration.urls),
    path("acting/", views.act_as, name="act_as"),
    path("verify/", views.verify, name="verify"),
    path("verify/<sha256:sha256>/", views.verify, name="verified"),
    path("verify/<sha256:sha256>.json", views.verified_json, name="verified_json"),
    path("styleguide/", views.styleguide, name="styleguide"),
    *webhooks.addresses(),
    path("demo/mail/", views.mail, name="mail"),
    path("demo/mail/<slug:key>/", views.mail_message, name="mail_message"),
    path("demo/mail/<slug:key>/<int:number>/", views.mail_attachment, name="mail_attachment"),
    path("record/", record_pages.portal_record, name="portal_record"),
    path("record.csv", record_pages.portal_record_csv, name="portal_record_csv"),
    path("record.json", record_pages.portal_record_json, name="portal_record_json"),
    path("record/<slug:kind>/<slug:name>/", record_pages.portal_record_of, name="portal_record_of"),
    path("", include("consultations.urls")),  # before the names of consultations: "new" is none
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/desk/", views.desk, name="desk"),
    path("<slug:slug>/desk/seen/", views.desk_seen, name="desk_seen"),
    path("<slug:slug>/record/", record_pages.consultation_record, name="consultation_record"),
    path("<slug:slug>/record.csv", record_pages.consultation_record_csv, name="consultation_record_csv"),
    path("<slug:slug>/record.json", record_pages.consultation_record_json, name="consultation_record_json"),
    path(
        "<slug:slug>/record/<slug:kind>/<slug:name>/",
        record_pages.consultation_record_of,
        name="consultation_record_of",
    ),
    path("", include("submissions.urls")),
    path("", include("drafts.urls")),
]
