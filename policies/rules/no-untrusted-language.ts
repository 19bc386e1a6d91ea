import { isLanguageExtension, isTrustedLanguage, languageCapability } from "../../model/extensions";
import { shownName } from "../../model/path-words";
import { isKnown } from "../../model/unknown";
import { allowlistEntry, facts, LAB_ENVIRONMENT } from "../example";
import { refusedReaches } from "../reach-breach";
import type { Breach, Rule, RuleInput } from "../rule";

/** Code in an untrusted language is a program on the server. */
export const noUntrustedLanguage: Rule = {
  id: "no-untrusted-language",
  title: "no untrusted language is installed, and no function is written in one",
  severity: "error",
  tier: "os",
  waivable: false,
  rationale:
    "Functions in PL/Python, PL/PerlU, PL/TclU and the like run as the server's operating-system account, and PUBLIC may execute a new function by default. It is pg_execute_server_program by another name, so it has the same rules.",
  remedy:
    "write the function in sql or plpgsql, or run the code in the application; an isolated environment may install a language with an allowlist entry for `untrusted-language`",
  references: ["https://www.postgresql.org/docs/current/sql-createlanguage.html", "https://www.postgresql.org/docs/current/plpython.html"],
  examples: {
    bad: [
      { title: "PL/Python is installed", facts: facts().extension("plpython3u"), subject: "postgresql_extension.plpython3u" },
      { title: "a function in it", facts: facts().function("fetch", { language: "PLPython3U" }), subject: "postgresql_function.fetch" },
      { title: "a language that nobody knows", facts: facts().function("run", { language: "plmystery" }), subject: "postgresql_function.run" },
    ],
    good: [
      { title: "a function in PL/pgSQL", facts: facts().function("total", { language: "plpgsql" }) },
      { title: "a trusted variant", facts: facts().extension("plperl").function("fold", { language: "plperl" }) },
      {
        title: "the lab's allowlist has an entry for it",
        facts: facts().extension("plpython3u"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry({ capability: "untrusted-language" })] },
      },
    ],
  },
  check: (input) => [...refusedReaches(input, ["untrusted-language"]), ...extensions(input), ...functions(input)],
};

const extensions = (input: RuleInput): readonly Breach[] =>
  input.graph.extensions.flatMap(({ name, origin }): readonly Breach[] =>
    isLanguageExtension(name) && !isAllowlisted(input)
      ? [
          {
            subject: origin.address ?? input.environment.name,
            message: `extension ${shownName(name)} brings an untrusted language: its code runs as the server's operating-system account`,
            origin,
            capability: "untrusted-language",
          },
        ]
      : [],
  );

/** An entry names the roles that may run its code; that the language may be installed follows from it. */
const isAllowlisted = ({ environment, policy, today }: RuleInput): boolean =>
  environment.kind === "isolated" &&
  environment.endpoint === "known" &&
  (policy?.allowlist ?? []).some((entry) => entry.environment === environment.name && entry.capability === "untrusted-language" && today <= entry.expires);

const functions = (input: RuleInput): readonly Breach[] =>
  input.graph.functions.flatMap(({ name, language, extension, origin }): readonly Breach[] => {
    if (origin.address === null || extension !== null) return [];
    if (isKnown(language) && (isTrustedLanguage(language) || languageCapability(language) !== "untrusted-language")) return [];
    const how = isKnown(language) ? `is written in ${shownName(language)}, an untrusted language` : "is written in a language that cannot be known yet";
    return [
      {
        subject: origin.address,
        message: `function ${shownName(name)} ${how}: whoever may execute it runs code as the server's operating-system account`,
        origin,
        capability: "untrusted-language",
      },
    ];
  });
