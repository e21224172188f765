import type { KnownBlock, ModalView } from '@slack/types';
import type { WorkspaceRef } from '../domain/connection.ts';
import { type HistoryEntry, type HistoryPage, historyStates } from '../domain/history.ts';
import { history as limits } from '../domain/limits.ts';
import type { Place } from '../domain/open-invites.ts';
import type { Organization, Role } from '../domain/organization.ts';
import { actions, historyFields, views } from '../ids.ts';
import { errors, lookup, history as text } from '../text/index.ts';
import { nameAndAddress, nameOfBold } from '../text/words.ts';
import { requestOf } from './lookup.ts';
import { button, buttonRow, context, section } from './message.ts';
import { formModal, input, plain, readOnlyModal } from './modal.ts';
import { fateOf } from './request-outcome.ts';
import { option, roleSelect } from './role-select.ts';

/** Asks what to look for; without roles where Piper has not told any. */
export const historyModal = (data: {
  organization: Organization;
  roles: readonly Role[];
  seesAll: boolean;
}): ModalView =>
  formModal({
    callbackId: views.history,
    title: text.titlePlain,
    submit: text.searchPlain,
    metadata: '',
    blocks: [
      section(text.formIntro(data.organization.name, data.seesAll)),
      input(historyFields.address, text.addressPlain, {
        isOptional: true,
        hint: text.addressHintPlain,
        element: {
          type: 'plain_text_input',
          action_id: historyFields.address,
          max_length: limits.addressCharacters,
          placeholder: plain(text.addressPlaceholderPlain),
        },
      }),
      optional(historyFields.inviter, text.inviterPlain, {
        type: 'users_select',
        action_id: historyFields.inviter,
        placeholder: plain(text.inviterPlaceholderPlain),
      }),
      ...(data.roles.length > 0
        ? [
            optional(
              historyFields.role,
              text.rolePlain,
              roleSelect({ roles: data.roles, actionId: historyFields.role, isOptional: true }),
            ),
          ]
        : []),
      optional(historyFields.state, text.statePlain, {
        type: 'static_select',
        action_id: historyFields.state,
        placeholder: plain(text.statePlaceholderPlain),
        options: historyStates.map((state) => option(state, text.states[state])),
      }),
      dayField(historyFields.from, text.fromPlain),
      dayField(historyFields.to, text.toPlain),
    ],
  });

const optional = (
  id: string,
  label: string,
  element: Parameters<typeof input>[2]['element'],
): KnownBlock => input(id, label, { isOptional: true, element });

const dayField = (id: string, label: string): KnownBlock =>
  optional(id, label, {
    type: 'datepicker',
    action_id: id,
    placeholder: plain(text.anyDayPlain),
  });

/** A page of what was found; `metadata` is what was looked for. `mayExport`: the reader can have all of it as a file. */
export function historyResultsModal(data: {
  metadata: string;
  organization: Organization;
  reader: WorkspaceRef;
  page: HistoryPage;
  mayExport: boolean;
}): ModalView {
  const { metadata, organization, reader, page, mayExport } = data;
  const { entries, newer, older, cut } = page;
  const edge = cut === 'older' ? older?.olderThan : newer?.notOlderThan;
  const isAlone = !newer && !older;
  const headline =
    entries.length > 0
      ? text.found(organization.name)
      : isAlone
        ? text.nobody(organization.name)
        : text.nobodyHere;
  const up = cut === 'newer' ? text.furtherUpPlain : text.newerPlain;
  const back = cut === 'older' ? text.furtherBackPlain : text.olderPlain;
  const isNothing = entries.length === 0 && isAlone;
  const buttons = [
    ...(newer ? [turn(actions.historyNewer, up, newer.notOlderThan)] : []),
    ...(older ? [turn(actions.historyOlder, back, older.olderThan)] : []),
    ...(mayExport && !isNothing ? [button(actions.exportHistory, text.exportPlain)] : []),
  ];
  return {
    ...readOnlyModal(
      text.titlePlain,
      [
        section(headline),
        ...entries.map((entry) => section(entryWords(entry, reader))),
        ...(cut && edge ? [context(text.cut(cut, edge.at))] : []),
        ...(buttons.length > 0 ? [buttonRow(buttons)] : []),
      ],
      text.backPlain,
    ),
    private_metadata: metadata,
  };
}

function entryWords(entry: HistoryEntry, reader: WorkspaceRef): string {
  const { invitee, state, roleChange, reference } = entry;
  const isForOperators = state.kind === 'failed' || state.kind === 'unknown';
  return [
    text.entry(nameAndAddress(invitee, nameOfBold), fateOf(entry)),
    [
      lookup.request(requestOf(entry, reader), state.kind === 'invited'),
      ...(roleChange ? [lookup.roleChange(roleChange)] : []),
      ...(isForOperators && reference ? [errors.reference(reference)] : []),
    ].join(' '),
  ].join('\n');
}

const turn = (actionId: string, label: string, { id, at }: Place) => ({
  ...button(actionId, label),
  value: `${id} ${at}`,
});
