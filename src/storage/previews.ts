import * as z from 'zod';
import type { PreviewStore } from '../usecases/ports/previews.ts';
import { jsonText } from './json-text.ts';
import { invitee, responseUrls } from './rows.ts';
import type { SecretBox } from './secret-box.ts';
import type { Database } from './tables.ts';

const invites = z.array(
  z.object({
    invitee,
    role: z.object({
      id: z.string(),
      name: z.string(),
      description: z.string().exactOptional(),
      permissions: z.array(z.string()).exactOptional(),
      isSystem: z.boolean().exactOptional(),
    }),
  }),
);
const previewText = jsonText.pipe(
  z.object({
    organizationId: z.string(),
    invitations: invites,
    approvals: invites,
    audience: responseUrls.extend({ channel: z.string() }),
    note: z.string().exactOptional(),
  }),
);

/** Encrypted, because whoever has a response URL can post with it. */
export function createPreviews(db: Database, box: SecretBox): PreviewStore {
  return {
    save: async ({ id, teamId, userId, preview, expiresAt }) => {
      const sealedPreview = await box.seal(JSON.stringify(preview), bindingOf(id));
      await db
        .insertInto('previews')
        .values({ id, teamId, userId, sealedPreview, expiresAt })
        .execute();
    },

    find: async (id, { teamId, userId }, now) => {
      const found = await db
        .selectFrom('previews')
        .select('sealedPreview')
        .where('id', '=', id)
        .where('teamId', '=', teamId)
        .where('userId', '=', userId)
        .where('expiresAt', '>', now)
        .executeTakeFirst();
      const text = found && (await box.open(z.string().parse(found.sealedPreview), bindingOf(id)));
      return text?.ok ? previewText.parse(text.value) : undefined;
    },
  };
}

/** What a preview is sealed for. */
export const bindingOf = (id: string) => ({ purpose: 'preview', row: id }) as const;
