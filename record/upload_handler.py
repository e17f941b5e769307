"""How the bytes of an upload come in: into a file without a name, and no further than the limits."""

import io
import logging
import tempfile

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .uploads import LIMIT, MIB

log = logging.getLogger(__name__)
BODY_LIMIT = 128 * MIB


class Upload(UploadedFile):
    """A file as it came in. ``fault`` says why not all of it is there: "size" or "room"; "" if it is."""

    fault = ""


class BoundedHandler(FileUploadHandler):
    """Writes each file to the disk as it comes, up to the limit; of what is longer nothing is kept.

    The rest of a body that is too long is read and dropped, since a browser shows no answer while it still sends: the
    form then says what is wrong. A body longer than ``BODY_LIMIT`` is refused without being read at all. The name
    that the sender gives is never a part of a path.
    """

    file, fault = None, ""

    def handle_raw_input(self, input_data, META, content_length, *args, **kwargs):  # noqa: N803 - Django's
        if content_length > BODY_LIMIT:
            raise RequestDataTooBig("The body is longer than any form of the portal.")

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file, self.fault = None, ""
        try:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 - the request closes it
        except OSError:
            self._give_up()

    def receive_data_chunk(self, raw_data, start):
        if self.fault:
            return
        if start + len(raw_data) > LIMIT:
            self.fault = "size"
            self.file.close()
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self._give_up()

    def file_complete(self, file_size):
        if not self.fault:
            self._flush()
        file = io.BytesIO() if self.fault else self.file
        upload = Upload(file, self.file_name, self.content_type, file_size, self.charset)
        upload.fault = self.fault
        return upload

    def upload_interrupted(self):
        if self.file:
            self.file.close()

    def _flush(self):
        try:
            self.file.flush()
            self.file.seek(0)
        except OSError:
            self._give_up()

    def _give_up(self):
        """The disk takes nothing more. What was written is gone when the file is closed: it has no name."""
        log.exception("An upload could not be written.")
        self.fault = "room"
        if self.file:
            try:
                self.file.close()
            except OSError:  # what it still held cannot be written either
                log.debug("The rest of an upload was dropped.")
