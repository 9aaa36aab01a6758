// People at their phones: matrix-js-sdk with its Rust crypto, cross-signed, giving no keys to devices nobody vouches for.
// One process holds them all. It reads one JSON command a line, {id, who, do, ...}, and answers {id, value} or {id, error}.
import { webcrypto } from "node:crypto";
import { createInterface } from "node:readline";

const out = process.stdout.write.bind(process.stdout);
for (const name of ["log", "info", "debug", "warn", "error", "trace"]) console[name] = () => {}; // stdout is ours
const sdk = await import("matrix-js-sdk");
const { OnlySignedDevicesIsolationMode } = await import("matrix-js-sdk/lib/crypto-api/index.js");

const people = new Map();
const ENCRYPTION = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
const CHANGES = ["Room.timeline", "Event.decrypted", "Event.replaced", "Room.redaction", "RoomMember.membership", "RoomState.events"];

async function until(client, check, what, ms) {
  const found = await check();
  if (found) return found;
  return new Promise((resolve, reject) => {
    let busy = false;
    const finish = (settle, value) => {
      clearTimeout(limit);
      clearInterval(tick);
      for (const change of CHANGES) client.off(change, again);
      settle(value);
    };
    const again = async () => {
      if (busy) return;
      busy = true;
      const value = await check();
      busy = false;
      if (value) finish(resolve, value);
    };
    const limit = setTimeout(() => finish(reject, new Error(`never came: ${what}`)), ms);
    const tick = setInterval(again, 250); // an event may arrive while a check runs
    for (const change of CHANGES) client.on(change, again);
  });
}

async function asSeen(client, event) {
  await event.getDecryptionPromise();
  const content = event.getContent();
  const room = client.getRoom(event.getRoomId());
  const info = event.isEncrypted() ? await client.getCrypto().getEncryptionInfoForEvent(event) : null;
  const reactions = room.relations.getChildEventsForEvent(event.getId(), "m.annotation", "m.reaction");
  return {
    id: event.getId(),
    sender: event.getSender(),
    type: event.getType(),
    body: content.body ?? null,
    html: content.formatted_body ?? null,
    msgtype: content.msgtype ?? null,
    encrypted: event.isEncrypted(),
    unreadable: event.isDecryptionFailure(),
    shield: info?.shieldColour ?? null, // 0: none, 1: grey, 2: red
    edited: Boolean(event.replacingEvent()),
    redacted: event.isRedacted(),
    relation: event.getWireContent()["m.relates_to"] ?? null,
    content,
    reactions: (reactions?.getSortedAnnotationsByKey() ?? []).map(([key, events]) => [key, events.size]),
  };
}

async function seen(client, room) {
  const shown = (client.getRoom(room)?.getLiveTimeline().getEvents() ?? []).filter(
    (event) => ["m.room.message", "m.room.encrypted", "m.sticker"].includes(event.getType()) && event.getRelation()?.rel_type !== "m.replace",
  );
  return Promise.all(shown.map((event) => asSeen(client, event)));
}

async function uploadEncrypted(client, bytes) {
  const key = await webcrypto.subtle.generateKey({ name: "AES-CTR", length: 256 }, true, ["encrypt", "decrypt"]);
  const counter = new Uint8Array(16);
  webcrypto.getRandomValues(counter.subarray(0, 8));
  const sealed = Buffer.from(await webcrypto.subtle.encrypt({ name: "AES-CTR", counter, length: 64 }, key, bytes));
  const { content_uri: url } = await client.uploadContent(sealed, { type: "application/octet-stream", includeFilename: false });
  const plain = (data) => Buffer.from(data).toString("base64").replace(/=+$/, "");
  const sha256 = plain(await webcrypto.subtle.digest("SHA-256", sealed));
  return { v: "v2", url, key: await webcrypto.subtle.exportKey("jwk", key), iv: plain(counter), hashes: { sha256 } };
}

async function download(client, mxc) {
  const url = client.mxcUrlToHttp(mxc, undefined, undefined, undefined, false, true, true);
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${client.getAccessToken()}` } });
  if (!answer.ok) throw new Error(`download: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

const commands = {
  async login(_, { who, homeserver, user, password, strict = true }) {
    const identifier = { type: "m.id.user", user };
    const asked = await sdk.createClient({ baseUrl: homeserver }).loginRequest({ type: "m.login.password", identifier, password });
    const client = sdk.createClient({
      baseUrl: homeserver,
      accessToken: asked.access_token,
      userId: asked.user_id,
      deviceId: asked.device_id,
    });
    await client.initRustCrypto({ useIndexedDB: false });
    await client.getCrypto().bootstrapCrossSigning({
      authUploadDeviceSigningKeys: (upload) => upload({ type: "m.login.password", identifier, password }),
    });
    if (strict) client.getCrypto().setDeviceIsolationMode(new OnlySignedDevicesIsolationMode());
    await client.startClient({ initialSyncLimit: 50 });
    await new Promise((resolve) => client.once("sync", resolve));
    people.set(who, client);
    return asked.device_id;
  },
  async room(client, { invite, encrypted = true, name, preset = "private_chat", wait = true, limit = 30000 }) {
    const { room_id: room } = await client.createRoom({ invite, name, preset, initial_state: encrypted ? [ENCRYPTION] : [] });
    const there = () => invite.every((user) => client.getRoom(room)?.getMember(user)?.membership === "join");
    if (wait) await until(client, there, "everybody in the room", limit);
    return room;
  },
  join: async (client, { room }) => (await client.joinRoom(room)).roomId,
  leave: async (client, { room }) => void (await client.leave(room)),
  invite: async (client, { room, user }) => void (await client.invite(room, user)),
  kick: async (client, { room, user }) => void (await client.kick(room, user)),
  membership: async (client, { room, user }) => client.getRoom(room)?.getMember(user)?.membership ?? null,
  becomes: async (client, { room, user, membership, limit = 30000 }) =>
    until(client, () => client.getRoom(room)?.getMember(user)?.membership === membership, `${user} ${membership}`, limit),
  send: async (client, { room, type = "m.room.message", content }) => (await client.sendEvent(room, type, content)).event_id,
  state: async (client, { room, type, content }) => void (await client.sendStateEvent(room, type, content, "")),
  redact: async (client, { room, event }) => (await client.redactEvent(room, event)).event_id,
  async photo(client, { room, data, type, caption, announced, name = "photo.jpg", kind = "m.image" }) {
    const bytes = Buffer.from(data, "base64");
    const info = { mimetype: type, size: announced ?? bytes.length };
    const content = { msgtype: kind, body: caption ?? name, filename: name, info };
    if (client.isRoomEncrypted(room)) content.file = await uploadEncrypted(client, bytes);
    else content.url = (await client.uploadContent(bytes, { type, includeFilename: false })).content_uri;
    return (await client.sendEvent(room, "m.room.message", content)).event_id;
  },
  async open(client, { file, url }) {
    if (!file) return (await download(client, url)).toString("base64");
    const sealed = await download(client, file.url);
    const sha256 = Buffer.from(await webcrypto.subtle.digest("SHA-256", sealed)).toString("base64").replace(/=+$/, "");
    if (sha256 !== file.hashes.sha256) throw new Error("the file was altered");
    const key = await webcrypto.subtle.importKey("jwk", file.key, { name: "AES-CTR" }, false, ["decrypt"]);
    const counter = Buffer.from(file.iv, "base64");
    return Buffer.from(await webcrypto.subtle.decrypt({ name: "AES-CTR", counter, length: 64 }, key, sealed)).toString("base64");
  },
  seen: (client, { room }) => seen(client, room),
  async sees(client, { room, from, body, reactions, count = 1, limit = 30000 }) {
    const wanted = (event) =>
      (!from || event.sender === from) &&
      (body === undefined || (event.body ?? "").includes(body)) &&
      (reactions === undefined || reactions.every((key) => event.reactions.some(([shown]) => shown === key)));
    const found = async () => {
      const events = (await seen(client, room)).filter(wanted);
      return events.length >= count ? events : null;
    };
    return until(client, found, JSON.stringify({ from, body, reactions, count }), limit);
  },
  async stop(client, { who }) {
    client.stopClient();
    people.delete(who);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, do: act, ...rest } = JSON.parse(line);
  Promise.resolve()
    .then(() => commands[act](people.get(rest.who), rest))
    .then((value) => out(JSON.stringify({ id, value: value ?? null }) + "\n"))
    .catch((error) => out(JSON.stringify({ id, error: String(error?.message ?? error) }) + "\n"));
}
process.exit(0);
