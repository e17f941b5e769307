"""The portal's addresses as they are where a mail service reports to it."""

from django.urls import path

from imrf_portal import webhooks
from imrf_portal.urls import urlpatterns as ours

urlpatterns = [path("mail/<slug:service>/tracking/", webhooks.mail_report, name="mail_report"), *ours]
