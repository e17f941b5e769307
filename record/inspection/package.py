"""A ZIP in which every part is what its directory says, read so that no part is held whole.

The directory of a ZIP and the headers before its parts are written by whoever made it, and programs differ in which
of them they believe. Here they must agree, and sizes are those that come out.
"""

import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from . import PARTS_LIMIT, RATIO_LIMIT, UNPACKED_LIMIT, RefusedError

CHUNK = 1 << 16
HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED = 0x1 | 0x40 | 0x2000  # by a password, strongly, or its directory too
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
LINK, TYPE = 0o120000, 0o170000


class Package:
    """The parts of a ZIP, by name in small letters; ``RefusedError`` for one that is built to deceive or to burst."""

    def __init__(self, file):
        self.file = file
        self.size = file.seek(0, 2)
        self.unpacked = 0
        parts = self._directory()
        if len(parts) > PARTS_LIMIT:
            raise RefusedError("zip_parts", most=PARTS_LIMIT)
        for part in parts:
            _refuse_part(part)
        self.parts = {part.filename.lower(): part for part in parts}
        if len(self.parts) != len(parts):
            raise RefusedError("zip_names")

    def _directory(self):
        self.file.seek(max(0, self.size - 22))
        end = self.file.read()
        if not (end.startswith(b"PK\x05\x06") and end.endswith(b"\0\0")):  # where a remark would have its length
            raise RefusedError("tail" if zipfile.is_zipfile(self.file) else "damaged")
        try:
            with zipfile.ZipFile(self.file) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error) as error:
            raise RefusedError("damaged") from error
        if min((part.header_offset for part in parts), default=0) != 0:  # something stands before the first
            raise RefusedError("tail")
        return parts

    def chunks(self, part):
        """The bytes of a part as they come out, counted, up to the limits of the whole."""
        total, crc = 0, 0
        for chunk in _unpacked(self._packed(part), part.compress_type):
            total += len(chunk)
            crc = zlib.crc32(chunk, crc)
            self._count(len(chunk))
            yield chunk
        if (total, crc) != (part.file_size, part.CRC):
            raise RefusedError("damaged")

    def _count(self, size):
        self.unpacked += size
        if self.unpacked > min(UNPACKED_LIMIT, self.size * RATIO_LIMIT):
            raise RefusedError("zip_size")

    def _packed(self, part):
        """The packed bytes of a part, from behind its own header."""
        left = self._begin(part)
        while left:
            chunk = self.file.read(min(left, CHUNK))
            if not chunk:
                raise RefusedError("damaged")
            left -= len(chunk)
            yield chunk

    def _begin(self, part):
        """Stand behind the header of a part, which must agree with the directory; how many packed bytes follow."""
        self.file.seek(part.header_offset)
        header = self.file.read(HEADER.size)
        if len(header) != HEADER.size:
            raise RefusedError("damaged")
        sign, _version, flags, method, _time, _day, _crc, _packed, _size, name, extra = HEADER.unpack(header)
        raw = part.orig_filename.encode("utf-8" if flags & 0x800 else "cp437", "replace")
        if (sign, method, self.file.read(name)) != (b"PK\x03\x04", part.compress_type, raw) or flags & ENCRYPTED:
            raise RefusedError("damaged")
        self.file.seek(extra, 1)
        return part.compress_size


def _refuse_part(part):
    name = part.orig_filename
    path = PurePosixPath(name)
    if (
        path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or ":" in name
        or "\0" in name
        or not name.isprintable()
    ):
        raise RefusedError("zip_names")
    if part.external_attr >> 16 & TYPE == LINK:
        raise RefusedError("zip_names")
    if part.flag_bits & ENCRYPTED:
        raise RefusedError("locked")
    if part.compress_type not in METHODS:
        raise RefusedError("damaged")


def _unpacked(chunks, method):
    """What comes out of packed ``chunks``, a piece at a time, to their very end."""
    if method == zipfile.ZIP_STORED:
        yield from chunks
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting and not stream.eof:
                yield stream.decompress(waiting, CHUNK)
                waiting = stream.unconsumed_tail
        yield stream.flush()
    except zlib.error as error:
        raise RefusedError("damaged") from error
    if not stream.eof or stream.unused_data:
        raise RefusedError("damaged")
