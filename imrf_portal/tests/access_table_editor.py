"""What each role is answered at the addresses of the editor; the columns are those of ``access_table``.

Only those who write the text see who writes where, what was left behind and what can be undone. A working draft does
not exist for others; of a released one they know, but not how it was written.
"""

from .access_table import BY_FORM

SEEN = "302 404 404 404 404 404 200 200 403 404"
SEEN_RELEASED = "302 403 403 403 403 403 200 200 403 403"
DONE = "302 404 404 404 404 404 302 302 403 404"
DONE_RELEASED = "302 403 403 403 403 403 302 302 403 403"
PAGES = ["presence", "deleted_paragraphs", "paragraph_now", "paragraph_history"]
ANSWERED = ["lease", "insert_before", "move_paragraph", "indent_paragraph", "outdent_paragraph"]
LED_BACK = ["undo", "restore_edition", "restore_paragraph"]

ACCESS = {
    f"{method} drafts:{name} {state}": answer
    for names, read, working, released in (
        (PAGES, "", SEEN, SEEN_RELEASED),
        (ANSWERED, BY_FORM, SEEN, SEEN_RELEASED),
        (LED_BACK, BY_FORM, DONE, DONE_RELEASED),
    )
    for name in names
    for method, state, answer in (
        ("GET", "working", read or working),
        ("GET", "released", read or released),
        ("POST", "working", working if read else BY_FORM),
        ("POST", "released", released if read else BY_FORM),
    )
}
