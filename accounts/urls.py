"""Invitations, below ``/accounts/``, before allauth's own addresses."""

from django.urls import path

from . import views

urlpatterns = [
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("invitation/<str:token>/", views.accept, name="accept_invitation"),
]
