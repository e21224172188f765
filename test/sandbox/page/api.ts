import type { PiperChange, SandboxState, SlackAction, SlackActionResult } from '../contract.ts';
import type { AppSurface } from './app-surface.ts';

async function answerOf<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const { error } = (await response.json()) as { error?: string };
  throw new Error(error ?? `The sandbox answered ${response.status}.`);
}

async function post<T>(path: string, body: unknown): Promise<T> {
  return answerOf(
    await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** The sandbox's server, as the page calls it. Each rejects with words that can be shown. */
export const api = {
  app: async () => answerOf<AppSurface>(await fetch('/api/app')),
  state: async (as: string) =>
    answerOf<SandboxState>(await fetch(`/api/state?as=${encodeURIComponent(as)}`)),
  act: (as: string, action: SlackAction) => post<SlackActionResult>('/api/slack', { as, action }),
  fileUrl: (as: string, id: string) => `/api/file?${new URLSearchParams({ as, id }).toString()}`,
  change: (change: PiperChange) => post<unknown>('/api/piper', change),
  moveOn: (days: number) => post<unknown>('/api/clock', { days }),
  lookNow: () => post<unknown>('/api/look', {}),
  reset: () => post<unknown>('/api/reset', {}),
  restart: () => post<unknown>('/api/restart', {}),
};
