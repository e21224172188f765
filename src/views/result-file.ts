import { stringify } from 'csv-stringify/sync';
import type { BatchReport } from '../domain/invitation.ts';
import { resultFile as text } from '../text/index.ts';

/** A file to upload: `name` is its file name, `title` what the conversation shows. */
export type TextFile = { name: string; title: string; content: string };

/**
 * A CSV file with the result of each invite of a batch. Cells that a spreadsheet would run as formulas are escaped:
 * https://owasp.org/www-community/attacks/CSV_Injection
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
    content: stringify([[...text.columnsPlain], ...rows], {
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    }),
  };
}
