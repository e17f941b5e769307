# Sourced by ./run and ./test in the project's folder, with LOCK naming the file of pinned packages.
# Leaves .venv with these packages, and the native libraries for PDF where they can be had. Safe to interrupt
# and to run twice at once; when nothing has changed it only compares two hashes.

say() { printf '%s\n' "$*" >&2; }

fail() { say "$*"; exit 1; }

is_root_with_apt() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

# apt_install PACKAGE...: from the lists at hand, else from fresh ones
apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -qq --yes --no-install-recommends "$@" >/dev/null 2>&1 && return
    apt-get update -qq >&2 && apt-get install -qq --yes --no-install-recommends "$@" >/dev/null
}

find_python() {
    for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    [ -L .venv ] && fail ".venv is a link to another folder's, which would be emptied. Remove the link and start again."
    python=$(find_python) || {
        is_root_with_apt && apt_install python3 python3-venv
        python=$(find_python) || fail "Python 3.11, 3.12 or 3.13 is needed. Install it, or name it: PYTHON=/path/to/python ./run"
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        is_root_with_apt && apt_install "$package" ||
            fail "Python's venv is missing. Install it with: sudo apt-get install $package"
    fi
    # made again from nothing when it is of another Python or another place
    if [ "$(cat .venv/made-of 2>/dev/null)" != "$python $("$python" -V) $PWD" ]; then
        say "Making .venv with $("$python" -V)…"
        "$python" -m venv --clear .venv
        printf '%s' "$python $("$python" -V) $PWD" >.venv/made-of
    fi
}

# state_of LOCK: what must be the same for .venv to be kept; pip checks the packages' own hashes
state_of() { printf '%s %s\n' "$(cksum <"$1")" "$PWD"; }

# install_packages LOCK: the packages of the lock, once for each of its states
install_packages() {
    [ "$(cat ".venv/$1.done" 2>/dev/null)" = "$(state_of "$1")" ] && .venv/bin/python -c '' 2>/dev/null && return
    make_venv
    say "Installing the packages of $1…"
    rm -f .venv/*.lock.done
    # The lock is the whole tree, so nothing is left to resolve. uv is faster, pip is always there.
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python --no-deps --require-hashes -r "$1"
    else
        .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-deps --require-hashes -r "$1"
    fi
    state_of "$1" >".venv/$1.done"
    state_of requirements.lock >.venv/requirements.lock.done # the packages for development contain those of production
}

has_libraries() { .venv/bin/python imrf_portal/embedded/syslibs.py check >/dev/null; }

# The libraries that PDF needs; without them the rest of the portal runs.
find_libraries() {
    packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    if [ "$(uname)" = Darwin ]; then
        export DYLD_FALLBACK_LIBRARY_PATH="${DYLD_FALLBACK_LIBRARY_PATH:-/opt/homebrew/lib:/usr/local/lib:/usr/lib}"
        has_libraries || say "No letters can be printed yet. Install Pango with: brew install pango"
        return 0
    fi
    [ -d var/syslibs/lib ] && export LD_LIBRARY_PATH="$PWD/var/syslibs/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    has_libraries && return
    if is_root_with_apt; then
        say "Installing Pango for letters…"
        # shellcheck disable=SC2086 - three words
        apt_install $packages || true
    elif command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
        say "Fetching Pango for letters into var/syslibs…"
        if .venv/bin/python imrf_portal/embedded/syslibs.py unpack var/syslibs >/dev/null 2>&1; then
            export LD_LIBRARY_PATH="$PWD/var/syslibs/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
        fi
    fi
    has_libraries || say "No letters can be printed yet. Install Pango with: sudo apt-get install $packages"
}

mkdir -p var
if command -v flock >/dev/null; then # two at once would make one .venv
    exec 9>var/bootstrap.lock
    flock 9
fi
install_packages "$LOCK"
find_libraries
exec 9>&-
