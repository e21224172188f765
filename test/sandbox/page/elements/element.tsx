import type { Placed, UsedElement } from '../blocks/kit.ts';
import { ButtonElement } from './button-element.tsx';
import { ChannelsSelect } from './channels-select.tsx';
import { Checkboxes } from './checkboxes.tsx';
import { DateInput } from './date-input.tsx';
import { ExternalSelect } from './external-select.tsx';
import type { Field } from './field.ts';
import { FileInput } from './file-input.tsx';
import { OverflowMenu } from './overflow-menu.tsx';
import { RadioButtons } from './radio-buttons.tsx';
import { StaticSelect } from './static-select.tsx';
import { TextInput } from './text-input.tsx';
import { UsersSelect } from './users-select.tsx';

/** The element of ours for one of Slack's, or a word that the sandbox has none. */
export function Element({ placed, field }: { placed: Placed; field: Field }) {
  const { element } = placed;
  const as = <E extends UsedElement>(known: E) => ({
    placed: { ...placed, element: known },
    field,
  });
  switch (element.type) {
    case 'button':
      return <ButtonElement {...as(element)} />;
    case 'overflow':
      return <OverflowMenu {...as(element)} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInput {...as(element)} />;
    case 'static_select':
    case 'multi_static_select':
      return <StaticSelect {...as(element)} />;
    case 'external_select':
    case 'multi_external_select':
      return <ExternalSelect {...as(element)} />;
    case 'users_select':
    case 'multi_users_select':
      return <UsersSelect {...as(element)} />;
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
      return <ChannelsSelect {...as(element)} />;
    case 'checkboxes':
      return <Checkboxes {...as(element)} />;
    case 'radio_buttons':
      return <RadioButtons {...as(element)} />;
    case 'datepicker':
    case 'timepicker':
      return <DateInput {...as(element)} />;
    case 'file_input':
      return <FileInput {...as(element)} />;
    default:
      return <p className="field-hint">The sandbox can’t draw “{element.type}”.</p>;
  }
}
