import { describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../helpers/app.ts';
import { suggestionBody } from '../../helpers/payloads.ts';
import { users } from '../../helpers/slack.ts';
import { crowdMember, withCrowd } from '../../helpers/slack-crowd.ts';

async function search(app: TestApp, value: string, userId = users.alice.id) {
  const { body } = await app.interact(suggestionBody('invite_groups', value, { userId }));
  const { options } = body as { options: { text: { text: string }; value: string }[] };
  return options.map(({ text, value: id }) => `${id} ${text.text}`);
}

describe('the menu of user groups', () => {
  it('has those whose name holds what was typed, for those who may invite', async () => {
    const app = await startApp({
      beforeStart: (slack) => withCrowd(slack, { members: [crowdMember(1)] }),
    });
    expect(await search(app, '')).toEqual(['S0LEADS Leads', 'S0OPS Operations']);
    expect(await search(app, ' OPER')).toEqual(['S0OPS Operations']);
    expect(await search(app, 'nobody')).toEqual([]);
    expect(await search(app, '', users.bob.id)).toEqual([]);
  });

  it('stays empty where the app may not read them', async () => {
    const app = await startApp({
      beforeStart: (slack) => slack.fail('usergroups.list', 'missing_scope'),
    });
    expect(await search(app, '')).toEqual([]);
  });
});
