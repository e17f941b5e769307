"""The fonts of print: a file for each weight, pinned from the packages' variable fonts by HarfBuzz.

A variable font would be pinned anew for each document, which takes longer than all the rest of a letter, and Pango
would measure it at its default optical size, 20 points, while the file shows it at the size of the text.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

from .folders import made_once

WEIGHTS = (400, 600, 700)  # those that the style sheets of print ask for
# What else is pinned, by package: the optical size that the pages on the web have too.
PINNED = {"fontpkg_source_serif_4": {"opsz": 16}, "fontpkg_source_sans_3": {}}


def print_fonts(folder, files_of):
    """The folder of the finished files, below ``folder``: made once for each state of packages and of this module.

    ``files_of`` gives the folder in which the fonts of a package lie.
    """
    return made_once(folder / f"print-{stamp()}", lambda new: make_all(new, files_of))


def stamp():
    """What changes with anything that the files are made from or by."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for package in ("uharfbuzz", *PINNED):
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.hexdigest()[:12]


def make_all(folder, files_of):
    for package, axes in PINNED.items():
        for path in sorted(files_of(package).rglob("*.ttf")):
            name = path.name.partition("[")[0]
            for weight in WEIGHTS:
                (folder / f"{name}-{weight}.ttf").write_bytes(pinned(path, axes | {"wght": weight}))


def pinned(path, axes):
    """The font at ``path`` as bytes, with everything in it, at one place of each axis."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))
    whole = uharfbuzz.SubsetInput()
    whole.keep_everything()
    for axis, place in axes.items():
        whole.pin_axis_location(face, axis, place)
    return uharfbuzz.subset(face, whole).blob.data
