import { shownName } from "../../model/path-words";
import { facts } from "../example";
import { shownNames } from "../names";
import type { Rule } from "../rule";

/** Two constructs that are one resource: what one of them says is lost. */
export const noAddressCollision: Rule = {
  id: "no-address-collision",
  title: "no two constructs become one Terraform resource",
  severity: "error",
  tier: null,
  waivable: true,
  needsCode: true,
  rationale:
    "Constructs with one address are merged when they are synthesized: the last one wins, without a word. A grant that everybody reads in the code is then not made, or one that was to go stays.",
  remedy: "give one of the constructs another id, or take it away if both say the same",
  references: [
    "https://developer.hashicorp.com/terraform/cdktf/concepts/constructs",
    "https://developer.hashicorp.com/terraform/cli/state/resource-addressing",
  ],
  examples: {
    bad: [
      {
        title: "two constructs, one resource",
        facts: facts().collision("postgresql_role.orders_app", ["prod/orders/app", "prod/billing/app"]),
        subject: "postgresql_role.orders_app",
      },
    ],
    good: [{ title: "every construct has an address of its own", facts: facts().login("orders_app").login("billing_app") }],
  },
  check: ({ graph }) =>
    graph.collisions.map(({ address, constructs, origin }) => ({
      subject: address,
      message: `${shownName(address)} is written by ${constructs.length} constructs: ${shownNames(constructs)}`,
      origin,
    })),
};
