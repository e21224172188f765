import * as z from 'zod';
import { submissionKey } from '../domain/invitation.ts';
import type { AcceptedCommands } from '../usecases/ports/accepted-commands.ts';
import { jsonText } from './json-text.ts';
import { schemaOfRow, workspace } from './rows.ts';
import type { SecretBox } from './secret-box.ts';
import type { Database } from './tables.ts';

const rowSchema = schemaOfRow(
  { id: z.string(), userId: z.string(), at: z.int(), sealedCommand: z.string() },
  { workspace },
);
const commandText = jsonText.pipe(
  z.object({
    submission: z.string(),
    text: z.string(),
    channel: z.string(),
    responseUrl: z.string().exactOptional(),
  }),
);

/** Encrypted, because whoever has a response URL can post with it. */
export function createAcceptedCommands(db: Database, box: SecretBox): AcceptedCommands {
  return {
    add: async ({ workspace, userId, ...command }, at, until) => {
      const id = submissionKey(workspace, command.submission);
      await db
        .insertInto('acceptedCommands')
        .values({
          id,
          teamId: workspace.teamId,
          enterpriseId: workspace.enterpriseId ?? null,
          userId,
          sealedCommand: await box.seal(JSON.stringify(command), bindingOf(id)),
          createdAt: at,
          leaseUntil: until,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    remove: async (id) => {
      await db.deleteFrom('acceptedCommands').where('id', '=', id).execute();
    },

    claim: async (now, until, limit) => {
      const rows = await db
        .updateTable('acceptedCommands')
        .set({ leaseUntil: until })
        // Another process may have claimed it since it was selected.
        .where('leaseUntil', '<=', now)
        .where('id', 'in', (from) =>
          from
            .selectFrom('acceptedCommands')
            .select('id')
            .where('leaseUntil', '<=', now)
            .orderBy('leaseUntil')
            .limit(limit),
        )
        .returning(['id', 'teamId', 'enterpriseId', 'userId', 'sealedCommand', 'createdAt as at'])
        .execute();
      const claimed = rows.map((row) => rowSchema.parse(row)).toSorted((a, b) => a.at - b.at);
      return Promise.all(
        claimed.map(async ({ sealedCommand, ...command }) => {
          const { id, workspace, userId } = command;
          const opened = await box.open(sealedCommand, bindingOf(id));
          // One that another version has stored keeps nobody else's from being claimed.
          const read = opened.ok ? commandText.safeParse(opened.value).data : undefined;
          return { ...command, typed: read && { workspace, userId, ...read } };
        }),
      );
    },

    endLeases: async () => {
      await db.updateTable('acceptedCommands').set({ leaseUntil: 0 }).execute();
    },
  };
}

/** What a command is sealed for. */
export const bindingOf = (id: string) => ({ purpose: 'accepted command', row: id }) as const;
