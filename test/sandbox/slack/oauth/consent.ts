import * as z from 'zod';
import type { Installations } from '../installations.ts';
import { clientId, type Person, type WorkspaceSeed, workspaces } from '../seed.ts';

/** What a browser is answered: a page, or where to go next. */
export type BrowserAnswer = { status: number; html: string } | { location: string };

const scopeList = z
  .string()
  .default('')
  .transform((scopes) => scopes.split(/[\s,]+/).filter(Boolean));

/** https://docs.slack.dev/authentication/installing-with-oauth/#asking */
const requestSchema = z.object({
  client_id: z.string().default(''),
  scope: scopeList,
  /** Which of them can be declined. */
  optional_scope: scopeList,
  redirect_uri: z.string().default(''),
  state: z.string().default(''),
  /** A workspace to begin with. */
  team: z.string().default(''),
});

/** What an app asks for. */
export type ConsentRequest = z.infer<typeof requestSchema>;

/** The request, or why Slack shows an error page instead of asking anybody. `redirectBase` is what the app has registered. */
export function readRequest(
  query: URLSearchParams,
  redirectBase: string,
): ConsentRequest | { error: string } {
  const request = requestSchema.parse(Object.fromEntries(query));
  if (request.client_id !== clientId) return { error: 'Invalid client_id parameter' };
  if (!isBelow(request.redirect_uri, redirectBase)) {
    return { error: 'redirect_uri did not match any configured URIs' };
  }
  return request.scope.length === 0 ? { error: 'No scopes requested' } : request;
}

/** Slack takes a registered URL and what is below it. https://docs.slack.dev/authentication/installing-with-oauth/#redirect_urls */
function isBelow(url: string, base: string): boolean {
  return base !== '' && URL.canParse(url) && `${new URL(url).href}/`.startsWith(`${base}/`);
}

/** Where Slack sends a browser back to that allowed or cancelled it. */
export function answerConsent(
  installations: Installations,
  request: ConsentRequest,
  given: URLSearchParams,
): BrowserAnswer {
  const { redirect_uri, state } = request;
  const back = (result: Record<string, string>): BrowserAnswer => {
    const url = new URL(redirect_uri);
    for (const [key, value] of Object.entries(result)) url.searchParams.set(key, value);
    if (state) url.searchParams.set('state', state);
    return { location: url.href };
  };
  const found = installerOf(given.get('user') ?? '');
  if (given.get('answer') !== 'allow' || !found) return back({ error: 'access_denied' });
  const { necessary, optional } = scopesOf(request);
  const granted = optional.filter((scope) => given.getAll('optional').includes(scope));
  const code = installations.allow({
    teamId: found.team.id,
    userId: found.person.id,
    scopes: [...necessary, ...granted],
    redirectUri: redirect_uri,
  });
  return back({ code });
}

/** What an app cannot be installed without, and what can be declined. */
export const scopesOf = ({ scope, optional_scope }: ConsentRequest) => ({
  necessary: scope.filter((one) => !optional_scope.includes(one)),
  optional: scope.filter((one) => optional_scope.includes(one)),
});

/** Who can install an app: full members. */
export const installersIn = ({ people }: WorkspaceSeed): Person[] =>
  people.filter((person) => !person.isBot && !person.isGuest && !person.deleted);

function installerOf(userId: string) {
  for (const workspace of workspaces) {
    const person = installersIn(workspace).find(({ id }) => id === userId);
    if (person) return { team: workspace.team, person };
  }
  return undefined;
}
