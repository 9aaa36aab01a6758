"""matrix-nio as its examples use it: joins when invited, echoes every text. Arguments: homeserver, user, password, store folder."""

import asyncio
import sys

from nio import AsyncClient, AsyncClientConfig, InviteMemberEvent, MatrixRoom, RoomMessageText

homeserver, user, password, store = sys.argv[1:5]


async def main() -> None:
    client = AsyncClient(homeserver, user, store_path=store, config=AsyncClientConfig(encryption_enabled=True, pickle_key="bench"))

    async def join(room: MatrixRoom, _event: InviteMemberEvent) -> None:
        await client.join(room.room_id)

    async def echo(room: MatrixRoom, event: RoomMessageText) -> None:
        if event.sender != client.user_id:
            await client.room_send(
                room.room_id, "m.room.message", {"msgtype": "m.notice", "body": event.body}, ignore_unverified_devices=True
            )

    client.add_event_callback(join, InviteMemberEvent)
    client.add_event_callback(echo, RoomMessageText)
    await client.login(password)
    await client.sync_forever(timeout=10_000, full_state=True)


asyncio.run(main())
