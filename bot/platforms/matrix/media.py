"""Files: downloaded from our homeserver only, within a size and a time; uploaded encrypted where the room is."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from nio import EncryptionError
from nio.crypto.attachments import decrypt_attachment

from bot.platforms import Undeliverable
from bot.platforms.matrix.client import NETWORK, good
from bot.platforms.matrix.reading import LARGEST_FILE
from bot.platforms.matrix.sturdy import SturdyClient
from handlers.messages import Attachment, RemoteFile

DOWNLOAD_LIMIT_S = 60.0
ADDRESS = re.compile(r"mxc://([A-Za-z0-9.:\[\]-]+)/([A-Za-z0-9_-]+)")


async def fetch(client: SturdyClient, file: RemoteFile, *, allowed: Collection[str]) -> bytes:
    """Download and decrypt. Raises Undeliverable: permanent for a foreign, oversized, altered or vanished file."""
    wanted = json.loads(file.ref)
    address = ADDRESS.fullmatch(wanted["url"])
    if address is None or address[1] not in allowed:
        raise Undeliverable("the file is on no homeserver of ours", permanent=True)
    try:
        async with asyncio.timeout(DOWNLOAD_LIMIT_S):
            content = await _download(client, f"/_matrix/client/v1/media/download/{address[1]}/{address[2]}")
    except NETWORK as error:
        raise Undeliverable(f"download: {type(error).__name__}") from error
    if "key" not in wanted:
        return content
    try:
        return bytes(decrypt_attachment(content, wanted["key"], wanted["hash"], wanted["iv"]))
    except (EncryptionError, ValueError) as error:
        raise Undeliverable("the file does not match its key", permanent=True) from error


async def _download(client: SturdyClient, path: str) -> bytes:
    response = await client.send("GET", path, headers={"Authorization": f"Bearer {client.access_token}"}, timeout=DOWNLOAD_LIMIT_S)
    try:
        if response.status == 429 or response.status >= 500:
            raise Undeliverable(f"download: HTTP {response.status}")
        if response.status != 200:
            raise Undeliverable(f"download: HTTP {response.status}", permanent=True)
        content = bytearray()
        async for chunk in response.content.iter_chunked(64 * 1024):
            content += chunk
            if len(content) > LARGEST_FILE:  # what the message announced proves nothing
                raise Undeliverable("the file is too large", permanent=True)
        return bytes(content)
    finally:
        response.close()


async def upload(
    client: SturdyClient, attachment: Attachment, data: bytes, *, encrypted: bool, caption: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Upload a file of ours; return the content of the event that shows it. Raises Undeliverable or a network error.

    caption: what is written under it, and read to whoever does not see it (body, format, formatted_body).
    """
    media_type = attachment.shown_as
    async with asyncio.timeout(DOWNLOAD_LIMIT_S):
        answer, keys = await client.upload(io.BytesIO(data), media_type, encrypt=encrypted, filesize=len(data))
    good(answer, about_room=False)
    kind, _, subtype = media_type.partition("/")
    name = attachment.name or f"{attachment.hash[:12]}.{subtype}"
    content: dict[str, Any] = {
        "msgtype": "m.image" if kind == "image" else "m.file",
        "body": name,
        "info": {"mimetype": media_type, "size": len(data)},
        "m.mentions": {},
    }
    if caption:
        content |= {"filename": name, **caption}
    return content | ({"file": keys | {"url": answer.content_uri}} if keys else {"url": answer.content_uri})
