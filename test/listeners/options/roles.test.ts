import { describe, expect, it } from 'vitest';
import { startAnHourAgo, startApp } from '../../helpers/app.ts';
import { suggestionBody } from '../../helpers/payloads.ts';
import { role, roles } from '../../helpers/piper.ts';
import { team, users } from '../../helpers/slack.ts';

describe('the searched menu of roles', () => {
  it('shows the first hundred, and finds any other by its name', async () => {
    const app = await startAnHourAgo();
    app.piper.roles = [roles.admin, ...Array.from({ length: 500 }, (_, at) => role(`Role ${at}`))];
    expect(await app.optionsOf('role', '')).toHaveLength(100);
    expect(await app.optionsOf('role', 'role 437')).toEqual(['Role 437']);
    expect(await app.optionsOf('role', 'nothing like it')).toEqual([]);
    // Once at the start, then two pages of 500, of which the second shows that there are no more.
    expect(app.journal.of('GET roles')).toHaveLength(3);
  });

  it('shows nothing to somebody who may not invite', async () => {
    const app = await startApp();
    expect(await app.optionsOf('role', '', { userId: users.bob.id })).toEqual([]);
  });

  it('shows the roles that Piper told last while it does not answer', async () => {
    const app = await startAnHourAgo();
    app.piper.onGet = () => [503, 'down'];
    expect(await app.optionsOf('role', '')).toEqual(['Admin', 'Editor', 'Viewer']);
  });

  it('stays empty while Piper refuses', async () => {
    const app = await startAnHourAgo();
    app.piper.onGet = () => [403, { detail: 'No' }];
    expect(await app.optionsOf('role', '')).toEqual([]);
  });

  it('stays empty after a payload that makes no sense', async () => {
    const app = await startApp();
    const body = { ...suggestionBody('role', ''), user: { team_id: team } };
    expect((await app.interact(body)).body).toEqual({ options: [] });
  });
});
