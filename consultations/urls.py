"""Addresses below ``/<consultation>/``. Those of design are permanent; a circular in preparation has its own."""

from django.urls import path, register_converter

from . import views
from .models.circular import REFERENCE
from .views.calendar import MonthConverter


class ReferenceConverter:
    """``2019-001``: year and serial number."""

    regex = REFERENCE

    def to_python(self, value):
        year, serial = value.split("-")
        return int(year), int(serial)

    def to_url(self, value):
        return value if isinstance(value, str) else f"{value[0]}-{value[1]:03d}"


register_converter(ReferenceConverter, "reference")
register_converter(MonthConverter, "month")

app_name = "consultations"

urlpatterns = [
    path("new/", views.new_consultation, name="new_consultation"),
    path("<slug:slug>/setup/", views.setup, name="setup"),
    path("<slug:slug>/setup/facts/", views.change_consultation, name="change_consultation"),
    path("<slug:slug>/setup/rooms/", views.change_rooms, name="change_rooms"),
    path("<slug:slug>/setup/publish/", views.publish, name="publish"),
    path("<slug:slug>/setup/cofacilitators/new/", views.add_cofacilitator, name="add_cofacilitator"),
    path("<slug:slug>/setup/cofacilitators/<int:pk>/", views.change_cofacilitator, name="change_cofacilitator"),
    path("<slug:slug>/setup/cofacilitators/<int:pk>/end/", views.end_cofacilitator, name="end_cofacilitator"),
    path("<slug:slug>/setup/roles/new/", views.give_role, name="give_role"),
    path("<slug:slug>/setup/roles/<int:pk>/end/", views.end_role, name="end_role"),
    path("<slug:slug>/setup/calls/", views.calls, name="calls"),
    path("<slug:slug>/setup/calls/new/", views.new_call, name="new_call"),
    path("<slug:slug>/setup/calls/<int:number>/", views.change_call, name="change_call"),
    path("<slug:slug>/setup/calls/<int:number>/questions/", views.change_questions, name="change_questions"),
    path("<slug:slug>/setup/calls/<int:number>/extend/", views.extend_call, name="extend_call"),
    path("<slug:slug>/setup/calls/<int:number>/close/", views.close_call, name="close_call"),
    path("<slug:slug>/setup/calls/<int:number>/reopen/", views.reopen_call, name="reopen_call"),
    path("<slug:slug>/setup/calls/<int:number>/more-time/", views.give_time, name="give_time"),
    path("<slug:slug>/setup/calls/<int:number>/more-time/<slug:code>/end/", views.end_time, name="end_time"),
    path("<slug:slug>.json", views.overview_json, name="overview_json"),
    path("<slug:slug>/calendar/", views.calendar, name="calendar"),
    path("<slug:slug>/calendar.ics", views.calendar_ics, name="calendar_ics"),
    path("<slug:slug>/calendar.json", views.calendar_json, name="calendar_json"),
    path("<slug:slug>/calendar/<month:month>/", views.calendar_month, name="calendar_month"),
    path("<slug:slug>/calendar/own/", views.own_calendar, name="own_calendar"),
    path("<slug:slug>/calendar/own/renew/", views.renew_calendar, name="renew_calendar"),
    path("<slug:slug>/calendar/own/close/", views.close_calendar, name="close_calendar"),
    path("<slug:slug>/calendar/own/<slug:secret>.ics", views.private_ics, name="private_ics"),
    path("<slug:slug>/documents/", views.documents, name="documents"),
    path("<slug:slug>/documents.json", views.documents_json, name="documents_json"),
    path("<slug:slug>/documents/new/", views.new_document, name="new_document"),
    path("<slug:slug>/documents/<int:number>/", views.document, name="document"),
    path("<slug:slug>/documents/<int:number>/change/", views.change_document, name="change_document"),
    path("<slug:slug>/documents/<int:number>/remove/", views.remove_document, name="remove_document"),
    path("<slug:slug>/documents/<int:number>/restore/", views.restore_document, name="restore_document"),
    path("<slug:slug>/documents/<int:number>/file/", views.document_file, name="document_file"),
    path("<slug:slug>/meetings/new/", views.new_meeting, name="new_meeting"),
    path("<slug:slug>/meetings/<int:number>/change/", views.change_meeting, name="change_meeting"),
    path("<slug:slug>/meetings/<int:number>/postpone/", views.postpone_meeting, name="postpone_meeting"),
    path("<slug:slug>/meetings/<int:number>/cancel/", views.cancel_meeting, name="cancel_meeting"),
    path("<slug:slug>/meetings/<int:number>/report/", views.report_meeting, name="report_meeting"),
    path("<slug:slug>/meetings/<int:number>/invitation/", views.ask_invitation, name="ask_invitation"),
    path("<slug:slug>/meetings/<int:number>/invitation/stop/", views.stop_invitation, name="stop_invitation"),
    path("<slug:slug>/meetings/<int:number>/documents.zip", views.meeting_documents, name="meeting_documents"),
    path("<slug:slug>/meetings/<int:number>/", views.meeting, name="meeting"),
    path("<slug:slug>/meetings/<int:number>.ics", views.meeting_ics, name="meeting_ics"),
    path("<slug:slug>/meetings/<int:number>.json", views.meeting_json, name="meeting_json"),
    path("<slug:slug>/reminders/", views.reminders, name="reminders"),
    path("<slug:slug>/reminders/new/", views.new_reminder, name="new_reminder"),
    path("<slug:slug>/reminders/<int:pk>/", views.reminder, name="reminder"),
    path("<slug:slug>/reminders/<int:pk>/change/", views.change_reminder, name="change_reminder"),
    path("<slug:slug>/reminders/<int:pk>/stop/", views.stop_reminder, name="stop_reminder"),
    path("<slug:slug>/reminders/<int:pk>/resume/", views.resume_reminder, name="resume_reminder"),
    path("<slug:slug>/reminders/dates/new/", views.new_deadline, name="new_deadline"),
    path("<slug:slug>/reminders/dates/<int:pk>/change/", views.change_deadline, name="change_deadline"),
    path("<slug:slug>/reminders/dates/<int:pk>/end/", views.end_deadline, name="end_deadline"),
    path("<slug:slug>/circulars/", views.circulars, name="circulars"),
    path("<slug:slug>/circulars.json", views.circulars_json, name="circulars_json"),
    path("<slug:slug>/circulars.atom", views.circulars_atom, name="circulars_atom"),
    path("<slug:slug>/circulars/<reference:reference>/", views.circular, name="circular"),
    path("<slug:slug>/circulars/<reference:reference>.pdf", views.circular_pdf, name="circular_pdf"),
    path("<slug:slug>/circulars/<reference:reference>.json", views.circular_json, name="circular_json"),
    path("<slug:slug>/circulars/<reference:reference>/scan.pdf", views.circular_scan, name="circular_scan"),
    path("<slug:slug>/circulars/<reference:reference>/enclosures/<int:order>/", views.enclosure, name="enclosure"),
    path("<slug:slug>/circulars/<reference:reference>/scan/", views.add_scan, name="add_scan"),
    path("<slug:slug>/circulars/<reference:reference>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/circulars/<reference:reference>/reach/", views.reach, name="reach"),
    path("<slug:slug>/circulars/<reference:reference>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<slug:slug>/circulars/<reference:reference>/reach/call-list.csv", views.call_list, name="call_list"),
    path("<slug:slug>/circulars/<reference:reference>/reach/stop/", views.stop_dispatch, name="stop_dispatch"),
    path("<slug:slug>/circulars/<reference:reference>/reach/resume/", views.resume_dispatch, name="resume_dispatch"),
    path("<slug:slug>/circulars/<reference:reference>/reach/again/", views.send_again, name="send_again"),
    path(
        "<slug:slug>/circulars/<reference:reference>/reach/of/<slug:code>/",
        views.reach_delegation,
        name="reach_delegation",
    ),
    path(
        "<slug:slug>/circulars/<reference:reference>/reach/<int:pk>/bounced/", views.mark_bounced, name="mark_bounced"
    ),
    path("<slug:slug>/circulars/<reference:reference>/reach/<int:pk>/", views.settle_delivery, name="settle_delivery"),
    path("<slug:slug>/circulars/<reference:reference>/print/", views.print_runs, name="print_runs"),
    path("<slug:slug>/circulars/<reference:reference>/print/<int:pk>/", views.print_run, name="print_run"),
    path("<slug:slug>/circulars/<reference:reference>/print/<int:pk>.pdf", views.print_run_file, name="print_run_file"),
    path(
        "<slug:slug>/circulars/<reference:reference>/print/<int:pk>/again/",
        views.retry_print_run,
        name="retry_print_run",
    ),
    path("<slug:slug>/circulars/new/", views.new_circular, name="new_circular"),
    path("<slug:slug>/circulars/drafts/<int:pk>/", views.draft_circular, name="draft_circular"),
    path("<slug:slug>/circulars/drafts/<int:pk>/edit/", views.edit_circular, name="edit_circular"),
    path("<slug:slug>/circulars/drafts/<int:pk>/autosave/", views.autosave, name="autosave_circular"),
    path("<slug:slug>/circulars/drafts/<int:pk>/enclosures/", views.add_enclosure, name="add_enclosure"),
    path(
        "<slug:slug>/circulars/drafts/<int:pk>/enclosures/<int:order>/",
        views.draft_enclosure,
        name="draft_enclosure",
    ),
    path(
        "<slug:slug>/circulars/drafts/<int:pk>/enclosures/<int:order>/remove/",
        views.remove_enclosure,
        name="remove_enclosure",
    ),
    path("<slug:slug>/circulars/drafts/<int:pk>/request-approval/", views.request_approval, name="request_approval"),
    path("<slug:slug>/circulars/drafts/<int:pk>/approve/", views.approve, name="approve"),
    path("<slug:slug>/circulars/drafts/<int:pk>/return/", views.return_to_draft, name="return_to_draft"),
    path("<slug:slug>/circulars/drafts/<int:pk>/issue/", views.issue, name="issue"),
    path("<slug:slug>/circulars/drafts/<int:pk>/print-again/", views.retry_issue, name="retry_issue"),
    path("<slug:slug>/circulars/drafts/<int:pk>/discard/", views.discard, name="discard"),
    path("<slug:slug>/circulars/drafts/<int:pk>/progress/", views.progress, name="progress"),
    path("<slug:slug>/sent/", views.sent, name="sent"),
    path("<slug:slug>/sent/<slug:code>/", views.sent_to, name="sent_to"),
    path("<slug:slug>/copies/ask/", views.ask_copies, name="ask_copies"),
    path("<slug:slug>/copies/stop/", views.stop_copies, name="stop_copies"),
]
