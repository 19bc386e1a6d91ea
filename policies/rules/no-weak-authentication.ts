import { listed, shownName } from "../../model/path-words";
import type { HbaRule } from "../../model/server-facts";
import { facts } from "../example";
import { admitsSuperuser, emptyMembers, hbaWords, isFromAnywhere, isFromHere, isRead, reachable } from "../hba";
import type { Breach, Rule, RuleInput } from "../rule";

/** Roles prove nothing where anybody may say that he is one of them. */
export const noWeakAuthentication: Rule = {
  id: "no-weak-authentication",
  title: "pg_hba.conf asks everyone who comes for a proof that cannot be guessed, read or forged",
  severity: "error",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "`trust` asks for nothing, `password` sends the password as it is, `ident` believes another machine, and `md5` accepts a stored verifier as the password. A line that admits every role from every address admits the superuser, and `+group` admits members that hold nothing of the group.",
  remedy: "ask for `scram-sha-256` or a certificate over `hostssl`, name the roles and the addresses, and reload",
  references: ["https://www.postgresql.org/docs/current/auth-pg-hba-conf.html", "https://www.postgresql.org/docs/current/auth-methods.html"],
  examples: {
    bad: [
      { title: "whoever comes is believed", facts: facts().hba("host all all 10.0.0.0/8 trust"), live: {}, subject: "prod" },
      { title: "whoever has an account on the machine is believed", facts: facts().hba("local all all trust"), live: {}, subject: "prod" },
      { title: "passwords cross the network as they are", facts: facts().hba("host orders orders_app 10.0.0.0/8 password"), live: {}, subject: "prod" },
      { title: "a stored md5 verifier is accepted", facts: facts().hba("hostssl orders orders_app 10.0.0.0/8 md5"), live: {}, subject: "prod" },
      { title: "the superuser may come from anywhere", facts: facts().hba("hostssl all all 0.0.0.0/0 scram-sha-256"), live: {}, subject: "prod" },
      {
        title: "a group admits who holds nothing of it",
        facts: facts()
          .group("orders")
          .login("joe")
          .member("joe", "orders", { inherit: false, set: false, style: null })
          .hba("hostssl orders +orders 10.0.0.0/8 scram-sha-256"),
        live: {},
        subject: "prod",
      },
    ],
    good: [
      {
        title: "named roles, from named addresses, with SCRAM or a certificate",
        facts: facts().hba("local all postgres peer").hba("hostssl orders orders_app 10.0.0.0/8 scram-sha-256").hba("hostssl all ann 10.1.0.0/16 cert"),
        live: {},
      },
      {
        title: "what an earlier line refuses never comes so far",
        facts: facts().hba("host all all all reject").hba("host all all 10.0.0.0/8 trust"),
        live: {},
      },
    ],
  },
  check: (input) =>
    input.live === null || input.graph.hbaRules.length === 0
      ? []
      : [
          ...input.graph.hbaRules.flatMap((rule) =>
            isRead(rule) ? [] : [breach(rule, `cannot be read, and a reload is refused: ${rule.error}`, input, WARNING)],
          ),
          ...reachable(input.graph.hbaRules).flatMap((rule) => problemsOf(rule, input)),
        ],
};

const WARNING = { severity: "warning" } as const;

const breach = ({ line, ...rule }: HbaRule, what: string, { environment }: RuleInput, more: Partial<Breach> = {}): Breach => ({
  subject: environment.name,
  message: `line ${line} of pg_hba.conf${isRead({ line, ...rule }) ? `, \`${hbaWords({ line, ...rule })}\`,` : ""} ${what}`,
  origin: rule.origin,
  ...more,
});

const problemsOf = (rule: HbaRule, input: RuleInput): readonly Breach[] => {
  const found = (what: string, more?: Partial<Breach>): Breach => breach(rule, what, input, more);
  const isHere = isFromHere(rule);
  const isOpen = rule.type === "host" || rule.type === "hostnossl" || rule.type === "hostnogssenc";
  if (rule.method === "reject") return [];
  if (rule.method === "trust")
    return isHere
      ? [found("believes whoever has an account on the server's machine", WARNING)]
      : [found("believes whoever comes: nobody is asked for a password", admitsSuperuser(rule, input) ? { tier: "superuser" } : {})];
  return [
    ...(rule.method === "ident" && !isHere ? [found("believes what the other machine says of who comes")] : []),
    ...(rule.method === "password" && isOpen && !isHere ? [found("lets passwords cross the network as they are")] : []),
    ...(rule.method === "md5" && !isWithoutMd5(input) ? [found("accepts a stored md5 verifier as the password", WARNING)] : []),
    ...(isFromAnywhere(rule) && admitsSuperuser(rule, input) ? [found("lets administrators come from any address", WARNING)] : []),
    ...emptyWords(rule, input).map((words) => found(words, WARNING)),
  ];
};

/** Where all verifiers are seen and none is md5, the method asks for SCRAM. */
const isWithoutMd5 = ({ graph }: RuleInput): boolean => graph.verifiers.length > 0 && graph.verifiers.every(({ kind }) => kind !== "md5");

const emptyWords = (rule: HbaRule, input: RuleInput): readonly string[] => {
  const members = input.major < 16 ? [] : emptyMembers(rule, input);
  return members.length === 0 ? [] : [`admits ${listed(members.map(shownName))} by a membership that gives nothing else`];
};
