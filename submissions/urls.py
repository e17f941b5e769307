"""Addresses of the inputs, below ``/<consultation>/``. Those of design are permanent; a working copy has its own."""

from django.urls import path, register_converter

from . import views
from .models.submission import REFERENCE


class InputReferenceConverter:
    """``PRT-2019-1``: code of the delegation, year and serial number."""

    regex = REFERENCE

    def to_python(self, value):
        code, year, serial = value.rsplit("-", 2)
        return code, int(year), int(serial)

    def to_url(self, value):
        return value if isinstance(value, str) else "-".join(map(str, value))


register_converter(InputReferenceConverter, "input")

app_name = "submissions"

urlpatterns = [
    path("<slug:slug>/inputs/", views.inputs, name="inputs"),
    path("<slug:slug>/inputs.json", views.inputs_json, name="inputs_json"),
    path("<slug:slug>/inputs.atom", views.inputs_atom, name="inputs_atom"),
    path("<slug:slug>/inputs.csv", views.inputs_csv, name="inputs_csv"),
    path("<slug:slug>/inputs/themes/", views.themes, name="themes"),
    path("<slug:slug>/inputs/themes.csv", views.themes_csv, name="themes_csv"),
    path("<slug:slug>/inputs/themes/<int:pk>/", views.theme, name="theme"),
    path("<slug:slug>/inputs/themes/<int:pk>.csv", views.theme_csv, name="theme_csv"),
    path("<slug:slug>/inputs/themes/<int:pk>/change/", views.change_theme, name="change_theme"),
    path("<slug:slug>/inputs/themes/<int:pk>/move/", views.move_theme, name="move_theme"),
    path("<slug:slug>/inputs/themes/<int:pk>/close/", views.close_theme, name="close_theme"),
    path("<slug:slug>/inputs/themes/<int:pk>/reopen/", views.reopen_theme, name="reopen_theme"),
    path("<slug:slug>/inputs/excerpts/<int:pk>/remove/", views.uncode, name="uncode"),
    path("<slug:slug>/inputs/<input:reference>/code/", views.code, name="code"),
    path("<slug:slug>/inputs/new/", views.new, name="new"),
    path("<slug:slug>/inputs/paper/", views.enter_on_paper, name="enter_on_paper"),
    path("<slug:slug>/inputs/<input:reference>/scan/", views.paper_scan, name="paper_scan"),
    path("<slug:slug>/inputs/<input:reference>/confirm/", views.confirm_paper, name="confirm_paper"),
    path("<slug:slug>/inputs/compilation/", views.compilation, name="compilation"),
    path("<slug:slug>/inputs/compilation.docx", views.compilation_docx, name="compilation_docx"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/", views.edit, name="edit"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/autosave/", views.autosave, name="autosave"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/here/", views.here, name="here"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/key/", views.key, name="key"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/history/", views.history, name="history"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/history/restore/", views.restore, name="restore"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/clear/", views.clear, name="clear"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/preview/", views.preview, name="preview"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/submit/", views.submit, name="submit"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/return/", views.return_to_draft, name="return_to_draft"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/revise/", views.revise, name="revise"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/name/", views.name, name="name"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/files/", views.files, name="files"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/files/<int:number>/", views.own_file, name="own_file"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/files/<int:number>/change/", views.change_file, name="change_file"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/files/<int:number>/remove/", views.remove_file, name="remove_file"),
    path("<slug:slug>/inputs/mine/<uuid:copy>/files/<int:number>/assign/", views.assign, name="assign"),
    path("<slug:slug>/inputs/form/<int:call>.docx", views.form_docx, name="form_docx"),
    path("<slug:slug>/inputs/<input:reference>/files/<int:number>/", views.input_file, name="input_file"),
    path("<slug:slug>/inputs/<input:reference>/associate/", views.associate, name="associate"),
    path("<slug:slug>/inputs/<input:reference>/disown/", views.disown, name="disown"),
    path("<slug:slug>/inputs/<input:reference>/", views.submission, name="submission"),
    path("<slug:slug>/inputs/<input:reference>.json", views.submission_json, name="submission_json"),
    path("<slug:slug>/inputs/<input:reference>.pdf", views.submission_pdf, name="submission_pdf"),
    path("<slug:slug>/inputs/<input:reference>/changes/", views.compare_versions, name="compare_versions"),
    path("<slug:slug>/inputs/<input:reference>/receipt/", views.receipt_again, name="receipt_again"),
    path("<slug:slug>/meetings/<int:number>/statements.json", views.statements_json, name="statements_json"),
    path("<slug:slug>/meetings/<int:number>/statements/new/", views.add_statement, name="add_statement"),
    path("<slug:slug>/meetings/<int:number>/statements/<int:order>/", views.statement, name="statement"),
    path(
        "<slug:slug>/meetings/<int:number>/statements/<int:order>/withdraw/",
        views.withdraw_statement,
        name="withdraw_statement",
    ),
]
