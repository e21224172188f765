import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  menuQuerySchema,
  requestQuerySchema,
  settingsRoleQuerySchema,
} from '../../../src/listeners/payloads/menus.ts';
import { suggestionBody } from '../../helpers/payloads.ts';
import { noIds, replaced } from '../../helpers/replaced.ts';
import { users } from '../../helpers/slack.ts';

const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/slack/block-suggestion.json', import.meta.url), 'utf8'),
);
const search = suggestionBody('roles', 'edi', { metadata: '{"connectionId":"c1"}' });

describe('a search in a menu', () => {
  it('is read', () => {
    expect(menuQuerySchema.parse(fixture)).toEqual({
      userId: 'U0ALICE001',
      query: 'edi',
    });
  });

  it('is read with what the form is about, in the settings', () => {
    expect(settingsRoleQuerySchema.parse(search)).toEqual({
      userId: users.alice.id,
      query: 'edi',
      metadata: '{"connectionId":"c1"}',
    });
  });

  it('is read with the request as it was shown, in a form about one', () => {
    const about = (metadata: string) => suggestionBody('leave_out', 'ada', { metadata });
    expect(requestQuerySchema.parse(about('r1 3'))).toEqual({
      userId: users.alice.id,
      query: 'ada',
      requestId: 'r1',
      revision: 3,
    });
    for (const metadata of ['', 'r1', 'r1 x', ' 3']) {
      expect(requestQuerySchema.safeParse(about(metadata)).success).toBe(false);
    }
  });

  it.each([null, undefined, ''])('asks for all where it is %j', (value) => {
    const body = replaced(search, 'value', value);
    expect(menuQuerySchema.parse(body).query).toBe('');
    expect(settingsRoleQuerySchema.parse(body).query).toBe('');
  });

  it('is refused where it is no text', () => {
    for (const value of [7, {}, ['edi']]) {
      const body = replaced(search, 'value', value);
      expect(menuQuerySchema.safeParse(body).success).toBe(false);
      expect(settingsRoleQuerySchema.safeParse(body).success).toBe(false);
    }
  });

  it.each(['user', 'user.id'])('is refused without its %s', (path) => {
    for (const none of noIds) {
      const body = replaced(search, path, none);
      expect(menuQuerySchema.safeParse(body).success).toBe(false);
      expect(settingsRoleQuerySchema.safeParse(body).success).toBe(false);
    }
  });

  it.each(['view', 'view.private_metadata'])(
    'is refused without its %s, in the settings',
    (path) => {
      const body = replaced(search, path, undefined);
      expect(settingsRoleQuerySchema.safeParse(body).success).toBe(false);
      expect(menuQuerySchema.safeParse(body).success).toBe(true);
    },
  );
});
