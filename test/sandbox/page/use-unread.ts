import { useEffect, useState } from 'react';
import type { SandboxMessage } from '../contract.ts';

/** The channels with messages that came while another channel was open. */
export function useUnread(
  messages: Record<string, SandboxMessage[]> | undefined,
  me: string,
  open: string,
): Set<string> {
  // Person → channel → the newest message that they have seen.
  const [seen, setSeen] = useState<Record<string, Record<string, string>>>({});

  useEffect(() => {
    if (!messages) return;
    setSeen((before) => {
      const mine = before[me];
      const next = Object.fromEntries(
        Object.entries(messages).map(([channel, list]) => [
          channel,
          mine && channel !== open ? (mine[channel] ?? '') : (list.at(-1)?.ts ?? ''),
        ]),
      );
      return { ...before, [me]: next };
    });
  }, [messages, me, open]);

  const mine = seen[me];
  if (!messages || !mine) return new Set();
  return new Set(
    Object.entries(messages)
      .filter(
        ([channel, list]) => channel !== open && (list.at(-1)?.ts ?? '') > (mine[channel] ?? ''),
      )
      .map(([channel]) => channel),
  );
}
