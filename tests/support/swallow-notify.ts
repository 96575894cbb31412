import { connect, createServer, type Socket } from 'node:net';

/** A PostgreSQL that can be reached, but through which no NOTIFY is ever heard: as some poolers are. */
export interface DeafDatabase {
  readonly url: string;
  /** How many notifications were swallowed. */
  swallowed(): number;
  close(): Promise<void>;
}

/** NotificationResponse in PostgreSQL's protocol: type, length of the rest, the rest. */
const NOTIFICATION = 'A'.charCodeAt(0);

/** Passes everything on between a database and its clients except notifications. */
export async function swallowNotify(databaseUrl: string): Promise<DeafDatabase> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let swallowed = 0;
  const server = createServer((client) => {
    const database = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        database.destroy();
      });
    }
    client.pipe(database);
    let rest = Buffer.alloc(0);
    database.on('data', (chunk: Buffer) => {
      const { messages, incomplete } = split(Buffer.concat([rest, chunk]));
      rest = incomplete;
      swallowed += messages.filter(isNotification).length;
      client.write(Buffer.concat(messages.filter((message) => !isNotification(message))));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: url.href,
    swallowed: () => swallowed,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function split(bytes: Buffer<ArrayBuffer>): { messages: Buffer[]; incomplete: Buffer<ArrayBuffer> } {
  const messages: Buffer[] = [];
  let at = 0;
  while (at + 5 <= bytes.length) {
    const end = at + 1 + bytes.readUInt32BE(at + 1);
    if (end > bytes.length) break;
    messages.push(bytes.subarray(at, end));
    at = end;
  }
  return { messages, incomplete: bytes.subarray(at) };
}

function isNotification(message: Buffer): boolean {
  return message[0] === NOTIFICATION;
}
