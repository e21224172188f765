import { onStorage } from './command.ts';

/** `verify-audit`: checks that nothing in the record was changed or removed. */
export const verifyAudit = onStorage(async (storage, say) => {
  const { breaks, workspaces, entries } = await storage.verifyAudit();
  for (const { workspace, number, why } of breaks) {
    say(`The record of ${workspace} is broken at entry ${number}: ${why}.`);
  }
  const isWhole = breaks.length === 0;
  if (isWhole) say('Nothing in the record was changed or removed.');
  say(`Checked: workspaces ${workspaces}, entries ${entries}.`);
  return isWhole;
});
