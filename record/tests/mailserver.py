"""A real mail server inside the test, on a free port, that misbehaves on demand."""

import asyncio
import threading
from collections import namedtuple

from aiosmtpd.smtp import SMTP

DROP, HANG = object(), object()
PHASES = {"220 ": "greeting", "354 ": "payload"}  # said by the server itself and not by a handler

Letter = namedtuple("Letter", "sender recipients content")


class Protocol(SMTP):
    async def push(self, status):
        """Say ``status``, or what the test wants to be said instead."""
        act = self.event_handler.next_act(PHASES.get(status[:4]))
        await super().push(act if isinstance(act, str) else status)
        if act is DROP:
            self.transport.abort()


class MailServer:
    """``acts`` tells for each phase (greeting, mail, rcpt, payload, dot) what to do the next times: an answer to
    give, DROP or HANG; after that, and in other phases, all is well. ``taken`` holds what was accepted.
    """

    def __init__(self, **options):
        self.options, self.acts, self.taken, self.connections = options, {}, [], 0

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.port = self.call(self.listen())
        return self

    def __exit__(self, *_):
        self.call(self.end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    async def listen(self):
        self.server = await self.loop.create_server(self.protocol, "127.0.0.1", 0)
        return self.server.sockets[0].getsockname()[1]

    async def end(self):
        self.server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def protocol(self):
        self.connections += 1
        return Protocol(self, loop=self.loop, hostname="mail.test", **self.options)

    def next_act(self, phase):
        planned = self.acts.get(phase)
        return planned.pop(0) if planned else None

    async def play(self, phase, server):
        """What to answer in this phase, if the test has planned anything."""
        act = self.next_act(phase)
        if act is HANG:
            await asyncio.Event().wait()
        if act is DROP:
            server.transport.abort()
            return "421 gone"
        return act

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        envelope.mail_from, envelope.mail_options = address, options
        return await self.play("mail", server) or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = await self.play("rcpt", server)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        letter = Letter(envelope.mail_from, envelope.rcpt_tos, envelope.content)
        if self.acts.get("dot", [None])[0:1] == [DROP]:
            self.taken.append(letter)  # the worst case: taken, and the answer is lost
        answer = await self.play("dot", server)
        if answer is None:
            self.taken.append(letter)
        return answer or "250 2.0.0 taken as 4F2A"
