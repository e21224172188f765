import type { KnownBlock } from '@slack/types';
import type { ConnectedHome } from '../../domain/home.ts';
import type { InviteRequest } from '../../domain/request.ts';
import { actions } from '../../ids.ts';
import { home as text, requests as words } from '../../text/index.ts';
import { askButton } from '../ask-button.ts';
import { button, buttonRow, heading, row, section, sections } from '../message.ts';
import { askedOf, cancelButton, decideButtons, entryOf, stateWords } from '../request-messages.ts';

/** What waits for somebody's decision, if anything does. */
export const toDecideSection = ({
  toDecide: { requests, hasMore },
}: ConnectedHome): KnownBlock[] =>
  requests.length === 0
    ? []
    : [
        heading(text.toDecideTitlePlain),
        ...requests.flatMap((request) => [
          ...sections(entryOf(request).split('\n')),
          decideButtons(request),
        ]),
        ...(hasMore ? [buttonRow([button(actions.homeRequests, text.allPlain)])] : []),
      ];

/** What somebody asked for, and what became of it, if they asked for anything. */
export const askedSection = ({ asked, invites }: ConnectedHome): KnownBlock[] =>
  asked.length === 0
    ? []
    : [
        heading(text.askedTitlePlain),
        ...asked.map((request) => {
          const mayAskAgain = invites === 'at_once' || invites === 'asking';
          return askedRow(request, mayAskAgain);
        }),
      ];

function askedRow(request: InviteRequest, mayAskAgain: boolean): KnownBlock {
  const { id, state, expiresAt } = request;
  const isOpen = state.kind === 'open';
  const line = words.own(askedOf(request), isOpen ? words.waits(expiresAt) : stateWords(request));
  if (isOpen) return row(line, cancelButton(request));
  const isRepeatable = state.kind === 'expired' || state.kind === 'cancelled';
  return mayAskAgain && isRepeatable
    ? row(line, askButton(`request ${id}`, words.askAgainPlain))
    : section(line);
}
