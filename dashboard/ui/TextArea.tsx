import { type ReactNode, useId } from "react";

/** Text of more than one line. */
export function TextArea({
  label,
  value,
  change,
  hint,
  placeholder,
  rows = 4,
  maxLength,
  "aria-invalid": isWrong,
}: {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly hint?: ReactNode;
  readonly placeholder?: string | undefined;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly "aria-invalid"?: boolean;
}) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={rows}
        maxLength={maxLength}
        placeholder={placeholder}
        value={value}
        aria-invalid={isWrong}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={({ target }) => change(target.value)}
        className="border-control bg-panel text-strong w-full rounded-md border px-3 py-2"
      />
      {hint && (
        <p id={`${id}-hint`} className="text-quiet mt-1 text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}
