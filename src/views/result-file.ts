import { stringify } from 'csv-stringify/sync';
import type { BatchReport } from '../domain/invitation.ts';
import { resultFile as text } from '../text/index.ts';
import { guarded } from '../utils/formula-guard.ts';

/** A file to upload: `name` is its file name, `title` what the conversation shows. */
export type TextFile = { name: string; title: string; content: string };

/**
 * A CSV file with the result of each invite of a batch. Cells that a spreadsheet would run as formulas are guarded, so that the
 * invite form reads them as they were.
 */
export function resultFile({ batch, entries, lastEndedAt }: BatchReport): TextFile {
  const rows = entries.map(({ invitee, role, state }) => {
    const member = 'member' in state ? state.member : undefined;
    return [
      invitee.address,
      member ? (member.roleName ?? '') : role.name,
      text.resultPlain(state),
      member ? text.statusPlain(member.status) : '',
      text.whyPlain(state),
    ];
  });
  return {
    name: text.namePlain(lastEndedAt ?? batch.at),
    title: text.titlePlain(batch.organization.name),
    content: stringify([[...text.columnsPlain], ...rows.map((row) => row.map(guarded))], {
      bom: true,
      record_delimiter: 'windows',
    }),
  };
}
