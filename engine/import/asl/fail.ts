// Fail: a step that fails with the state's Error and Cause, and leads nowhere.

import { expressionOf } from "../values.ts";
import { expressionIn } from "./expression.ts";
import type { State, StateType } from "./state.ts";

export const FAIL: StateType = { fields: ["Type", "Comment", "QueryLanguage", "Error", "Cause"], toSteps: fail };

function fail(state: State): null {
  const { flow, source, at, name, place } = state;
  const { Error: error = "States.Failed", Cause: cause } = source;
  const said = [error, ...(cause === undefined ? [] : [cause])].map((part) =>
    expressionOf(part, expressionIn(state, at)),
  );
  flow.put(flow.idFor(name), place, { transform: `{{= $error(${said.join(' & ": " & ')}) }}` });
  return null;
}
