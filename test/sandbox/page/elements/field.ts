import type { Placed } from '../blocks/kit.ts';

/** How an element is named and described to assistive technology. */
export type Field = {
  id?: string;
  labelledBy?: string;
  describedBy?: string;
  invalid?: boolean;
  required?: boolean;
};

/** What every element of ours is given. */
export type ElementProps<E> = { placed: Placed & { element: E }; field: Field };

/** The attributes of a field's own control. */
export function controlProps({ id, labelledBy, describedBy, invalid, required }: Field) {
  return {
    id,
    'aria-labelledby': labelledBy,
    'aria-describedby': describedBy,
    'aria-invalid': invalid ? true : undefined,
    'aria-required': required ? true : undefined,
  } as const;
}
