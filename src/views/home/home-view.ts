import type { HomeView, KnownBlock } from '@slack/types';
import type { WorkspaceRef } from '../../domain/connection.ts';
import type { ConnectedHome, Home } from '../../domain/home.ts';
import { actions } from '../../ids.ts';
import { connecting, denial, home as text } from '../../text/index.ts';
import { notConnectedMessage, unreadableConnectionMessage } from '../connection-messages.ts';
import { button, buttonRow, textMessage } from '../message.ts';
import { connectionSection } from './connection.ts';
import { inviteSection } from './invite.ts';
import { pendingSection } from './pending.ts';

/** Whose Home it is, and where. */
export type Reader = { userId: string; workspace: WorkspaceRef };

/** App Home as somebody sees it; undefined for those who have none. `reference` leads the operator to what is logged. */
export function homeView(
  home: Home,
  reader: Reader,
  reference: string | undefined,
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
      return viewOf(sectionsOf(home, reader), placeWords(home));
  }
}

/** In place of what could not be read. */
export const failedHomeView = (reference: string | undefined): HomeView =>
  viewOf(textMessage([text.failed], reference).blocks);

const sectionsOf = (home: ConnectedHome, { userId, workspace }: Reader): KnownBlock[] => [
  ...connectionSection(home),
  ...inviteSection(home, userId),
  ...(home.pending ? pendingSection(home.pending, workspace) : []),
];

/** Slack hands it back with every button, so that the same page can be shown again. */
const placeWords = ({ pending }: ConnectedHome): string =>
  pending?.before ? `${pending.before.id} ${pending.before.at}` : '';

const viewOf = (blocks: KnownBlock[], metadata = ''): HomeView => ({
  type: 'home',
  private_metadata: metadata,
  blocks,
});

const connectButton = button(actions.connect, connecting.connectButtonPlain, 'primary');
