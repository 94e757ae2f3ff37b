import { CopyButton } from "./CopyButton.tsx";

/** Text for a program, to read and to copy. */
export function Code({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="bg-sunken rounded-md">
      <div className="flex justify-end px-2 pt-2">
        <CopyButton text={text} />
      </div>
      <pre
        aria-label={label}
        // A long line is scrolled by keyboard, too.
        tabIndex={0}
        role="group"
        className="text-strong max-h-96 overflow-auto px-3 pb-3 font-mono text-xs"
      >
        {text}
      </pre>
    </div>
  );
}

export function JsonCode({ value, label }: { readonly value: unknown; readonly label: string }) {
  return <Code text={JSON.stringify(value, null, 2) ?? "null"} label={label} />;
}
