import type { FileInput as SlackFileInput } from '@slack/types';
import { controlProps, type ElementProps } from './field.ts';
import { useValue } from './use-value.tsx';

/** Files, with what is in them: the sandbox's Slack gives the app what it asks for. */
export function FileInput({ placed, field }: ElementProps<SlackFileInput>) {
  const { value, set } = useValue(placed);
  const { type, max_files = 10, filetypes } = placed.element;
  const choose = async (files: FileList | null) =>
    set({ type, files: await Promise.all([...(files ?? [])].slice(0, max_files).map(asValue)) });
  return (
    <>
      <input
        {...controlProps(field)}
        type="file"
        className="text-field"
        multiple={max_files > 1}
        accept={filetypes?.map((ending) => `.${ending}`).join(',')}
        onChange={(event) => choose(event.currentTarget.files)}
      />
      {value.files?.map(({ name }) => (
        <p key={name} className="field-hint">
          {name}
        </p>
      ))}
    </>
  );
}

const asValue = async (file: File) => ({
  name: file.name,
  mimetype: file.type,
  content: base64(new Uint8Array(await file.arrayBuffer())),
});

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
