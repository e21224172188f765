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
  const [shown, setShown] = useState<{ as: string; state: SandboxState }>();
  const [surface, setSurface] = useState<AppSurface>();
  // Whom to show next; what is shown goes on being somebody else's until it is there.
  const [wanted, setWanted] = useState('');
  const [connected, setConnected] = useState(true);
  const newest = useRef<Promise<void>>(undefined);

  /** Asks for the state; done when it, or a newer one that was asked for meanwhile, is shown. */
  const refresh = useCallback((): Promise<void> => {
    const question: Promise<void> = api.state(wanted).then(
      (next) => {
        // Only the newest answer counts: an older one may be about another person.
        if (question !== newest.current) return newest.current;
        setShown({ as: wanted, state: next });
        if (wanted === '') setWanted(firstPerson(next));
        return undefined;
      },
      () => setConnected(false),
    );
    newest.current = question;
    return question;
  }, [wanted]);

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

  const me = shown?.as ?? '';
  const act = async (action: SlackAction): Promise<SlackActionResult> => {
    try {
      const result = await api.act(me, action);
      await refresh();
      return result;
    } catch (error) {
      return { ok: false, error: error instanceof Error ? error.message : String(error) };
    }
  };
  return { state: shown?.state, surface, me, setMe: setWanted, connected, act };
}

/** An admin, who may do everything, to begin with; of the workspace that the page's address names, if it names one. */
function firstPerson({ workspaces }: SandboxState): string {
  const wanted = new URLSearchParams(window.location.search).get('team');
  return (workspaces.find(({ id }) => id === wanted) ?? workspaces[0])?.adminId ?? '';
}
