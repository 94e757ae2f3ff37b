// ⌘K, or Ctrl+K. The palette is loaded when it is first asked for.

import { lazy, Suspense, useEffect, useState } from "react";

const CommandPalette = lazy(() => import("./CommandPalette.tsx"));

export function PaletteKey() {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setIsOpen(true);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return <Suspense>{isOpen && <CommandPalette close={() => setIsOpen(false)} />}</Suspense>;
}
