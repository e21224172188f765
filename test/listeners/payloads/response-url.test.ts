import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import {
  batchButtonSchema,
  buttonSchema,
  pageButtonSchema,
  roleButtonSchema,
} from '../../../src/listeners/payloads/buttons.ts';
import { parseCommand } from '../../../src/listeners/payloads/command.ts';
import { inviteSubmissionSchema } from '../../../src/listeners/payloads/invite-form.ts';
import { senderSchema } from '../../../src/listeners/payloads/sender.ts';
import { suggestionSchema } from '../../../src/listeners/payloads/suggestion.ts';
import { commandFields, inviteBody, pressed } from '../../helpers/payloads.ts';
import { replaced } from '../../helpers/replaced.ts';

const button = (value: string) => pressed({ action_id: 'x', value });

const payloads: [name: string, schema: Pick<z.ZodType, 'parse'>, body: object, path: string][] = [
  ['a command', { parse: parseCommand }, commandFields('help'), 'response_url'],
  ['whoever sent something', senderSchema, commandFields('help'), 'response_url'],
  ['a button that opens a form', buttonSchema, button('x'), 'response_url'],
  ['a button about a batch', batchButtonSchema, button('x'), 'response_url'],
  ['a button to a page', pageButtonSchema, button('1'), 'response_url'],
  ['a button about a role', roleButtonSchema, button('x 1'), 'response_url'],
  ['a suggestion', suggestionSchema, button('help'), 'response_url'],
  ['a form', inviteSubmissionSchema, inviteBody({}), 'response_urls.0.response_url'],
];

describe('a response URL that is none', () => {
  it.each(payloads)('is as good as no response URL in %s', (_, schema, body, path) => {
    const without = schema.parse(replaced(body, path, undefined));
    expect(schema.parse(body)).not.toEqual(without);
    for (const none of ['', 'somewhere', 'https://', null, 7, [], {}]) {
      expect(schema.parse(replaced(body, path, none))).toEqual(without);
    }
  });
});
