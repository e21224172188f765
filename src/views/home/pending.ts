import type { KnownBlock } from '@slack/types';
import type { WorkspaceRef } from '../../domain/connection.ts';
import type { PendingPage } from '../../domain/home.ts';
import type { FoundInvitation } from '../../domain/invitation.ts';
import { actions } from '../../ids.ts';
import { lookup, home as text } from '../../text/index.ts';
import { requestOf } from '../lookup.ts';
import { button, buttonRow, heading, row, section } from '../message.ts';
import { personMenu } from '../person-menu.ts';

/** Who is pending, or waits to be sent, as the product saw it last; with buttons to newer and older ones. */
export function pendingSection(
  { invites, before, hasOlder }: PendingPage,
  reader: WorkspaceRef,
  changesRoles: boolean,
): KnownBlock[] {
  const first = invites.at(0);
  const last = invites.at(-1);
  const turns = [
    ...(before && first ? [turn(actions.homeNewer, text.newerPlain, first)] : []),
    ...(hasOlder && last ? [turn(actions.homeOlder, text.olderPlain, last)] : []),
  ];
  return [
    heading(text.pendingTitlePlain),
    ...(invites.length === 0 ? [section(text.nobodyPending)] : []),
    ...invites.map((invite) => pendingRow(invite, reader, changesRoles)),
    ...(turns.length > 0 ? [buttonRow(turns)] : []),
  ];
}

function pendingRow(
  invite: PendingPage['invites'][number],
  reader: WorkspaceRef,
  changesRoles: boolean,
): KnownBlock {
  // Who has not been invited yet has no role to change.
  const offersRole = changesRoles && invite.state.kind !== 'waiting';
  return row(words(invite, reader), personMenu(invite.id, offersRole));
}

const words = (found: FoundInvitation, reader: WorkspaceRef): string =>
  lookup.entry({
    invitee: found.invitee,
    roleName: found.roleChange?.roleName ?? found.role.name,
    state: found.state.kind === 'waiting' ? 'waiting' : 'pending',
    since: found.at,
    from: requestOf(found, reader),
  });

const turn = (actionId: string, label: string, { id, at }: { id: string; at: number }) => ({
  ...button(actionId, label),
  value: `${id} ${at}`,
});
