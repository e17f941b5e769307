"""Addresses at the root; a consultation's own begin with its slug. Every one has its line in the access table."""

from django.urls import include, path, register_converter

from . import views


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
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("acting/", views.act_as, name="act_as"),
    path("verify/", views.verify, name="verify"),
    path("verify/<sha256:sha256>/", views.verify, name="verified"),
    path("verify/<sha256:sha256>.json", views.verified_json, name="verified_json"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("demo/mail/", views.mail, name="mail"),
    path("demo/mail/<slug:key>/", views.mail_message, name="mail_message"),
    path("demo/mail/<slug:key>/<int:number>/", views.mail_attachment, name="mail_attachment"),
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/desk/", views.desk, name="desk"),
    path("", include("submissions.urls")),
    path("", include("drafts.urls")),
    path("", include("consultations.urls")),
]
