import type { AuditBreak } from '../storage/storage.ts';
import { type Command, onStorage } from './command.ts';
import { progress } from './progress.ts';

/**
 * `verify-audit [--expect HASH]`: checks that nothing in the record was changed or removed, and that it still holds the entry with
 * this hash.
 */
export const verifyAudit = (expected?: string): Command =>
  onStorage(async (storage, say) => {
    const { breaks, workspaces, entries, isExpectedFound } = await storage.verifyAudit({
      expected,
      onChecked: progress('Entries checked'),
      onBreak: (found) => say(describeBreak(found)),
      onShortened: ({ workspace, start }) =>
        say(`The record of ${nameOf(workspace)} begins behind entry ${start}.`),
    });
    const isMissing = expected !== undefined && !isExpectedFound;
    if (isMissing) {
      say(`No entry has the hash ${expected}: it was removed, or the record begins behind it.`);
    }
    const isWhole = breaks === 0 && !isMissing;
    if (isWhole) say('Nothing in the record was changed or removed.');
    say(`Checked: records ${workspaces}, entries ${entries}.`);
    return isWhole;
  });

/** What is wrong with the record of a workspace, as a sentence. */
export const describeBreak = ({ workspace, what }: AuditBreak): string =>
  `In the record of ${nameOf(workspace)}, ${what}.`;

const nameOf = (workspace: string): string => (workspace === '*' ? 'the deployment' : workspace);
