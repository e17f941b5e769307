"""The web fonts, cut from the installed font packages: woff2 files by script, and the style sheet that names them.

A browser fetches only the scripts that a page has letters of. Chinese is not among them: the reader's own font
serves on the web, the packaged one in PDF.
"""

import hashlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .embedded.folders import made_once
from .embedded.fontconfig import package_folder

# The ranges are those that the web has agreed on, less what no State, language of the UN or name among them needs.
RANGES = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, "
    "U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD",
    "latin-ext": "U+0100-0130, U+0132-0151, U+0154-024F, U+0259, U+1E80-1E85, U+1E9E, U+1EA0-1EF9, U+20AB, U+2116",
    "cyrillic": "U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1",
    "arabic": "U+0600-06FF, U+0750-077F, U+200C-200F, U+2010-2011, U+FD3E-FD3F, U+FDF2",
}
EUROPEAN = ("latin", "latin-ext", "cyrillic")
# Kerning and ligatures, the figures a table needs, and what accents stand on. Arabic gets all that it asks for.
FEATURES = ["kern", "liga", "tnum", "pnum", "lnum", "onum", "locl", "ccmp", "mark", "mkmk"]


@dataclass(frozen=True)
class Face:
    """One font file of a package, and the axes it is cut down to."""

    family: str
    package: str
    file: str
    scripts: tuple
    weight: str
    style: str = "normal"
    axes: tuple = ()

    def name(self, script):
        parts = [self.family.lower().replace(" ", "-"), script, self.weight.replace(" ", "-")]
        return "-".join([*parts, *(["italic"] if self.style == "italic" else [])]) + ".woff2"

    def css(self, script):
        return (
            f'@font-face {{\n  font-family: "{self.family}";\n  font-style: {self.style};\n'
            f"  font-weight: {self.weight};\n  font-display: swap;\n"
            f'  src: url("{self.name(script)}") format("woff2");\n  unicode-range: {RANGES[script]};\n}}\n'
        )


def variable(family, package, file, style, **axes):
    return Face(family, package, file, EUROPEAN, "400 700", style, (("wght", (400, 700)), *axes.items()))


FACES = (
    variable("Source Serif 4", "fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", "normal", opsz=16),
    variable("Source Serif 4", "fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", "italic", opsz=16),
    variable("Source Sans 3", "fontpkg_source_sans_3", "SourceSans3[wght].ttf", "normal"),
    variable("Source Sans 3", "fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf", "italic"),
    Face("Amiri", "fontpkg_amiri", "Amiri-Regular.ttf", ("arabic",), "400"),
    Face("Amiri", "fontpkg_amiri", "Amiri-Bold.ttf", ("arabic",), "700"),
    Face("IBM Plex Sans Arabic", "fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-Regular.ttf", ("arabic",), "400"),
    Face("IBM Plex Sans Arabic", "fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-Bold.ttf", ("arabic",), "700"),
)


def web_fonts(folder):
    """The folder of the finished files, below ``folder``: made once for each state of packages and of this module."""
    return made_once(folder / f"web-{stamp()}", lambda new: make_all(new / "fonts"))


def stamp():
    """What changes with anything that the files are made from or by."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for package in sorted({"fonttools", "brotli", *(face.package for face in FACES)}):
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.hexdigest()[:12]


def make_all(folder):
    """Every file, on all processors."""
    folder.mkdir()
    # spawned: whoever asks may have threads, which a fork does not survive
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn"), max_workers=2) as pool:
        list(pool.map(make, FACES, [folder] * len(FACES)))
    rules = [face.css(script) for face in FACES for script in face.scripts]
    (folder / "fonts.css").write_text("\n".join(rules))


def make(face, folder):
    """The files of one face, a script each."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    for script in face.scripts:
        with TTFont(package_folder(face.package) / "files" / face.file) as font:
            cut(font, script)
            if face.axes:
                instantiateVariableFont(font, dict(face.axes), inplace=True)
            font.flavor = "woff2"
            font.save(folder / face.name(script))


def cut(font, script):
    """Leave only the letters of a script in ``font``, and the rules for setting them."""
    from fontTools.subset import Options, Subsetter

    options = Options(hinting=False, notdef_outline=True)
    options.drop_tables += ["meta"]  # which fontTools would only warn that it drops
    if script != "arabic":
        options.layout_features = FEATURES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=code_points(RANGES[script]))
    subsetter.subset(font)


def code_points(ranges):
    """The numbers in a list of unicode ranges as CSS writes them."""
    numbers = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        numbers |= set(range(int(first, 16), int(last or first, 16) + 1))
    return numbers
