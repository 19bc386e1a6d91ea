import { NO_ORIGIN, type OpaqueFact } from "../../model/access-graph";
import { namesServer } from "../terraform/endpoint-names";
import { field, type Json, type JsonObject } from "../terraform/json-text";
import { isSqlProvider } from "../terraform/other-providers";
import { isTokenCommand, passwordCommand } from "../terraform/password-commands";
import { canonicalSource } from "../terraform/provider-sources";
import { isRolegateSource } from "../terraform/rolegate-schema";
import { addressOf, type ConfiguredResource, expressionAt } from "./configuration";
import { expressionsOf } from "./expressions";
import { type OpenPlan, originOf, type PlanState } from "./open-plan";

type Words = Omit<OpaqueFact, "origin">;

/** What of a plan as a whole cannot be judged. A plan that has nothing to do with PostgreSQL is not ours, unless something in it names a server. */
export const wholePlanOpaques = (open: OpenPlan): readonly OpaqueFact[] => {
  const touches = touchesPostgres(open);
  const isOurs = (value: Json): boolean => touches || namesServer(value, open.serverNames) !== null;
  return [
    ...(touches ? unfinished(open.state) : []),
    ...open.state.actions.filter(isOurs).map((action) => ({ ...ACTION(actionAddress(action)), origin: originOf(actionAddress(action)) })),
    ...open.configuration.resources.filter(({ provisioners }) => provisioners.length > 0 && isOurs(provisioners)).map(provisioner),
    ...commandsOf(open),
    ...(open.source?.opaques(touches) ?? []),
  ];
};

/** Has anything in the plan to do with PostgreSQL, as far as providers tell? */
export const touchesPostgres = ({ servers, configuration, isAllowed }: OpenPlan): boolean =>
  servers.used().length > 0 || [...configuration.providers.values()].some(({ source }) => isAllowed(source) || isSqlProvider(canonicalSource(source)));

/** Commands of our provider's blocks: the apply runs them again. */
const commandsOf = ({ configuration }: OpenPlan): readonly OpaqueFact[] =>
  [...configuration.providers.values()].flatMap(({ key, source, expressions: written }) => {
    const command = isRolegateSource(canonicalSource(source)) ? expressionAt(expressionsOf(written), "password_command") : undefined;
    return command === undefined || ("constant" in command && isTokenCommand(command.constant)) ? [] : [passwordCommand(originOf(`provider.${key}`))];
  });

const unfinished = ({ isErrored, isComplete, hasDeferred }: PlanState): readonly OpaqueFact[] => {
  const words: readonly (Words | false)[] = [isErrored && ERRORED, !isComplete && !isErrored && INCOMPLETE, hasDeferred && DEFERRED];
  return words.flatMap((each) => (each === false ? [] : [{ ...each, origin: NO_ORIGIN }]));
};

const ERRORED: Words = {
  what: "a plan that ended in an error",
  why: "what comes after the error is not in it, and Terraform does not apply it either",
  remedy: "mend what `terraform plan` reports, and plan again",
};
const INCOMPLETE: Words = {
  what: "a plan of a part of the configuration",
  why: "what was left out, by `-target` or because it waits for something else, may give what the rest takes away",
  remedy: "plan without `-target` and `-exclude`",
};
const DEFERRED: Words = {
  what: "a plan with deferred changes",
  why: "their values are decided later, in a plan that nobody has seen yet",
  remedy: "apply what they wait for in a change of its own, and plan again without `-allow-deferral`",
};
const ACTION = (address: string): Words => ({
  what: `the action \`${address}\``,
  why: "an action runs beside resources, where Terraform runs or elsewhere, and rolegate cannot read what it does",
  remedy: "remove it from this configuration",
});

const actionAddress = (action: JsonObject): string => {
  const own = field(action, "address") ?? field(action, "type");
  const invoked = field(action, "action_invocation");
  return typeof own === "string"
    ? own
    : typeof invoked === "object" && invoked !== null && !Array.isArray(invoked)
      ? actionAddress(invoked as JsonObject)
      : "action";
};

const provisioner = (resource: ConfiguredResource): OpaqueFact => ({
  what: `a provisioner in \`${addressOf(resource)}\``,
  why: "it runs commands beside the provider, SQL included, and no gate can read them",
  remedy: "remove it; say with roles and grants what it does",
  origin: originOf(addressOf(resource)),
});
