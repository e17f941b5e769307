"""Invitations, members, the directory and the door, below ``/accounts/``, before allauth's own addresses."""

from django.urls import path

from . import views
from .views import directory, door, groups, importing

urlpatterns = [
    path("take-part/", door.take_part, name="take_part"),
    path("take-part/asked/", door.asked_to_take_part, name="asked_to_take_part"),
    path("applications/", door.applications, name="applications"),
    path("applications/<int:pk>/", door.application, name="application"),
    path("applications/<int:pk>/admit/", door.admit, name="admit"),
    path("applications/<int:pk>/decline/", door.decline, name="decline"),
    path("directory/", directory.directory, name="directory"),
    path("directory.csv", directory.directory_csv, name="directory_csv"),
    path("directory-from-file/", importing.preview_import, name="preview_import"),
    path("directory-from-file/confirm/", importing.import_directory, name="import_directory"),
    path("directory/<slug:code>/", directory.delegation, name="delegation"),
    path("directory/<slug:code>/edit/", directory.edit_delegation, name="edit_delegation"),
    path("directory/<slug:code>/names/", directory.add_name, name="add_name"),
    path("directory/<slug:code>/names/<int:pk>/", directory.amend_name, name="amend_name"),
    path("directory/<slug:code>/addresses/", directory.add_address, name="add_address"),
    path("directory/<slug:code>/addresses/<int:pk>/", directory.edit_address, name="edit_address"),
    path("directory/<slug:code>/groups/", directory.join_group, name="join_group"),
    path("directory/<slug:code>/groups/<int:pk>/", directory.leave_group, name="leave_group"),
    path("groups/", groups.groups, name="groups"),
    path("new-group/", groups.create_group, name="create_group"),
    path("groups/<slug:code>/", groups.group, name="group"),
    path("groups/<slug:code>/members/", groups.add_members, name="add_members"),
    path("groups/<slug:code>/end/", groups.end_group_memberships, name="end_group_memberships"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/many/", views.many_invitations, name="many_invitations"),
    path("invitations/many/send/", views.invite_many, name="invite_many"),
    path("invitations/many.csv", views.invitations_template, name="invitations_template"),
    path("invitations/<int:pk>/resend/", views.resend_invitation, name="resend_invitation"),
    path("invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("invitation/<str:token>/", views.accept, name="accept_invitation"),
    path("delegations/<slug:code>/members/", views.members, name="members"),
    path("delegations/<slug:code>/members/<int:pk>/change/", views.change_member, name="change_member"),
    path("delegations/<slug:code>/members/<int:pk>/end/", views.end_member, name="end_member"),
    path("delegations/<slug:code>/members/<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("delegations/<slug:code>/members/<int:pk>/acting/", views.appoint_acting, name="appoint_acting"),
]
