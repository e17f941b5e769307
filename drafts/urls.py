"""Addresses below ``/<consultation>/drafts/``. Those of reading are permanent; ``<int:number>`` is the version's."""

from django.urls import path

from . import views

app_name = "drafts"

VERSION = "<slug:slug>/drafts/<int:number>"
PARAGRAPH = f"{VERSION}/paragraphs/<uuid:key>"

urlpatterns = [
    path("<slug:slug>/drafts/", views.versions, name="versions"),
    path("<slug:slug>/drafts.json", views.versions_json, name="versions_json"),
    path("<slug:slug>/drafts/new/", views.begin, name="begin"),
    path(f"{VERSION}/", views.version, name="version"),
    path(f"{VERSION}.json", views.version_json, name="version_json"),
    path(f"{VERSION}.pdf", views.version_pdf, name="version_pdf"),
    path(f"{VERSION}.docx", views.version_docx, name="version_docx"),
    path(f"{VERSION}.xml", views.version_xml, name="version_xml"),
    path(f"{VERSION}/print/", views.print_version, name="print_version"),
    path(f"{VERSION}/compare/<int:other>/", views.compare, name="compare"),
    path(f"{VERSION}/compare/<int:other>.docx", views.compare_docx, name="compare_docx"),
    path(f"{VERSION}/compare/<int:other>.pdf", views.compare_pdf, name="compare_pdf"),
    path(f"{VERSION}/next/", views.begin_next, name="begin_next"),
    path(f"{VERSION}/edit/", views.edit, name="edit"),
    path(f"{VERSION}/edit/head/", views.edit_version, name="edit_version"),
    path(f"{VERSION}/discard/", views.discard, name="discard"),
    path(f"{VERSION}/ask-for-release/", views.ask_for_release, name="ask_for_release"),
    path(f"{VERSION}/approve-release/", views.approve_release, name="approve_release"),
    path(f"{VERSION}/print-again/", views.print_again, name="print_again"),
    path(f"{VERSION}/paragraphs/", views.insert_first, name="insert_first"),
    path(f"{PARAGRAPH}/", views.edit_paragraph, name="edit_paragraph"),
    path(f"{PARAGRAPH}/insert/", views.insert_paragraph, name="insert_paragraph"),
    path(f"{PARAGRAPH}/up/", views.move_up, name="move_up"),
    path(f"{PARAGRAPH}/down/", views.move_down, name="move_down"),
    path(f"{PARAGRAPH}/split/", views.split_paragraph, name="split_paragraph"),
    path(f"{PARAGRAPH}/merge/", views.merge_with_next, name="merge_with_next"),
    path(f"{PARAGRAPH}/delete/", views.delete_paragraph, name="delete_paragraph"),
]
