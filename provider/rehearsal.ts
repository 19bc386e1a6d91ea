import { schemaAnswer } from "./plugin/answers";
import { NO_LOG } from "./plugin/log";
import { encodeMessage } from "./plugin/messages";
import { encodeMsgpack } from "./plugin/msgpack";
import { type MapValue, UNKNOWN_VALUE, valueOfJson } from "./plugin/value";
import { rolegateProvider } from "./rolegate";

// What the build asks of the provider: its schemas, which it writes into it, and the calls of a plan, so that V8's code for them can be kept.

/** What GetProviderSchema is answered: no definition is made where only schemas are asked for. */
export const schemaBytes = (): Buffer =>
  encodeMessage("GetProviderSchemaResponse", schemaAnswer(rolegateProvider({ cwd: "/", env: {}, now: () => new Date(0), log: NO_LOG, isJudging: true })));

/** A call of the protocol, and the bytes of its request. */
export interface Call {
  readonly path: string;
  readonly request: Buffer;
}

/** A plan against a server that is not known yet, judged alone, and a read of one that nobody answers for. No answer is looked at. */
export const rehearsal = (policies: string): readonly Call[] => {
  const type_name = "rolegate_memberships";
  const members = Array.from({ length: 300 }, (_, at) => `login_${at}`);
  const grants = Object.fromEntries(members.map((member) => [member, { pg_monitor: "default", team: "noinherit" }]));
  const resource = { members, roles: null, grants, take_over: null, allow_unknown: null };
  const object = valueOfJson(resource) as MapValue;
  const nowhere = valueOfJson({ host: "127.0.0.1", port: 1, username: "rehearsal", password: "none", policies }) as MapValue;
  const settings = new Map([...nowhere, ["host", UNKNOWN_VALUE] as const]);
  const value = (of: MapValue) => ({ msgpack: encodeMsgpack(of) });
  const provider = (name: string, request: string, message: object): Call => ({
    path: `/tfplugin6.Provider/${name}`,
    request: encodeMessage(request, message),
  });
  return [
    provider("GetProviderSchema", "Empty", {}),
    provider("ValidateProviderConfig", "ValidateProviderConfigRequest", { config: value(settings) }),
    provider("ValidateResourceConfig", "ValidateConfigRequest", { type_name, config: value(object) }),
    provider("ConfigureProvider", "ConfigureProviderRequest", { config: value(settings) }),
    provider("PlanResourceChange", "PlanResourceChangeRequest", { type_name, proposed_new_state: value(object), config: value(object) }),
    provider("ConfigureProvider", "ConfigureProviderRequest", { config: value(nowhere) }),
    provider("UpgradeResourceState", "UpgradeResourceStateRequest", { type_name, version: 0, raw_state: { json: Buffer.from(JSON.stringify(resource)) } }),
    provider("ReadResource", "ReadResourceRequest", { type_name, current_state: value(object) }),
    provider("PlanResourceChange", "PlanResourceChangeRequest", {
      type_name,
      prior_state: value(object),
      proposed_new_state: value(object),
      config: value(object),
    }),
    { path: "/plugin.GRPCController/Shutdown", request: encodeMessage("Empty", {}) },
  ];
};
