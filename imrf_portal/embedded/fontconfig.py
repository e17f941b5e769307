"""One configuration of fontconfig that knows the packaged fonts and no others: the same letter on every machine."""

import importlib.util
from pathlib import Path
from xml.sax.saxutils import escape

from .printfonts import PINNED, print_fonts

PACKAGES = (
    *PINNED,
    "fontpkg_amiri",
    "fontpkg_ibm_plex_sans_arabic",
    "pylopdf_fonts_zh_cn",
)
# What a generic family means, in the order of choice: Latin and Cyrillic, Arabic, Chinese.
FAMILIES = {
    "serif": ("Source Serif 4", "Amiri", "Noto Serif SC"),
    "sans-serif": ("Source Sans 3", "IBM Plex Sans Arabic", "Noto Sans SC"),
}


def package_folder(name):
    """Where an installed font package lies."""
    return Path(next(iter(importlib.util.find_spec(name).submodule_search_locations)))


def fonts_conf(var):
    """Write ``var``/fonts/fonts.conf and answer its path, to be set as ``FONTCONFIG_FILE`` before Python starts."""
    folder = var / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">', "<fontconfig>"]
    folders = [package_folder(name) for name in PACKAGES if name not in PINNED]
    folders.append(print_fonts(folder, package_folder).resolve())
    lines += [f"  <dir>{escape(str(path))}</dir>" for path in folders]
    lines.append(f"  <cachedir>{escape(str(folder / 'cache'))}</cachedir>")
    for generic, families in FAMILIES.items():
        names = "".join(f"<family>{family}</family>" for family in families)
        lines.append(f"  <alias><family>{generic}</family><prefer>{names}</prefer></alias>")
        for family in families[:1]:
            names = "".join(f"<family>{other}</family>" for other in families[1:])
            lines.append(f"  <alias><family>{family}</family><accept>{names}</accept></alias>")
    text = "\n".join([*lines, "</fontconfig>", ""])
    path = folder / "fonts.conf"
    if not path.exists() or path.read_text() != text:  # a worker may be reading it
        path.write_text(text)
    return path
