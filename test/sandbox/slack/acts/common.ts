import type { SlackActionResult } from '../../contract.ts';
import type { Delivery } from '../delivery.ts';
import type { Fields } from '../json.ts';
import { app, verificationToken } from '../seed.ts';
import type { World } from '../world.ts';

/** What every interaction payload has. https://docs.slack.dev/reference/interaction-payloads */
export const interaction = (
  { workspace: { team } }: World,
  type: string,
  user: Fields,
): Fields => ({
  type,
  team: { id: team.id, domain: team.domain },
  user,
  api_app_id: app.id,
  token: verificationToken,
  enterprise: null,
  is_enterprise_install: false,
});

/** A person as interaction payloads have them; some leave out the `name`. */
export function payloadUser(world: World, id: string): Fields {
  const name = world.workspace.person(id)?.name;
  return { id, username: name, name, team_id: world.workspace.team.id };
}

/** Sends an interaction, which is JSON in a form. */
export const deliverInteraction = (world: World, payload: Fields): Promise<Delivery> =>
  world.courier.deliver({
    name: String(payload.type),
    form: { payload: JSON.stringify(payload) },
    shows: payload,
  });

export const done = (acknowledgedAfter: number): SlackActionResult => ({
  ok: true,
  acknowledgedAfter,
});

export const failed = (error: string): SlackActionResult => ({ ok: false, error });

/** What Slack shows in a modal whose bot did not answer as it should; the reason in brackets is the sandbox's. */
export const modalTrouble = (reason: string): SlackActionResult =>
  failed(`We had some trouble connecting. Try again? (${reason})`);
