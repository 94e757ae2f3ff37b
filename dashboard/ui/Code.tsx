import { CopyButton } from "./CopyButton.tsx";

/** Text for a program, to read and to copy. */
export function Code({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="relative">
      <pre
        aria-label={label}
        // A long line is scrolled by keyboard, too.
        tabIndex={0}
        role="group"
        className="bg-sunken text-strong max-h-96 overflow-auto rounded-md p-3 pr-28 font-mono text-xs"
      >
        {text}
      </pre>
      <div className="absolute top-2 right-2">
        <CopyButton text={text} />
      </div>
    </div>
  );
}

export function JsonCode({ value, label }: { readonly value: unknown; readonly label: string }) {
  return <Code text={JSON.stringify(value, null, 2) ?? "null"} label={label} />;
}
