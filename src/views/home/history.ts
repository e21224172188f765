import type { KnownBlock } from '@slack/types';
import { actions } from '../../ids.ts';
import { history as text } from '../../text/index.ts';
import { button, heading, row } from '../message.ts';

/** The way to look up what became of invites. */
export const historySection = (): KnownBlock[] => [
  heading(text.titlePlain),
  row(text.intro, button(actions.homeHistory, text.searchPlain)),
];
