import { describe, expect, it } from 'vitest';
import { startApp } from '../../helpers/app.ts';
import { team, users } from '../../helpers/slack-api.ts';
import { crowdMember, withCrowd } from '../../helpers/slack-crowd.ts';

const search = (value: string, userId = users.alice.id) => ({
  type: 'block_suggestion',
  user: { id: userId, team_id: team },
  team: { id: team },
  api_app_id: 'A1',
  container: { type: 'view', view_id: 'V0FORM' },
  block_id: 'invite_groups',
  action_id: 'invite_groups',
  value,
});
const names = ({ body }: { body: unknown }) =>
  (body as { options: { text: { text: string }; value: string }[] }).options.map(
    ({ text, value }) => `${value} ${text.text}`,
  );

describe('the menu of user groups', () => {
  it('has those whose name holds what was typed, for those who may invite', async () => {
    const app = await startApp({
      beforeStart: (slack) => withCrowd(slack, { members: [crowdMember(1)] }),
    });
    expect(names(await app.interact(search('')))).toEqual(['S0LEADS Leads', 'S0OPS Operations']);
    expect(names(await app.interact(search(' OPER')))).toEqual(['S0OPS Operations']);
    expect(names(await app.interact(search('nobody')))).toEqual([]);
    expect(names(await app.interact(search('', users.bob.id)))).toEqual([]);
  });

  it('stays empty where the app may not read them', async () => {
    const app = await startApp({
      beforeStart: (slack) => slack.fail('usergroups.list', 'missing_scope'),
    });
    expect(names(await app.interact(search('')))).toEqual([]);
  });
});
