import type { Installations } from '../installations.ts';
import { workspaces } from '../seed.ts';
import { answerConsent, type BrowserAnswer, readRequest } from './consent.ts';
import { consentPage, wrongRequestPage } from './consent-page.ts';

/** Where the app and the sandbox's page are, as far as that is known. */
export type Addresses = {
  /** Below it are the redirect URLs that the app has registered. */
  bot: string;
  page: string;
};

/** Answers a browser that comes to Slack; undefined where there is nothing. `form` is what it sent. */
export function answerBrowser(
  installations: Installations,
  addresses: Addresses,
  { method, url, form }: { method: string; url: URL; form: string },
): BrowserAnswer | undefined {
  switch (`${method} ${url.pathname}`) {
    case 'GET /oauth/v2/authorize':
    case 'POST /oauth/v2/authorize': {
      const request = readRequest(url.searchParams, addresses.bot);
      if ('error' in request) return { status: 400, html: wrongRequestPage(request.error) };
      if (method === 'POST') {
        return answerConsent(installations, request, new URLSearchParams(form));
      }
      // Who has no workspace in mind probably means one where the app is missing.
      const selected =
        workspaces.find(({ team }) => team.id === request.team) ??
        workspaces.find(({ team }) => !installations.of(team.id)) ??
        workspaces[0];
      return selected && { status: 200, html: consentPage(request, selected) };
    }
    case 'GET /app_redirect': {
      const page = new URL(addresses.page);
      page.search = new URLSearchParams({ team: url.searchParams.get('team') ?? '' }).toString();
      return { location: page.href };
    }
    default:
      return undefined;
  }
}
