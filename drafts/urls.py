"""Addresses below ``/<consultation>/drafts/``. Those of reading are permanent; ``<int:number>`` is the version's."""

from django.urls import path, register_converter

from . import views

app_name = "drafts"


class Cited:
    """A paragraph as people cite it: ``OP4``, ``OP4-bis``, ``PP2``, ``A1.2-a``."""

    regex = r"(?:[Pp][Pp]|[Oo][Pp]|[Aa][0-9]{1,3}[.])[0-9]{1,4}[^/]{0,60}"
    to_python = to_url = str


register_converter(Cited, "cited")

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
    path(f"{VERSION}/call/", views.call_by_paragraph, name="call_by_paragraph"),
    path(f"{VERSION}/comments/", views.comments, name="comments"),
    path(f"{VERSION}/comments/<int:order>/withdraw/", views.withdraw_comment, name="withdraw_comment"),
    path(f"{PARAGRAPH}/comment/", views.comment, name="comment"),
    path(f"{VERSION}/traces/", views.traces, name="traces"),
    path(f"{VERSION}/traces/answers/", views.trace, name="trace"),
    path(f"{VERSION}/traces/<int:pk>/change/", views.change_trace, name="change_trace"),
    path(f"{VERSION}/traces/<int:pk>/remove/", views.untrace, name="untrace"),
    path(f"{VERSION}/check/", views.check, name="check"),
    path(f"{VERSION}/check/follow/", views.follow_references, name="follow_references"),
    path(f"{VERSION}/next/", views.begin_next, name="begin_next"),
    path(f"{VERSION}/edit/", views.edit, name="edit"),
    path(f"{VERSION}/edit/head/", views.edit_version, name="edit_version"),
    path(f"{VERSION}/edit/presence/", views.presence, name="presence"),
    path(f"{VERSION}/edit/undo/", views.undo, name="undo"),
    path(f"{VERSION}/edit/deleted/", views.deleted_paragraphs, name="deleted_paragraphs"),
    path(f"{VERSION}/discard/", views.discard, name="discard"),
    path(f"{VERSION}/import/", views.bring_in, name="bring_in"),
    path(f"{VERSION}/import/<int:pk>/", views.read_import, name="read_import"),
    path(f"{VERSION}/import/<int:pk>/correct/", views.correct_import, name="correct_import"),
    path(f"{VERSION}/import/<int:pk>/take-over/", views.take_over, name="take_over"),
    path(f"{VERSION}/ask-for-release/", views.ask_for_release, name="ask_for_release"),
    path(f"{VERSION}/approve-release/", views.approve_release, name="approve_release"),
    path(f"{VERSION}/print-again/", views.print_again, name="print_again"),
    path(f"{VERSION}/paragraphs/", views.insert_first, name="insert_first"),
    path(f"{PARAGRAPH}/journey/", views.paragraph_journey, name="paragraph_journey"),
    path(f"{PARAGRAPH}/", views.edit_paragraph, name="edit_paragraph"),
    path(f"{PARAGRAPH}/insert/", views.insert_paragraph, name="insert_paragraph"),
    path(f"{PARAGRAPH}/now/", views.paragraph_now, name="paragraph_now"),
    path(f"{PARAGRAPH}/lease/", views.lease, name="lease"),
    path(f"{PARAGRAPH}/before/", views.insert_before, name="insert_before"),
    path(f"{PARAGRAPH}/move/", views.move_paragraph, name="move_paragraph"),
    path(f"{PARAGRAPH}/indent/", views.indent_paragraph, name="indent_paragraph"),
    path(f"{PARAGRAPH}/outdent/", views.outdent_paragraph, name="outdent_paragraph"),
    path(f"{PARAGRAPH}/history/", views.paragraph_history, name="paragraph_history"),
    path(f"{PARAGRAPH}/history/restore/", views.restore_edition, name="restore_edition"),
    path(f"{PARAGRAPH}/restore/", views.restore_paragraph, name="restore_paragraph"),
    path(f"{PARAGRAPH}/up/", views.move_up, name="move_up"),
    path(f"{PARAGRAPH}/down/", views.move_down, name="move_down"),
    path(f"{PARAGRAPH}/split/", views.split_paragraph, name="split_paragraph"),
    path(f"{PARAGRAPH}/merge/", views.merge_with_next, name="merge_with_next"),
    path(f"{PARAGRAPH}/delete/", views.delete_paragraph, name="delete_paragraph"),
    path(f"{VERSION}/<cited:cited>/", views.paragraph, name="paragraph"),
]
