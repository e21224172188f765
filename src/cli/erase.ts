import type { Storage } from '../storage/storage.ts';
import { type Command, onStorage, type Say } from './command.ts';

/** What is to be erased; without `isSure`, it is only said what there is. */
type About = { address: string } | { workspace: string };

/** `erase ADDRESS [--yes]` and `erase --workspace ID [--yes]`: deletes what is stored about somebody, or about a workspace. */
export const erase = (about: About, isSure: boolean): Command =>
  onStorage((storage, say) =>
    'address' in about
      ? eraseAddress(storage, say, about.address, isSure)
      : eraseWorkspace(storage, say, about.workspace, isSure),
  );

async function eraseAddress({ eraser }: Storage, say: Say, address: string, isSure: boolean) {
  const found = await eraser.findAddress(address);
  const { invitations, requests, open, records, notes } = found;
  if (invitations + requests + records + notes === 0) {
    say(`Nothing is stored about ${address}.`);
    return true;
  }
  if (isOpen(say, address, open)) return false;
  const what = `Invites to ${address}: ${invitations}. Requests to invite it: ${requests}. Workspaces whose record names it: ${records}. Notes and reasons that say it: ${notes}.`;
  return carryOut(say, isSure, {
    what,
    plan: 'the invites, requests and texts are deleted, and the address is taken out of the record, which keeps a pseudonym and stays proven. What was posted in Slack stays, and so does a member in Piper',
    act: () => eraser.eraseAddress(address),
  });
}

async function eraseWorkspace({ eraser }: Storage, say: Say, id: string, isSure: boolean) {
  const { batches, requests, open, entries, people, others } = await eraser.findWorkspace(id);
  if (batches + requests + entries + people + others === 0) {
    say(`Nothing is stored about ${id}.`);
    return true;
  }
  if (isOpen(say, id, open)) return false;
  const what = `Of ${id} there are batches of invites: ${batches}, requests to invite: ${requests}, entries in its record: ${entries}, addresses in it: ${people}.`;
  return carryOut(say, isSure, {
    what,
    plan: 'they are deleted, with the connection to Piper, its settings and every token. Its ID stays, and where its record ended, so that the rest stays proven. If the app is still installed there, it has to be installed again to be used',
    act: () => eraser.eraseWorkspace(id),
  });
}

/** What is under way would be sent, and stored again, after it was erased. */
function isOpen(say: Say, what: string, open: number): boolean {
  if (open > 0) {
    say(
      `Invites and requests of ${what} that are still under way: ${open}. Nothing was erased. Cancel them in Slack, or wait until they have ended (invites take a day at most), and do it again.`,
    );
  }
  return open > 0;
}

async function carryOut(
  say: Say,
  isSure: boolean,
  { what, plan, act }: { what: string; plan: string; act: () => Promise<void> },
): Promise<boolean> {
  say(what);
  if (isSure) await act();
  say(isSure ? 'Erased.' : `Nothing was erased yet. With --yes, ${plan}.`);
  return true;
}
