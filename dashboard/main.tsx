import "./style.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./hub/hub.ts";
import { showTheme } from "./hub/theme.ts";
import { startI18n } from "./i18n/i18n.ts";
import { router } from "./routes.tsx";
import { Toasts } from "./ui/Toasts.tsx";

showTheme();
await startI18n();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>
  </StrictMode>,
);
