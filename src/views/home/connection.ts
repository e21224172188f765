import type { KnownBlock } from '@slack/types';
import type { ConnectedHome } from '../../domain/home.ts';
import { reachOf } from '../../domain/policy.ts';
import { connecting, renewing, home as text } from '../../text/index.ts';
import { buttonRow, context, section } from '../message.ts';
import { remedyButtons, renewButton } from '../token-remedy.ts';

/** To which organization the workspace is connected, by whom, and what is wrong with its token. */
export function connectionSection(home: ConnectedHome): KnownBlock[] {
  const { connection, organizationName, isFixed, mayConnect, remedy } = home;
  if (isFixed) {
    return [
      section(text.connected(organizationName)),
      context(mayConnect ? connecting.fixed : connecting.statusFixed),
    ];
  }
  const trouble = troubleOf(home);
  const words = mayConnect
    ? renewing.youCanRenew
    : renewing.whoCanRenew(connection.connectedBy, reachOf(connection));
  const buttons = remedy ? remedyButtons(remedy) : mayConnect ? [renewButton] : [];
  return [
    ...(trouble
      ? [
          section([trouble, remedy ? renewing.remedy(remedy) : words].join(' ')),
          ...(buttons.length > 0 ? [buttonRow(buttons)] : []),
        ]
      : [section(text.connected(organizationName))]),
    context([text.by(connection), connecting.statusToken(connection, mayConnect)].join(' ')),
    ...('enterpriseId' in connection.scope ? [context(connecting.enterpriseWide)] : []),
  ];
}

function troubleOf({ token, connection: { organization } }: ConnectedHome): string | undefined {
  switch (token.kind) {
    case 'good':
      return undefined;
    case 'refused':
      return [renewing.rejected(organization.name), text.refusedSince(token.since)].join(' ');
    case 'expired':
      return text.expired(organization.name, token.at);
    case 'expiring':
      return text.expiring(organization.name, token.at);
  }
}
