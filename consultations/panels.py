"""What other apps show on the page of a meeting: each registers a panel, so that this app knows none of them."""

PANELS = {}


def register(name, panel):
    """Let ``panel(request, meeting)`` give a template and its context for the page of a meeting, or ``None``."""
    PANELS[name] = panel


def of(request, meeting):
    """The panels that have something to show to this reader, as pairs of template and context."""
    found = (panel(request, meeting) for panel in PANELS.values())
    return [panel for panel in found if panel]
