// Every route of the API, on one page: a contract names method, path and shapes, a handler answers it.
//
//   request → request id → trace → services → [key and scope → query's names → body → contract] → handler → answer
//
// What is thrown on the way, http/on-error.ts turns into problem+json.

import { OpenAPIHono } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";
import * as agents from "./agents/contract.ts";
import { getAgent, registerAgent, updateAgent } from "./agents/routes.ts";
import * as auth from "./auth/contract.ts";
import {
  createSession,
  createToken,
  deleteSession,
  endOtherSessions,
  endSession,
  getJwks,
  getSession,
  listSessions,
} from "./auth/routes.ts";
import * as callbacks from "./callbacks/contract.ts";
import { listCallbacks, redeliverCallback, rotateCallbackSecret } from "./callbacks/routes.ts";
import { dashboardRoutes, pageOrProblem } from "./dashboard/routes.ts";
import { documentRoutes } from "./docs/routes.ts";
import { getFeedContract } from "./feed/contract.ts";
import { getFeed } from "./feed/routes.ts";
import * as handoffs from "./handoffs/contract.ts";
import {
  acceptHandoff,
  cancelHandoff,
  completeHandoff,
  createHandoff,
  deleteHandoff,
  failHandoff,
  getHandoff,
  listHandoffs,
  rejectHandoff,
} from "./handoffs/routes.ts";
import type { AppEnv } from "./http/context.ts";
import { getHealth, healthContract, version } from "./http/health.ts";
import { queriesOf } from "./http/known-query.ts";
import { onError, throwErrors } from "./http/on-error.ts";
import { refuseMethod } from "./http/refuse.ts";
import { traced } from "./http/traced.ts";
import { refuseInvalid } from "./http/validation.ts";
import * as invocations from "./invocations/contract.ts";
import { getInvocation, invokeBatch, invokeTool, listInvocations } from "./invocations/routes.ts";
import { mcpRoutes } from "./mcp/routes.ts";
import { createSocketTicketContract } from "./mcp/tickets/contract.ts";
import { createSocketTicket } from "./mcp/tickets/routes.ts";
import * as keys from "./keys/contract.ts";
import { createKey, deleteKey, getKey, listKeys, rotateKey } from "./keys/routes.ts";
import { getMetricsContract } from "./metrics/contract.ts";
import { getMetrics } from "./metrics/routes.ts";
import * as oauth from "./oauth/contract.ts";
import { oauthEndpoints } from "./oauth/endpoints.ts";
import { deleteGrant, listGrants } from "./oauth/routes.ts";
import { newId } from "./platform/ids.ts";
import * as runs from "./runs/contract.ts";
import * as reruns from "./runs/rerun-contract.ts";
import * as runEvents from "./runs/events-contract.ts";
import * as runLists from "./runs/list-contract.ts";
import {
  bulkRuns,
  cancelRun,
  deleteRun,
  executeWorkflow,
  getRun,
  listRuns,
  listWorkflowRuns,
  pauseRun,
  rerunRun,
  resumeRun,
  signalRun,
} from "./runs/routes.ts";
import { getRunEvents, getRunTimeline, getRunValue, getStepResult } from "./runs/watch-routes.ts";
import * as schedules from "./schedules/contract.ts";
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  listAllSchedules,
  listSchedules,
  pauseSchedule,
  replaceSchedule,
  resumeSchedule,
} from "./schedules/routes.ts";
import * as servers from "./servers/contract.ts";
import {
  approveServerChanges,
  deleteServer,
  getServer,
  getServerPrompt,
  listServerChanges,
  listServerDefinitions,
  listServers,
  readServerResource,
  refreshServer,
  registerServer,
  rejectServerChanges,
  updateServer,
} from "./servers/routes.ts";
import * as registries from "./registries/contract.ts";
import {
  createRegistry,
  deleteRegistry,
  getRegistry,
  importRegistryEntry,
  listRegistries,
  listRegistryEntries,
  refreshRegistry,
} from "./registries/routes.ts";
import { registryRoutes } from "./registry/routes.ts";
import { servicesFor } from "./services.ts";
import * as templates from "./templates/contract.ts";
import * as publishing from "./templates/publish-contract.ts";
import { deleteTemplate, publishWorkflow } from "./templates/publish-routes.ts";
import * as ratings from "./templates/ratings-contract.ts";
import { listTemplateRatings, rateTemplate, reportTemplate } from "./templates/ratings-routes.ts";
import { getTemplate, instantiateTemplate, listSlotTools, listTemplates } from "./templates/routes.ts";
import * as templateTrials from "./templates/trial-contract.ts";
import { dryRunTemplate, planTemplate } from "./templates/trial-routes.ts";
import * as toolboxes from "./toolboxes/contract.ts";
import { createToolbox, deleteToolbox, getToolbox, listToolboxes, replaceToolbox } from "./toolboxes/routes.ts";
import * as tools from "./tools/contract.ts";
import {
  deleteTool,
  getTool,
  getToolSchema,
  getToolStats,
  listAgentTools,
  listTools,
  registerTool,
  replaceCredentials,
  updateTool,
} from "./tools/routes.ts";
import { getToolStatsContract } from "./tools/stats-contract.ts";
import * as authoring from "./workflows/authoring-contract.ts";
import { dryRunWorkflow, evaluateTemplate, planWorkflow } from "./workflows/authoring-routes.ts";
import * as webhooks from "./webhooks/contract.ts";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhookDeliveries,
  listAllWebhooks,
  listWebhooks,
  receiveWebhook,
  replaceWebhook,
  rotateWebhookSecret,
} from "./webhooks/routes.ts";
import * as workflows from "./workflows/contract.ts";
import * as versions from "./workflows/versions-contract.ts";
import * as transfer from "./workflows/transfer-contract.ts";
import { exportWorkflow, importWorkflow } from "./workflows/transfer-routes.ts";
import { diffVersions, getVersion, listVersions, replaceWorkflow, restoreVersion } from "./workflows/version-routes.ts";
import { checkWorkflow, createWorkflow, deleteWorkflow, getWorkflow, listWorkflows } from "./workflows/routes.ts";

export const app = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid });

app.use(requestId({ limitLength: 128, generator: () => newId("req") }));
app.use(traced);
app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
app.use(throwErrors);
const queries = queriesOf(app);
app.use(async (c, next) => {
  c.set("services", servicesFor(c.env));
  c.set("queries", queries());
  await next();
});
app.notFound(pageOrProblem);
app.onError(onError);

app.openapi(healthContract, getHealth);
app.openapi(getMetricsContract, getMetrics);
documentRoutes(app, version);
dashboardRoutes(app);
mcpRoutes(app);
oauthEndpoints(app);

app.openapi(agents.registerAgentContract, registerAgent);
app.openapi(agents.getAgentContract, getAgent);
app.openapi(agents.updateAgentContract, updateAgent);
app.openapi(keys.createKeyContract, createKey);
app.openapi(keys.listKeysContract, listKeys);
app.openapi(keys.getKeyContract, getKey);
app.openapi(keys.rotateKeyContract, rotateKey);
app.openapi(keys.deleteKeyContract, deleteKey);

app.openapi(auth.createTokenContract, createToken);
app.openapi(auth.getJwksContract, getJwks);
app.openapi(auth.createSessionContract, createSession);
app.openapi(auth.getSessionContract, getSession);
app.openapi(auth.deleteSessionContract, deleteSession);
app.openapi(auth.listSessionsContract, listSessions);
app.openapi(auth.endSessionContract, endSession);
app.openapi(auth.endOtherSessionsContract, endOtherSessions);

app.openapi(oauth.listGrantsContract, listGrants);
app.openapi(oauth.deleteGrantContract, deleteGrant);

app.openapi(tools.registerToolContract, registerTool);
app.openapi(tools.listToolsContract, listTools);
app.openapi(tools.getToolContract, getTool);
app.openapi(tools.getToolSchemaContract, getToolSchema);
app.openapi(getToolStatsContract, getToolStats);
app.openapi(tools.updateToolContract, updateTool);
app.openapi(tools.replaceCredentialsContract, replaceCredentials);
app.openapi(tools.deleteToolContract, deleteTool);
app.openapi(tools.listAgentToolsContract, listAgentTools);

app.openapi(servers.registerServerContract, registerServer);
app.openapi(servers.listServersContract, listServers);
app.openapi(servers.getServerContract, getServer);
app.openapi(servers.updateServerContract, updateServer);
app.openapi(servers.deleteServerContract, deleteServer);
app.openapi(servers.refreshServerContract, refreshServer);
app.openapi(servers.listServerDefinitionsContract, listServerDefinitions);
app.openapi(servers.listServerChangesContract, listServerChanges);
app.openapi(servers.approveServerChangesContract, approveServerChanges);
app.openapi(servers.rejectServerChangesContract, rejectServerChanges);
app.openapi(servers.readServerResourceContract, readServerResource);
app.openapi(servers.getServerPromptContract, getServerPrompt);

// Before the route that would take "batch" for a tool's id.
app.openapi(invocations.invokeBatchContract, invokeBatch);
app.openapi(invocations.invokeToolContract, invokeTool);
app.openapi(invocations.listInvocationsContract, listInvocations);
app.openapi(invocations.getInvocationContract, getInvocation);

app.openapi(getFeedContract, getFeed);

registryRoutes(app);

app.openapi(registries.createRegistryContract, createRegistry);
app.openapi(registries.listRegistriesContract, listRegistries);
app.openapi(registries.getRegistryContract, getRegistry);
app.openapi(registries.deleteRegistryContract, deleteRegistry);
app.openapi(registries.refreshRegistryContract, refreshRegistry);
app.openapi(registries.listRegistryEntriesContract, listRegistryEntries);
app.openapi(registries.importRegistryEntryContract, importRegistryEntry);

app.openapi(toolboxes.createToolboxContract, createToolbox);
app.openapi(toolboxes.listToolboxesContract, listToolboxes);
app.openapi(toolboxes.getToolboxContract, getToolbox);
app.openapi(toolboxes.replaceToolboxContract, replaceToolbox);
app.openapi(toolboxes.deleteToolboxContract, deleteToolbox);

app.openapi(createSocketTicketContract, createSocketTicket);

app.openapi(callbacks.rotateCallbackSecretContract, rotateCallbackSecret);
app.openapi(callbacks.listCallbacksContract, listCallbacks);
app.openapi(callbacks.redeliverCallbackContract, redeliverCallback);

app.openapi(workflows.createWorkflowContract, createWorkflow);
app.openapi(workflows.checkWorkflowContract, checkWorkflow);
app.openapi(authoring.planWorkflowContract, planWorkflow);
app.openapi(authoring.dryRunWorkflowContract, dryRunWorkflow);
app.openapi(authoring.evaluateTemplateContract, evaluateTemplate);
app.openapi(workflows.listWorkflowsContract, listWorkflows);
app.openapi(transfer.importWorkflowContract, importWorkflow);
app.openapi(workflows.getWorkflowContract, getWorkflow);
app.openapi(transfer.exportWorkflowContract, exportWorkflow);
app.openapi(versions.replaceWorkflowContract, replaceWorkflow);
app.openapi(versions.listVersionsContract, listVersions);
app.openapi(versions.getVersionContract, getVersion);
app.openapi(versions.restoreVersionContract, restoreVersion);
app.openapi(versions.diffVersionsContract, diffVersions);
app.openapi(workflows.deleteWorkflowContract, deleteWorkflow);

app.openapi(templates.listTemplatesContract, listTemplates);
app.openapi(templates.getTemplateContract, getTemplate);
app.openapi(templates.instantiateTemplateContract, instantiateTemplate);
app.openapi(templates.listSlotToolsContract, listSlotTools);
app.openapi(templateTrials.planTemplateContract, planTemplate);
app.openapi(templateTrials.dryRunTemplateContract, dryRunTemplate);
app.openapi(publishing.publishWorkflowContract, publishWorkflow);
app.openapi(ratings.listTemplateRatingsContract, listTemplateRatings);
app.openapi(ratings.rateTemplateContract, rateTemplate);
app.openapi(ratings.reportTemplateContract, reportTemplate);
app.openapi(publishing.deleteTemplateContract, deleteTemplate);

app.openapi(runs.executeWorkflowContract, executeWorkflow);
app.openapi(runLists.listWorkflowRunsContract, listWorkflowRuns);
app.openapi(runLists.listRunsContract, listRuns);
app.openapi(webhooks.createWebhookContract, createWebhook);
app.openapi(webhooks.listWebhooksContract, listWebhooks);
app.openapi(webhooks.listAllWebhooksContract, listAllWebhooks);
app.openapi(webhooks.getWebhookContract, getWebhook);
app.openapi(webhooks.replaceWebhookContract, replaceWebhook);
app.openapi(webhooks.deleteWebhookContract, deleteWebhook);
app.openapi(webhooks.rotateWebhookSecretContract, rotateWebhookSecret);
app.openapi(webhooks.listWebhookDeliveriesContract, listWebhookDeliveries);
app.openapi(webhooks.receiveWebhookContract, receiveWebhook);

app.openapi(schedules.createScheduleContract, createSchedule);
app.openapi(schedules.listSchedulesContract, listSchedules);
app.openapi(schedules.listAllSchedulesContract, listAllSchedules);
app.openapi(schedules.getScheduleContract, getSchedule);
app.openapi(schedules.replaceScheduleContract, replaceSchedule);
app.openapi(schedules.deleteScheduleContract, deleteSchedule);
app.openapi(schedules.pauseScheduleContract, pauseSchedule);
app.openapi(schedules.resumeScheduleContract, resumeSchedule);

app.openapi(runs.getRunContract, getRun);
app.openapi(runEvents.getRunEventsContract, getRunEvents);
app.openapi(runEvents.getRunTimelineContract, getRunTimeline);
app.openapi(runEvents.getStepResultContract, getStepResult);
app.openapi(runEvents.getRunValueContract, getRunValue);
app.openapi(reruns.bulkRunsContract, bulkRuns);
app.openapi(reruns.rerunRunContract, rerunRun);
app.openapi(runs.cancelRunContract, cancelRun);
app.openapi(runs.deleteRunContract, deleteRun);
app.openapi(runs.pauseRunContract, pauseRun);
app.openapi(runs.resumeRunContract, resumeRun);
app.openapi(runs.signalRunContract, signalRun);

app.openapi(handoffs.createHandoffContract, createHandoff);
app.openapi(handoffs.listHandoffsContract, listHandoffs);
app.openapi(handoffs.getHandoffContract, getHandoff);
app.openapi(handoffs.acceptHandoffContract, acceptHandoff);
app.openapi(handoffs.rejectHandoffContract, rejectHandoff);
app.openapi(handoffs.completeHandoffContract, completeHandoff);
app.openapi(handoffs.failHandoffContract, failHandoff);
app.openapi(handoffs.cancelHandoffContract, cancelHandoff);
app.openapi(handoffs.deleteHandoffContract, deleteHandoff);
