import { languageCapability } from "../../model/extensions";
import { shownName } from "../../model/path-words";
import { isKnown } from "../../model/unknown";
import { facts } from "../example";
import { refusedReaches } from "../reach-breach";
import type { Breach, Rule, RuleInput } from "../rule";

/** Native code in the server's own process obeys nobody. */
export const noServerCode: Rule = {
  id: "no-server-code",
  title: "no role loads native code into the server, and no function is written in C",
  severity: "error",
  tier: "os",
  waivable: false,
  rationale:
    "A library runs in the server's process, with its memory and its operating-system account: no privilege stops it. C and internal functions outside an extension, languages marked trusted that are not, parameters that name libraries and output plugins all load one.",
  remedy: "take the privilege or the function away; native code comes as an extension that the owners of environments.yaml have looked at",
  references: [
    "https://www.postgresql.org/docs/current/xfunc-c.html",
    "https://www.postgresql.org/docs/current/runtime-config-client.html#RUNTIME-CONFIG-CLIENT-PRELOAD",
  ],
  examples: {
    bad: [
      { title: "a function in C", facts: facts().function("run", { language: "c" }), subject: "postgresql_function.run" },
      {
        title: "another name for a function of the server's own",
        facts: facts().function("export", { language: "internal" }),
        subject: "postgresql_function.export",
      },
      {
        title: "a parameter that names libraries",
        facts: facts().login("orders_app").grant("orders_app", "SET", { objectType: "parameter", database: null, object: "session_preload_libraries" }),
        subject: "orders_app",
      },
    ],
    good: [{ title: "a function in SQL", facts: facts().function("total", { language: "sql" }) }],
  },
  check: (input) => [...refusedReaches(input, ["load-server-code"]), ...nativeFunctions(input)],
};

const nativeFunctions = ({ graph }: RuleInput): readonly Breach[] =>
  graph.functions.flatMap(({ name, language, extension, origin }): readonly Breach[] =>
    origin.address !== null && extension === null && isKnown(language) && languageCapability(language) === "load-server-code"
      ? [
          {
            subject: origin.address,
            message: `function ${shownName(name)} is written in ${shownName(language)}: whoever may execute it runs native code in the server's process`,
            origin,
            capability: "load-server-code",
          },
        ]
      : [],
  );
