"""The fonts of pages and of letters come from packages alone."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from fontTools.ttLib import TTFont

from imrf_portal import webfonts
from imrf_portal.embedded import fontconfig, printfonts
from imrf_portal.fonts import FontFinder


@pytest.fixture(scope="module")
def found():
    return {name: Path(storage.path(name)) for name, storage in FontFinder().list([])}


def font(found, name):
    return TTFont(BytesIO(found[f"fonts/{name}.woff2"].read_bytes()))


def test_style_sheet_names_every_file_and_no_other(found):
    sheet = found["fonts/fonts.css"].read_text()

    assert {f"fonts/{name}" for name in re.findall(r'url\("(.+?)"\)', sheet)} == set(found) - {"fonts/fonts.css"}
    assert sheet.count("font-display: swap") == sheet.count("unicode-range") == len(found) - 1
    assert set(re.findall(r'font-family: "(.+?)"', sheet)) == {
        "Source Serif 4",
        "Source Sans 3",
        "Amiri",
        "IBM Plex Sans Arabic",
    }


@pytest.mark.parametrize(
    ("name", "has", "has_not", "kilobytes"),
    [
        ("source-serif-4-latin-400-700", "Aé–“”", "ŐЖ", 40),
        ("source-serif-4-latin-ext-400-700-italic", "Őşệ", "AЖ", 30),
        ("source-sans-3-latin-400-700", "Aé–“”", "ŐЖ", 35),
        ("source-sans-3-cyrillic-400-700", "Жё", "A", 30),
        ("amiri-arabic-400", "سلام،٣", "A", 100),
        ("ibm-plex-sans-arabic-arabic-700", "سلام،٣", "A", 40),
    ],
)
def test_file_has_the_letters_of_its_script_alone_and_is_small(found, name, has, has_not, kilobytes):
    letters = font(found, name).getBestCmap()

    assert [letter for letter in has if ord(letter) not in letters] == []
    assert [letter for letter in has_not if ord(letter) in letters] == []
    assert found[f"fonts/{name}.woff2"].stat().st_size < kilobytes * 1024


def test_weights_from_regular_to_bold_and_one_optical_size(found):
    axes = font(found, "source-serif-4-latin-400-700")["fvar"].axes

    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in axes] == [("wght", 400, 700)]


@pytest.mark.parametrize(
    ("name", "features"),
    [
        ("source-serif-4-latin-400-700", {"tnum", "kern"}),  # dates and tables stand in columns
        ("source-sans-3-latin-400-700", {"kern"}),  # its figures are tabular by nature
        ("amiri-arabic-400", {"init", "medi", "fina", "rlig", "mark"}),  # or the letters would not join
    ],
)
def test_features_that_good_setting_needs_are_kept(found, name, features):
    file = font(found, name)
    tags = {record.FeatureTag for table in ("GSUB", "GPOS") for record in file[table].table.FeatureList.FeatureRecord}

    assert features - tags == set()


def test_finder_finds_its_own_files_and_leaves_others_alone(found):
    finder = FontFinder()

    assert finder.find("fonts/fonts.css") == str(found["fonts/fonts.css"])
    assert finder.find("fonts/fonts.css", find_all=True) == [str(found["fonts/fonts.css"])]
    assert finder.find("fonts/none.woff2") == []
    assert finder.find("css/tokens.css") == []
    assert finder.check() == []
    assert {name for name, _ in finder.list(["*.woff2"])} == {"fonts/fonts.css"}


def test_collected_style_sheet_names_hashed_files(found, tmp_path):
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    sources = dict(FontFinder().list([]))
    for name, source in sources.items():
        with source.open(name) as file:
            storage.save(name, file)

    results = {name: processed for name, _, processed in storage.post_process({n: (s, n) for n, s in sources.items()})}

    assert all(results.values())
    sheet = (tmp_path / storage.stored_name("fonts/fonts.css")).read_text()
    assert re.search(r'url\("source-serif-4-latin-400-700\.[0-9a-f]{12}\.woff2"\)', sheet)


@pytest.mark.parametrize("face", [replace(webfonts.FACES[2], scripts=("cyrillic",)), webfonts.FACES[6]])
def test_file_is_cut_from_its_package(tmp_path, face):
    webfonts.make(face, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [face.name(face.scripts[0])]


def test_all_files_are_made_with_their_style_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(webfonts, "FACES", webfonts.FACES[6:7])

    webfonts.make_all(tmp_path / "fonts")

    assert {path.name for path in (tmp_path / "fonts").iterdir()} == {
        "fonts.css",
        "ibm-plex-sans-arabic-arabic-400.woff2",
    }


def test_fonts_are_made_once_and_never_half(found, tmp_path, monkeypatch):
    monkeypatch.setattr(webfonts, "make_all", lambda folder: folder.mkdir())
    first = webfonts.web_fonts(tmp_path)
    monkeypatch.setattr(webfonts, "make_all", None)
    assert webfonts.web_fonts(tmp_path) == first
    first.joinpath("fonts").rmdir()
    first.rmdir()

    def killed(folder):
        folder.mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(webfonts, "make_all", killed)
    with pytest.raises(KeyboardInterrupt):
        webfonts.web_fonts(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_quicker_neighbour_makes_the_fonts_for_both(tmp_path, monkeypatch):
    def neighbour(folder):
        folder.mkdir()
        stamp = webfonts.stamp()
        (tmp_path / f"web-{stamp}" / "theirs").mkdir(parents=True)

    monkeypatch.setattr(webfonts, "make_all", neighbour)

    assert (webfonts.web_fonts(tmp_path) / "theirs").exists()


@pytest.mark.parametrize("package", printfonts.PINNED)
def test_fonts_of_print_are_of_one_weight_each_and_have_every_letter_of_the_package(tmp_path, package):
    folder = printfonts.print_fonts(tmp_path, fontconfig.package_folder)

    for path in fontconfig.package_folder(package).rglob("*.ttf"):
        letters = set(TTFont(path).getBestCmap())
        for weight in printfonts.WEIGHTS:
            file = TTFont(folder / f"{path.name.partition('[')[0]}-{weight}.ttf")
            assert "fvar" not in file
            assert file["OS/2"].usWeightClass == weight
            assert set(file.getBestCmap()) == letters
    assert printfonts.print_fonts(tmp_path, fontconfig.package_folder) == folder


def match(path, family, lang):
    name = family.replace("-", r"\-")  # what follows a dash would be a size
    words = ["fc-match", "--format=%{family[0]}", f"{name}:lang={lang}"]
    return subprocess.run(words, env={"FONTCONFIG_FILE": str(path)}, capture_output=True, text=True, check=True).stdout


def test_letters_know_the_packaged_fonts_and_no_others(tmp_path):
    path = fontconfig.fonts_conf(tmp_path)
    try:
        answers = {
            (family, lang): match(path, family, lang) for family in ("serif", "sans-serif") for lang in ("ru", "ar")
        }
        listed = subprocess.run(
            ["fc-list", "--format=%{family[0]}\n"],
            env={"FONTCONFIG_FILE": str(path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except FileNotFoundError:
        pytest.skip("fontconfig's own tools are not here; the letters' tests look into the PDF")

    assert answers == {
        ("serif", "ru"): "Source Serif 4",
        ("serif", "ar"): "Amiri",
        ("sans-serif", "ru"): "Source Sans 3",
        ("sans-serif", "ar"): "IBM Plex Sans Arabic",
    }
    assert {family.split(",")[0] for family in listed.split("\n")} - {""} >= {"Noto Serif SC", "Noto Sans SC"}
    assert "DejaVu" not in listed


def test_configuration_is_written_once_and_again_when_it_differs(tmp_path):
    path = fontconfig.fonts_conf(tmp_path)
    before = path.stat().st_mtime_ns
    assert fontconfig.fonts_conf(tmp_path).stat().st_mtime_ns == before

    path.write_text("old")
    assert "Source Serif 4" in fontconfig.fonts_conf(tmp_path).read_text()
