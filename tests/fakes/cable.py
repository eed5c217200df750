"""
A cable between us and a server on this machine, which can be cut.
"""

from __future__ import annotations

import asyncio
import socket
import struct


class Cable:
    """
    Passes bytes on until it is cut, or until `cut_at` goes by on its way to the server.

    What holds `cut_at` still reaches the server if `delivers` says so; its answer never
    comes back. After `mute_at` went by the line stays, but no answer comes any more.

    `answered` counts the bytes of answers. After so many more of them as `tear_after`
    says, the connection is reset, once; after `mute_after` more nothing comes.
    """

    def __init__(self, port: int) -> None:
        self._server_port = port
        self.cut_at: bytes | None = None
        self.mute_at: bytes | None = None
        self.answered = 0
        self.tear_after: int | None = None
        self.mute_after: int | None = None
        self.delivers = True
        self._is_mute = False
        self._writers: list[asyncio.StreamWriter] = []
        self._listener: asyncio.Server | None = None

    async def plug_in(self) -> int:
        """
        Begin, and give the port at our end.
        """
        self._listener = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return int(self._listener.sockets[0].getsockname()[1])

    async def cut(self) -> None:
        """
        From now on nothing passes, and nobody can connect.
        """
        if self._listener is not None:
            self._listener.close()
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there = await asyncio.open_connection("127.0.0.1", self._server_port)
        self._writers += [writer, there[1]]
        await asyncio.gather(
            self._pass_on(reader, there[1], outward=True),
            self._pass_on(there[0], writer, outward=False),
        )

    def _left_of(self, data: bytes, writer: asyncio.StreamWriter) -> bytes:
        """
        As much of an answer as still comes through.
        """
        self.answered += len(data)
        if self.mute_after is not None:
            some, self.mute_after = data[: self.mute_after], self.mute_after - len(data)
            self._is_mute = self.mute_after <= 0
            return some
        if self.tear_after is not None:
            some, self.tear_after = data[: self.tear_after], self.tear_after - len(data)
            if self.tear_after <= 0:
                self.tear_after = None
                line: socket.socket = writer.get_extra_info("socket")
                # Without lingering a close is a reset.
                linger = struct.pack("ii", 1, 0)
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                writer.close()
            return some
        return data

    async def _pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        outward: bool,
    ) -> None:
        try:
            while data := await reader.read(65536):
                if outward and self.mute_at is not None and self.mute_at in data:
                    self._is_mute = True
                if not outward and self._is_mute:
                    continue
                if not outward:
                    data = self._left_of(data, writer)
                cuts = outward and self.cut_at is not None and self.cut_at in data
                if cuts and not self.delivers:
                    await self.cut()
                    return
                if cuts:
                    # Its answer is on no way back: that end is gone first.
                    mine, self._writers = self._writers, [writer]
                    for each in mine:
                        if each is not writer:
                            each.close()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
