import { app, type Person, type WorkspaceSeed, workspaces } from '../seed.ts';
import { type ConsentRequest, installersIn, scopesOf } from './consent.ts';

/** What each scope lets an app do, in Slack's words. https://docs.slack.dev/reference/scopes */
const scopeWords: Record<string, string> = {
  'chat:write': 'Send messages as Piper Invite',
  'chat:write.public': 'Send messages to channels Piper Invite isn’t a member of',
  commands: 'Add shortcuts and/or slash commands that people can use',
  'users:read': 'View people in a workspace',
  'users:read.email': 'View email addresses of people in a workspace',
  'usergroups:read': 'View user groups in a workspace',
};

/**
 * The page on which somebody allows an app what it asks for. It is ours and not emulate's, which knows one workspace only, has
 * neither a way to cancel nor optional scopes, and must be told before it starts where the app will listen.
 * `selected` is the workspace to begin with.
 */
export function consentPage(request: ConsentRequest, selected: WorkspaceSeed): string {
  const { necessary, optional } = scopesOf(request);
  const people = workspaces.map(
    (workspace) => `<optgroup label="${escapeHtml(workspace.team.name)}">
${installersIn(workspace)
  .map((person) => personOption(workspace, person, person.id === installersIn(selected)[0]?.id))
  .join('\n')}
</optgroup>`,
  );
  return page(
    `${app.name} asks for permission`,
    `<p class="note">This is the sandbox’s Slack, on your own machine.</p>
<h1>${app.name} is requesting permission to access a Slack workspace</h1>
<form method="post">
<label for="user">Install it as</label>
<select id="user" name="user">
${people.join('\n')}
</select>
<h2>What will ${app.name} be able to do?</h2>
<ul>
${necessary.map((scope) => `<li>${wordsOf(scope)}</li>`).join('\n')}
</ul>
${optional.length > 0 ? optionalScopes(optional) : ''}
<div class="answers">
<button name="answer" value="cancel">Cancel</button>
<button name="answer" value="allow" class="go">Allow</button>
</div>
</form>`,
  );
}

/** What Slack shows when an app asks in a wrong way. */
export const wrongRequestPage = (error: string): string =>
  page(
    'Something went wrong',
    `<h1>Something went wrong when authorizing this app.</h1>
<p>Error details: ${escapeHtml(error)}</p>`,
  );

const personOption = ({ team }: WorkspaceSeed, person: Person, isSelected: boolean): string =>
  `<option value="${person.id}"${isSelected ? ' selected' : ''}>${escapeHtml(
    `${person.realName}${person.isAdmin ? ', admin' : ''} in ${team.name}`,
  )}</option>`;

const optionalScopes = (scopes: readonly string[]): string => `<fieldset>
<legend>Optional</legend>
${scopes
  .map(
    (scope) =>
      `<label><input type="checkbox" name="optional" value="${escapeHtml(scope)}" checked> ${wordsOf(scope)}</label>`,
  )
  .join('\n')}
</fieldset>`;

const wordsOf = (scope: string): string => escapeHtml(scopeWords[scope] ?? scope);

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} | Slack</title>
<style>
:root { color-scheme: light dark; --ink: light-dark(#1d1c1d, #d1d2d3); --quiet: light-dark(#616061, #ababad); --paper: light-dark(#fff, #1a1d21); --line: light-dark(#8a888c, #797c80); --go: light-dark(#007a5a, #00795a) }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 34rem; margin: 8vh auto 3rem; padding: 0 1.5rem }
h1 { margin: 0 0 1.5rem; font-size: 1.75rem; line-height: 1.25 }
h2 { margin: 1.5rem 0 .25rem; font-size: 1rem }
ul { margin: 0; padding-left: 1.25rem }
.note { color: var(--quiet); font-size: .875rem }
fieldset { margin: 1rem 0 0; padding: .5rem .75rem .75rem; border: 1px solid var(--line); border-radius: .5rem }
select { display: block; width: 100%; margin-top: .25rem; padding: .5rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: inherit; font: inherit }
.answers { display: flex; gap: .75rem; justify-content: flex-end; margin-top: 2rem }
button { min-width: 7rem; padding: .625rem 1.25rem; border: 1px solid var(--line); border-radius: .5rem; background: none; color: inherit; font: inherit; font-weight: 600; cursor: pointer }
button.go { border-color: var(--go); background: var(--go); color: #fff }
:focus-visible { outline: 3px solid light-dark(#1264a3, #5fb6e6); outline-offset: 2px }
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
