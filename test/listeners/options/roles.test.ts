import { describe, expect, it } from 'vitest';
import { startAnHourAgo, startApp } from '../../helpers/app.ts';
import { team, users } from '../../helpers/slack-api.ts';

const query = (value: string, userId = users.alice.id) => ({
  type: 'block_suggestion',
  team: { id: team },
  user: { id: userId, team_id: team },
  action_id: 'role',
  block_id: 'role',
  value,
  view: { id: 'V1' },
});
const namesOf = (answer: { body: unknown }) =>
  (answer.body as { options: { text: { text: string } }[] }).options.map(({ text }) => text.text);

describe('the searched menu of roles', () => {
  it('shows the first hundred, and finds any other by its name', async () => {
    const app = await startAnHourAgo();
    app.piper.roles = Array.from({ length: 500 }, (_, at) => ({
      id: `role-${at}`,
      name: `Role ${at}`,
      is_system: false,
      description: null,
    }));
    expect(namesOf(await app.interact(query('')))).toHaveLength(100);
    expect(namesOf(await app.interact(query('role 437')))).toEqual(['Role 437']);
    expect(namesOf(await app.interact(query('nothing like it')))).toEqual([]);
    // Once at the start, then two pages of 500, of which the second shows that there are no more.
    expect(app.journal.of('GET roles')).toHaveLength(3);
  });

  it('shows nothing to somebody who may not invite', async () => {
    const app = await startApp();
    expect(namesOf(await app.interact(query('', users.bob.id)))).toEqual([]);
  });

  it('shows the roles that Piper told last while it does not answer', async () => {
    const app = await startAnHourAgo();
    app.piper.onGet = () => [503, 'down'];
    expect(namesOf(await app.interact(query('')))).toEqual(['Admin', 'Editor', 'Viewer']);
  });

  it('stays empty while Piper refuses', async () => {
    const app = await startAnHourAgo();
    app.piper.onGet = () => [403, { detail: 'No' }];
    expect(namesOf(await app.interact(query('')))).toEqual([]);
  });

  it('stays empty after a payload that makes no sense', async () => {
    const app = await startApp();
    const { user: _, ...rest } = query('');
    expect(namesOf(await app.interact({ ...rest, user: { team_id: team } }))).toEqual([]);
  });
});
