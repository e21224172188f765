import { useCallback, useEffect, useRef, useState } from 'react';
import type { SandboxState, SlackAction, SlackActionResult } from '../contract.ts';
import { api } from './api.ts';
import type { AppSurface } from './app-surface.ts';

/** The sandbox as the page sees it now, and what the page can do with it. */
export type SandboxClient = {
  state: SandboxState | undefined;
  surface: AppSurface | undefined;
  /** Whom the page acts as; empty until the people are known. */
  me: string;
  setMe(id: string): void;
  /** Whether the server can be reached. */
  connected: boolean;
  /** Does something in Slack as that person; afterwards `state` shows what came of it. */
  act(action: SlackAction): Promise<SlackActionResult>;
};

/** Follows the sandbox: asks for its state at first, and again whenever it says that it has changed. */
export function useSandbox(): SandboxClient {
  const [state, setState] = useState<SandboxState>();
  const [surface, setSurface] = useState<AppSurface>();
  const [me, setMe] = useState('');
  const [connected, setConnected] = useState(true);
  const newest = useRef<Promise<void>>(undefined);

  /** Asks for the state; done when it, or a newer one that was asked for meanwhile, is shown. */
  const refresh = useCallback((): Promise<void> => {
    const question: Promise<void> = api.state(me).then(
      (next) => {
        // Only the newest answer counts: an older one may be about another person.
        if (question !== newest.current) return newest.current;
        setState(next);
        if (me === '') setMe(firstPerson(next));
        return undefined;
      },
      () => setConnected(false),
    );
    newest.current = question;
    return question;
  }, [me]);

  useEffect(() => {
    refresh();
    const changes = new EventSource('/api/changes');
    changes.onmessage = refresh;
    changes.onopen = () => setConnected(true);
    changes.onerror = () => setConnected(false);
    return () => changes.close();
  }, [refresh]);

  useEffect(() => {
    api.app().then(setSurface, () => setConnected(false));
  }, []);

  const act = async (action: SlackAction): Promise<SlackActionResult> => {
    try {
      const result = await api.act(me, action);
      await refresh();
      return result;
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error) };
    }
  };
  return { state, surface, me, setMe, connected, act };
}

/** An admin, who may do everything, to begin with. */
function firstPerson({ slack }: SandboxState): string {
  const people = slack.users.filter((user) => !user.isBot && !user.deleted);
  return (people.find((user) => user.isAdmin) ?? people[0])?.id ?? '';
}
