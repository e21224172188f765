import { CallLog } from './call-log.ts';
import { Courier } from './delivery.ts';
import { type Emulate, startEmulate } from './emulate.ts';
import { Files } from './files.ts';
import { Homes } from './homes.ts';
import { Installations } from './installations.ts';
import { Modals } from './modals.ts';
import { ResponseUrls } from './response-urls.ts';
import type { WorkspaceSeed } from './seed.ts';
import { Triggers } from './triggers.ts';
import { Workspace } from './workspace.ts';

/** What all workspaces have together: the app, as Slack knows it. */
export type Shared = {
  log: CallLog;
  courier: Courier;
  installations: Installations;
};

/** Everything of one workspace that the Web API, the response URLs and its people share. */
export type World = Shared & {
  /** What the app was granted here; none where it is not installed. */
  readonly scopes: string[];
  emulate: Emulate;
  workspace: Workspace;
  modals: Modals;
  homes: Homes;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  files: Files;
  reset(): Promise<void>;
};

export function createShared(now: () => number, tokensRotate: boolean): Shared {
  const log = new CallLog(now);
  return { log, courier: new Courier(log), installations: new Installations(now, tokensRotate) };
}

/** `scopes` are the most that the app can be granted; `origin` is where the front listens. */
export async function startWorld(
  seed: WorkspaceSeed,
  shared: Shared,
  { scopes, now, origin }: { scopes: string[]; now: () => number; origin: () => string },
): Promise<World> {
  const emulate = await startEmulate(seed, scopes);
  const parts = {
    workspace: new Workspace(seed, now),
    modals: new Modals(),
    homes: new Homes(),
    triggers: new Triggers(now),
    responseUrls: new ResponseUrls(seed.team.id, now, origin),
    files: new Files(seed.team.id, now, origin),
  };
  return {
    get scopes() {
      return shared.installations.of(seed.team.id)?.scopes ?? [];
    },
    emulate,
    ...parts,
    ...shared,
    async reset() {
      for (const part of Object.values(parts)) part.reset();
      await emulate.reset();
    },
  };
}
