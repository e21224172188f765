import type { FileInput as SlackFileInput } from '@slack/types';
import { controlProps, type ElementProps } from './field.ts';
import { useValue } from './use-value.tsx';

/** Files by name and size: the sandbox keeps no contents. */
export function FileInput({ placed, field }: ElementProps<SlackFileInput>) {
  const { set } = useValue(placed);
  const { type, max_files = 10, filetypes } = placed.element;
  const choose = (files: FileList | null) =>
    set({
      type,
      files: [...(files ?? [])].slice(0, max_files).map((file, index) => ({
        id: `F${index + 1}`,
        name: file.name,
        mimetype: file.type,
        size: file.size,
      })),
    });
  return (
    <input
      {...controlProps(field)}
      type="file"
      className="text-field"
      multiple={max_files > 1}
      accept={filetypes?.map((ending) => `.${ending}`).join(',')}
      onChange={(event) => choose(event.currentTarget.files)}
    />
  );
}
