"""A virus scanner on a socket: it speaks as ClamAV's daemon does, finds EICAR only, and can be made to misbehave."""

import socketserver
import struct
import threading
import time
from contextlib import suppress

from .sample_files import EICAR


class Scanner:
    """Listens on a free port while the block lasts; ``heard`` are the files it was given, one after another.

    ``says`` replaces its answer; ``wait`` is slept before each byte of it; ``most`` is its own limit of size.
    """

    def __init__(self, *, says=None, wait=0, most=1 << 30):
        self.says, self.wait, self.most = says, wait, most
        self.heard = []

    def __enter__(self):
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler_of(self))
        self.server.daemon_threads = True
        self.url = f"tcp://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, content):
        if self.says is not None:
            return self.says
        return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def handler_of(scanner):
    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            command = self.read_to_zero()
            if command == b"zPING":
                return self.say(b"PONG\0" if scanner.says is None else scanner.says)
            assert command == b"zINSTREAM"
            content = self.read_stream()
            if content is None:
                return self.say(b"INSTREAM size limit exceeded. ERROR\0")
            scanner.heard.append(content)
            return self.say(scanner.answer(content))

        def read_to_zero(self):
            got = b""
            while not got.endswith(b"\0"):
                got += self.rfile.read(1)
            return got[:-1]

        def read_stream(self):
            content = b""
            while size := struct.unpack("!L", self.rfile.read(4))[0]:
                content += self.rfile.read(size)
                if len(content) > scanner.most:
                    return None
            return content

        def say(self, answer):
            for at in range(len(answer)):
                time.sleep(scanner.wait)
                with suppress(ConnectionError):  # whoever asked has given up
                    self.wfile.write(answer[at : at + 1])

    return Handler
