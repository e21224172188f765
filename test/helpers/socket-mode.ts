import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';

/**
 * Slack's end of a Socket Mode connection, over a real WebSocket: greets, sends envelopes, takes what is acknowledged.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export async function startSocketServer(greeting: object = { type: 'hello', num_connections: 1 }) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  let socket: WebSocket | undefined;
  const waiting = new Map<string, (payload: unknown) => void>();
  let sent = 0;

  server.on('connection', (connection) => {
    socket = connection;
    connection.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data));
      waiting.get(envelope_id)?.(payload);
    });
    connection.send(JSON.stringify(greeting));
  });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** Sends an envelope; resolves with what it is acknowledged with. */
    send: (type: 'slash_commands' | 'interactive' | 'events_api', payload: unknown) =>
      new Promise<unknown>((resolve) => {
        sent += 1;
        const envelope_id = `envelope-${sent}`;
        waiting.set(envelope_id, resolve);
        socket?.send(
          JSON.stringify({ type, envelope_id, payload, accepts_response_payload: true }),
        );
      }),
    sendRaw: (text: string) => socket?.send(text),
    /** Ends the connection. */
    hangUp: () => socket?.close(),
  };
}
