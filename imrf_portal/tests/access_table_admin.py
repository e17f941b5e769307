"""Django's admin in the access table: to the administrator what the lists of the machine allow, to nobody else."""

from imrf_portal.administration import Recorded, Term, site

NOBODY_ELSE = "302 404 404 404 404 404 404 404 404"
SIGN_IN = "302 302 302 302 302 302 302 302 302 302"


def _line(status):
    return f"{NOBODY_ELSE} {status}"


ACCESS = {
    "GET admin:index": _line(200),
    "POST admin:index": _line(200),  # the same page; it changes nothing
    "GET admin:login": SIGN_IN,
    "POST admin:login": SIGN_IN,
    "GET admin:logout": _line(302),
    "POST admin:logout": _line(302),
    "GET admin:password_change": _line(302),
    "POST admin:password_change": _line(302),
    "GET admin:password_change_done": _line(302),
    "POST admin:password_change_done": _line(302),
    "GET admin:autocomplete": _line(403),
    "POST admin:autocomplete": _line(405),
    "GET admin:jsi18n": _line(200),
    "POST admin:jsi18n": _line(405),
    "GET admin:view_on_site": _line(404),
    "POST admin:view_on_site": _line(404),
    "GET admin:app_list": _line(200),
    "POST admin:app_list": _line(200),
}
# The rows of the pages of one object are asked for one that does not exist: who may look is sent back to the index.
for model, shown in site._registry.items():
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    add = 200 if isinstance(shown, Term) else 403
    changes = 302 if isinstance(shown, Recorded) else 403
    for method, change in (("GET", 302), ("POST", changes)):
        ACCESS |= {
            f"{method} {name}_changelist": _line(200),
            f"{method} {name}_add": _line(add),
            f"{method} {name}_history": _line(302),
            f"{method} {name}_delete": _line(403),
            f"{method} {name}_change": _line(change),
        }
