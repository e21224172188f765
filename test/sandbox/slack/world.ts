import { CallLog } from './call-log.ts';
import { Courier } from './delivery.ts';
import { type Emulate, startEmulate } from './emulate.ts';
import { Files } from './files.ts';
import { Modals } from './modals.ts';
import { ResponseUrls } from './response-urls.ts';
import { Triggers } from './triggers.ts';
import { Workspace } from './workspace.ts';

/** Everything that the Web API, the response URLs and the people of the sandbox share. */
export type World = {
  scopes: string[];
  emulate: Emulate;
  workspace: Workspace;
  modals: Modals;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  files: Files;
  log: CallLog;
  courier: Courier;
  reset(): Promise<void>;
};

export async function startWorld(
  scopes: string[],
  now: () => number,
  origin: () => string,
): Promise<World> {
  const emulate = await startEmulate(scopes);
  const log = new CallLog(now);
  const parts = {
    workspace: new Workspace(now),
    modals: new Modals(),
    triggers: new Triggers(now),
    responseUrls: new ResponseUrls(now, origin),
    files: new Files(now, origin),
    log,
  };
  return {
    scopes,
    emulate,
    ...parts,
    courier: new Courier(log),
    async reset() {
      for (const part of Object.values(parts)) part.reset();
      await emulate.reset();
    },
  };
}
