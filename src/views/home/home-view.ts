import type { HomeView, KnownBlock } from '@slack/types';
import type { WorkspaceRef } from '../../domain/connection.ts';
import type { ConnectedHome, Home } from '../../domain/home.ts';
import { actions, type OptionalFeature } from '../../ids.ts';
import { connecting, denial, home as text } from '../../text/index.ts';
import { notConnectedMessage, unreadableConnectionMessage } from '../connection-messages.ts';
import { button, buttonRow, type Message, textMessage } from '../message.ts';
import { connectionSection } from './connection.ts';
import { historySection } from './history.ts';
import { inviteSection } from './invite.ts';
import { pendingSection } from './pending.ts';
import { askedSection, toDecideSection } from './requests.ts';
import { settingsSection } from './settings.ts';

/** Whose Home it is, and where; `missing` is what the installation's scopes don't let the product do there. */
export type Reader = {
  userId: string;
  workspace: WorkspaceRef;
  missing: readonly OptionalFeature[];
};

/**
 * App Home as somebody sees it; undefined for those who have none. `notice` is what came of what they did there; `reference` leads the
 * operator to what is logged.
 */
export function homeView(
  home: Home,
  reader: Reader,
  { notice, reference }: { notice?: Message | undefined; reference?: string | undefined } = {},
): HomeView | undefined {
  switch (home.kind) {
    case 'nothing':
      return undefined;
    case 'denied':
      return viewOf(
        textMessage([
          home.reason === 'unidentified' ? text.unknown : denial(home.reason, { kind: 'admins' }),
        ]).blocks,
      );
    case 'not_connected':
      return viewOf(notConnectedMessage(home).blocks);
    case 'unreadable':
      return viewOf([
        ...unreadableConnectionMessage(home.why.kind === 'altered', reference).blocks,
        ...(home.mayConnect ? [buttonRow([connectButton])] : []),
      ]);
    case 'connected':
      return viewOf(
        [...(notice ? [...notice.blocks, divider] : []), ...sectionsOf(home, reader)],
        placeWords(home),
      );
  }
}

/** In place of what could not be read. */
export const failedHomeView = (reference: string | undefined): HomeView =>
  viewOf(textMessage([text.failed], reference).blocks);

const sectionsOf = (home: ConnectedHome, { userId, workspace, missing }: Reader): KnownBlock[] => [
  ...connectionSection(home),
  ...inviteSection(home, userId),
  ...toDecideSection(home),
  ...askedSection(home),
  ...(home.pending ? pendingSection(home.pending, workspace, home.changesRoles) : []),
  ...(home.searches ? historySection() : []),
  ...settingsSection(home, missing),
];

const divider: KnownBlock = { type: 'divider' };

/** Slack hands it back with every button, so that the same page can be shown again. */
const placeWords = ({ pending }: ConnectedHome): string =>
  pending?.before ? `${pending.before.id} ${pending.before.at}` : '';

const viewOf = (blocks: KnownBlock[], metadata = ''): HomeView => ({
  type: 'home',
  private_metadata: metadata,
  blocks,
});

const connectButton = button(actions.connect, connecting.connectButtonPlain, 'primary');
