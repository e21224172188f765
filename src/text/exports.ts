import type { ExportOutcome } from '../domain/export-outcome.ts';
import { shownNumber } from './words.ts';

/** Rows of all that there are, from 1 on; `total` once that is known. */
export type Part = { from: number; to: number; total?: number | undefined };

/** Why not everything came. */
export type ExportEnded = Exclude<ExportOutcome, 'done'>;

/** What exports of all kinds have in common. */
export const exports = {
  isWhole: ({ from, to, total }: Part): boolean => from === 1 && to === total,
  namePlain: (what: string, at: number, part: Part) =>
    `piper-invite-${what}-${new Date(at).toISOString().slice(0, 10)}${exports.isWhole(part) ? '' : `-${part.from}`}.csv`,
  range: ({ from, to }: Part): string => `${shownNumber(from)} to ${shownNumber(to)}`,
  next: ({ to, total }: Part): string =>
    total === undefined
      ? 'If there are more, the next file follows.'
      : to < total
        ? 'The next file follows.'
        : 'It is the last one.',
  busy: (what: string) => `An export is still under way. Ask for ${what} again in a few minutes.`,
  notGranted: (command: string) =>
    `I can't send files here. Whoever runs the app can give it \`files:write\` in Slack and install it again, or export ${command}.`,
  ended: (what: string, why: Exclude<ExportEnded, 'nothing' | 'not_granted'>): string => {
    switch (why) {
      case 'not_allowed':
        return `${what}, since you may no longer have it. Ask a workspace admin.`;
      case 'not_sent':
        return `${what}: Slack didn't take the file. Ask for it again in a few minutes.`;
      case 'interrupted':
        return `${what}, since I am being restarted. Ask for it again in a few minutes.`;
      case 'failed':
        return `${what}: something went wrong on our side. Ask for it again, or tell whoever runs the app, whose log has the reason.`;
    }
  },
} as const;
