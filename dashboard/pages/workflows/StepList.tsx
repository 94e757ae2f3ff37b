// The steps of a definition in words: what the picture of it shows, for who does not see it.

import { useMemo } from "react";
import { graphOf } from "../../canvas/graph-of.ts";
import { StepTable } from "../builder/StepTable.tsx";

export default function StepList({ definition }: { readonly definition: unknown }) {
  return <StepTable graph={useMemo(() => graphOf(definition), [definition])} />;
}
