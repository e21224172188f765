import type { KnownBlock } from '@slack/types';
import type { ConnectedHome } from '../../domain/home.ts';
import { actions } from '../../ids.ts';
import { denial, home as text } from '../../text/index.ts';
import { button, buttonRow, context, section } from '../message.ts';

/** The way to invite, or why there is none. While Piper refuses the token, there is nothing to say besides that. */
export function inviteSection(home: ConnectedHome, reader: string): KnownBlock[] {
  const { invites, inviters, token, connection } = home;
  const isClosed = token.kind === 'refused';
  switch (invites) {
    case 'at_once':
      return isClosed ? [] : [buttonRow([inviteButton(text.invitePlain)])];
    case 'asking':
      return isClosed ? [] : [context(text.askable), buttonRow([inviteButton(text.askPlain)])];
    case 'unidentified':
      return [section(text.unidentified)];
    case 'not': {
      const { connectedBy } = connection;
      const helper = connectedBy && connectedBy !== reader ? connectedBy : undefined;
      return [section(denial('not_chosen', inviters, { helper }))];
    }
  }
}

const inviteButton = (label: string) => button(actions.homeInvite, label, 'primary');
