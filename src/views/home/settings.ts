import type { KnownBlock } from '@slack/types';
import type { ConnectedHome } from '../../domain/home.ts';
import { actions, type OptionalFeature } from '../../ids.ts';
import { asking, connecting, help, home as text } from '../../text/index.ts';
import { button, buttonRow, context, heading, section } from '../message.ts';

/** The settings of the connection, for those who may change it, and what is wrong with them. `missing`: see `helpMessage`. */
export function settingsSection(
  { connection, mayConnect, isFixed }: ConnectedHome,
  missing: readonly OptionalFeature[],
): KnownBlock[] {
  if (!mayConnect) return [];
  const { refusedChannel, settings } = connection;
  const isRefused = refusedChannel && refusedChannel === settings.asking?.approvers.channel;
  const buttons = [
    ...(isFixed
      ? []
      : [
          button(actions.settings, connecting.settingsButtonPlain),
          button(actions.homeRules, text.rulesPlain),
          button(actions.asking, text.approversPlain),
        ]),
    button(actions.exportRecord, text.exportPlain),
  ];
  return [
    heading(text.connectionTitlePlain),
    ...(isRefused ? [section(asking.trouble(refusedChannel))] : []),
    buttonRow(buttons),
    ...(missing.length > 0 ? [context(help.missing(missing))] : []),
  ];
}
