"""What other apps show on the page of an input: each registers a panel, so that this app knows none of them."""

PANELS = {}


def register(name, panel):
    """Let ``panel(request, version)`` give a template and its context for the page of an input, or ``None``.

    Asked only where the reader is shown the text of the version.
    """
    PANELS[name] = panel


def of(request, version):
    """The panels that have something to show to this reader, as pairs of template and context."""
    found = (panel(request, version) for panel in PANELS.values())
    return [panel for panel in found if panel]
