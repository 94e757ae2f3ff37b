// What the engine's check says of a value. It comes when a page first needs it; until then nothing is wrong.

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Json } from "../../../engine/json.ts";
import type { SchemaFault } from "../../../engine/schema/fault.ts";

const NONE: readonly SchemaFault[] = [];

export function useSchemaFaults(schema: unknown, value: unknown): readonly SchemaFault[] {
  const { data: check } = useQuery({
    queryKey: ["schema-check", schema],
    queryFn: async () => {
      const { compileSchema } = await import("../../../engine/schema/validator.ts");
      return compileSchema((schema ?? true) as Json);
    },
    staleTime: Infinity,
    retry: false,
  });
  return useMemo(() => check?.(value as Json) ?? NONE, [check, value]);
}
