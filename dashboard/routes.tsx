// Every page of the dashboard, on one page: its path, what its address may hold, and where it is. A page is loaded when
// it is opened.

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { sessionQuery } from "./hub/session.ts";
import { queryClient } from "./hub/hub.ts";
import { Frame } from "./layout/Frame.tsx";
import { PageFault, PageNotFound } from "./layout/PageFault.tsx";
import { PagePending } from "./layout/PagePending.tsx";
import {
  builderSearch,
  callSearch,
  handoffSearch,
  marketSearch,
  oneCallSearch,
  oneRunSearch,
  playgroundSearch,
  registrySearch,
  runSearch,
  serverSearch,
  templateSearch,
  toolSearch,
  usageSearch,
  workflowSearch,
} from "./hub/search-params.ts";

const root = createRootRoute({ component: Outlet, notFoundComponent: PageNotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { to?: string } => (typeof search["to"] === "string" ? { to: search["to"] } : {}),
  component: lazyRouteComponent(() => import("./pages/SignIn.tsx"), "SignIn"),
});

/** What is behind a session. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session !== null) return { session };
    throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { to: location.href } });
  },
  component: Frame,
});

const start = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/start/Start.tsx"), "Start"),
});

const registry = createRoute({
  getParentRoute: () => inside,
  path: "/registry",
  validateSearch: registrySearch,
  component: lazyRouteComponent(() => import("./pages/Registry.tsx"), "Registry"),
});

const tool = createRoute({
  getParentRoute: () => inside,
  path: "/tools/$toolId",
  validateSearch: toolSearch,
  component: lazyRouteComponent(() => import("./pages/tool/ToolPage.tsx"), "ToolPage"),
});

const playground = createRoute({
  getParentRoute: () => inside,
  path: "/playground",
  validateSearch: playgroundSearch,
  component: lazyRouteComponent(() => import("./pages/playground/Playground.tsx"), "Playground"),
});

const myTools = createRoute({
  getParentRoute: () => inside,
  path: "/my-tools",
  component: lazyRouteComponent(() => import("./pages/my-tools/MyTools.tsx"), "MyTools"),
});

const newTool = createRoute({
  getParentRoute: () => inside,
  path: "/my-tools/new",
  component: lazyRouteComponent(() => import("./pages/my-tools/RegisterTool.tsx"), "RegisterTool"),
});

const editTool = createRoute({
  getParentRoute: () => inside,
  path: "/my-tools/$toolId",
  component: lazyRouteComponent(() => import("./pages/my-tools/EditTool.tsx"), "EditTool"),
});

const servers = createRoute({
  getParentRoute: () => inside,
  path: "/servers",
  component: lazyRouteComponent(() => import("./pages/servers/Servers.tsx"), "Servers"),
});

const newServer = createRoute({
  getParentRoute: () => inside,
  path: "/servers/new",
  component: lazyRouteComponent(() => import("./pages/servers/RegisterServer.tsx"), "RegisterServer"),
});

const server = createRoute({
  getParentRoute: () => inside,
  path: "/servers/$serverId",
  validateSearch: serverSearch,
  component: lazyRouteComponent(() => import("./pages/servers/ServerPage.tsx"), "ServerPage"),
});

const editServer = createRoute({
  getParentRoute: () => inside,
  path: "/servers/$serverId/edit",
  component: lazyRouteComponent(() => import("./pages/servers/EditServer.tsx"), "EditServer"),
});

const publishWorkflow = createRoute({
  getParentRoute: () => inside,
  path: "/workflows/$workflowId/publish",
  component: lazyRouteComponent(() => import("./pages/marketplace/PublishWorkflow.tsx"), "PublishWorkflow"),
});

const marketplace = createRoute({
  getParentRoute: () => inside,
  path: "/marketplace",
  validateSearch: marketSearch,
  component: lazyRouteComponent(() => import("./pages/marketplace/Marketplace.tsx"), "Marketplace"),
});

const template = createRoute({
  getParentRoute: () => inside,
  path: "/marketplace/$templateId",
  validateSearch: templateSearch,
  component: lazyRouteComponent(() => import("./pages/marketplace/TemplatePage.tsx"), "TemplatePage"),
});

const handoffs = createRoute({
  getParentRoute: () => inside,
  path: "/handoffs",
  validateSearch: handoffSearch,
  component: lazyRouteComponent(() => import("./pages/handoffs/Handoffs.tsx"), "Handoffs"),
});

const handoff = createRoute({
  getParentRoute: () => inside,
  path: "/handoffs/$handoffId",
  component: lazyRouteComponent(() => import("./pages/handoffs/HandoffPage.tsx"), "HandoffPage"),
});

const calls = createRoute({
  getParentRoute: () => inside,
  path: "/calls",
  validateSearch: callSearch,
  component: lazyRouteComponent(() => import("./pages/calls/Calls.tsx"), "Calls"),
});

const call = createRoute({
  getParentRoute: () => inside,
  path: "/calls/$invocationId",
  validateSearch: oneCallSearch,
  component: lazyRouteComponent(() => import("./pages/calls/CallPage.tsx"), "CallPage"),
});

const workflows = createRoute({
  getParentRoute: () => inside,
  path: "/workflows",
  component: lazyRouteComponent(() => import("./pages/workflows/Workflows.tsx"), "Workflows"),
});

const newWorkflow = createRoute({
  getParentRoute: () => inside,
  path: "/workflows/new",
  validateSearch: builderSearch,
  component: lazyRouteComponent(() => import("./pages/workflows/NewWorkflow.tsx"), "NewWorkflow"),
});

const workflow = createRoute({
  getParentRoute: () => inside,
  path: "/workflows/$workflowId",
  validateSearch: workflowSearch,
  component: lazyRouteComponent(() => import("./pages/workflows/WorkflowPage.tsx"), "WorkflowPage"),
});

const editWorkflow = createRoute({
  getParentRoute: () => inside,
  path: "/workflows/$workflowId/edit",
  validateSearch: builderSearch,
  component: lazyRouteComponent(() => import("./pages/workflows/EditWorkflow.tsx"), "EditWorkflow"),
});

const runs = createRoute({
  getParentRoute: () => inside,
  path: "/runs",
  validateSearch: runSearch,
  component: lazyRouteComponent(() => import("./pages/runs/Runs.tsx"), "Runs"),
});

const run = createRoute({
  getParentRoute: () => inside,
  path: "/runs/$runId",
  validateSearch: oneRunSearch,
  component: lazyRouteComponent(() => import("./pages/runs/RunPage.tsx"), "RunPage"),
});

const usage = createRoute({
  getParentRoute: () => inside,
  path: "/usage",
  validateSearch: usageSearch,
  component: lazyRouteComponent(() => import("./pages/usage/Usage.tsx"), "Usage"),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: lazyRouteComponent(() => import("./pages/settings/Settings.tsx"), "Settings"),
});

/** Any other address: said within the frame, so that one finds back. */
const nowhere = createRoute({ getParentRoute: () => inside, path: "$", component: PageNotFound });

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    inside.addChildren([
      start,
      registry,
      tool,
      playground,
      myTools,
      newTool,
      editTool,
      servers,
      newServer,
      server,
      editServer,
      workflows,
      newWorkflow,
      workflow,
      editWorkflow,
      runs,
      run,
      publishWorkflow,
      marketplace,
      template,
      handoffs,
      handoff,
      calls,
      call,
      usage,
      settings,
      nowhere,
    ]),
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: PageFault,
  defaultNotFoundComponent: PageNotFound,
  defaultPendingComponent: PagePending,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
