import { shownName } from "../../path-words";
import type { Escalation } from "../escalation";
import { inlinePower, languagePower } from "./languages-of";
import { makersIn } from "./words";

/** `CREATE TRUSTED LANGUAGE safe_tcl HANDLER pltclu_call_handler`, or `c` and `internal` flagged trusted: by a function of one's own, or by `DO`. */
export const lenientLanguages: Escalation = {
  id: "lenient-languages",
  title: "a language that is flagged trusted, and whose handler is not, lets whoever may use it write code for the server's account",
  references: ["https://www.postgresql.org/docs/current/sql-createlanguage.html", "https://www.postgresql.org/docs/current/catalog-pg-language.html"],
  *find(objects) {
    const makers = makersIn(objects);
    for (const language of objects.graph.languages) {
      if (!language.trusted) continue;
      const { name, database, owner } = language;
      const users = objects.holders("language", ["USAGE"], { database, schema: null, name }, objects.roleMeant(owner, database));
      const gift = { database, source: `USAGE on language ${shownName(name)}, which is flagged trusted`, condition: null } as const;
      // DO makes no function.
      const atOnce = inlinePower(language);
      if (atOnce !== null) yield { ...gift, capability: atOnce, access: [users] };
      const capability = languagePower(language);
      if (capability !== null) yield { ...gift, capability, access: [users, ...makers(database)] };
    }
  },
};
