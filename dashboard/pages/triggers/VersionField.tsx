// Which version of the workflow runs: one that is named, or the one that is current then.

import { useTranslation } from "react-i18next";
import { TextField } from "../../ui/Field.tsx";
import { below } from "./field-faults.tsx";

export function VersionField({
  value,
  fault,
  change,
}: {
  readonly value: number | null;
  readonly fault: string | null;
  readonly change: (version: number | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t("triggers.version")}
      type="number"
      min={1}
      {...below(fault, t("triggers.versionHint"))}
      value={value ?? ""}
      onChange={({ target }) => change(target.value === "" ? null : target.valueAsNumber)}
    />
  );
}
