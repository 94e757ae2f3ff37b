import { type ReactNode, useEffect, useId, useRef } from "react";

/** A question or a form in front of the page. The browser keeps the focus in it, and closes it on Escape. */
export function Dialog({
  title,
  open,
  close,
  children,
}: {
  readonly title: string;
  readonly open: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={close}
      className="border-line bg-panel text-plain m-auto w-full max-w-lg rounded-lg border p-6 shadow-xl backdrop:bg-black/40"
    >
      {open && (
        <>
          <h2 id={id} className="mb-3 text-base">
            {title}
          </h2>
          {children}
        </>
      )}
    </dialog>
  );
}
