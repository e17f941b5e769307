"""The native libraries behind PDF: whether they are here, and how they come here without root.

Run as a file by ``bootstrap.sh``, before anything is imported that needs them::

    python syslibs.py check           exit code 1 and the missing names
    python syslibs.py unpack FOLDER   fetch Debian's packages as an ordinary user, libraries into FOLDER/lib
"""

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

# What WeasyPrint opens. Without the last it still works, but takes seconds for each letter instead of a tenth.
LIBRARIES = {
    "linux": (
        "libgobject-2.0.so.0",
        "libpango-1.0.so.0",
        "libpangoft2-1.0.so.0",
        "libharfbuzz.so.0",
        "libfontconfig.so.1",
        "libharfbuzz-subset.so.0",
    ),
    "darwin": (
        "libgobject-2.0.dylib",
        "libpango-1.0.dylib",
        "libpangoft2-1.0.dylib",
        "libharfbuzz.dylib",
        "libfontconfig.dylib",
        "libharfbuzz-subset.dylib",
    ),
}
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


def missing():
    """The libraries that this process cannot load."""
    return [name for name in LIBRARIES.get(sys.platform, ()) if not loads(name)]


def loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def unpack(folder):
    """Fetch the packages, and those they need that the machine lacks, and lay their libraries into ``folder``/lib.

    apt keeps its lists and files below ``folder``, so it needs no right anywhere else; nothing is installed.
    """
    folder = folder.resolve()
    work = folder / "apt"
    for part in ("lists/partial", "cache/archives/partial"):
        (work / part).mkdir(parents=True, exist_ok=True)
    apt = ["apt-get", "-qq", "-o", f"Dir::State::Lists={work / 'lists'}", "-o", f"Dir::Cache={work / 'cache'}"]
    apt += ["-o", "Debug::NoLocking=1", "-o", f"Dir::State::extended_states={work / 'extended_states'}"]
    subprocess.run([*apt, "update"], check=True)  # noqa: S603 - our own words
    subprocess.run([*apt, "install", "--yes", "--download-only", "--no-install-recommends", *PACKAGES], check=True)  # noqa: S603
    tree, new = work / "tree", folder / "new"
    for package in (work / "cache" / "archives").glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", str(package), str(tree)], check=True)  # noqa: S603, S607
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    for library in filter(Path.is_file, tree.rglob("*.so.*")):
        shutil.copy2(library, new / library.name, follow_symlinks=True)
    shutil.rmtree(folder / "lib", ignore_errors=True)
    new.rename(folder / "lib")
    shutil.rmtree(work)


def main():
    match sys.argv[1:]:
        case ["check"]:
            lost = missing()
            print(*lost)  # noqa: T201 - for the shell
            sys.exit(len(lost) > 0)
        case ["unpack", folder]:
            unpack(Path(folder))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
