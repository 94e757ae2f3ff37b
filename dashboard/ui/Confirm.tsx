import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

/** Asks once more before something that cannot be undone. */
export function Confirm({
  title,
  open,
  close,
  deed,
  act,
  children,
}: {
  readonly title: string;
  readonly open: boolean;
  readonly close: () => void;
  /** What the button that does it says. */
  readonly deed: string;
  readonly act: () => void;
  /** What comes of it. */
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} open={open} close={close}>
      <p className="mb-4">{children}</p>
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{t("common.cancel")}</Button>
        <Button
          look="danger"
          onClick={() => {
            close();
            act();
          }}
        >
          {deed}
        </Button>
      </div>
    </Dialog>
  );
}
