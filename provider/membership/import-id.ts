import { errorDiagnostic, Refused } from "../plugin/diagnostics";
import { jsonObject, type MapValue } from "../plugin/value";
import { membershipObject } from "./schema";

/** What `terraform import` names: `member=a,role=b`, or `{"member": "a", "role": "b"}` for names with commas. Throws `Refused` for anything else. */
export const objectOfPairId = (id: string): MapValue => {
  const [, simpleMember, simpleRole] = /^member=([^,]+),role=([^,]+)$/.exec(id) ?? [];
  const written = simpleMember === undefined ? jsonObject(id) : null;
  const member = simpleMember ?? written?.get("member");
  const role = simpleRole ?? written?.get("role");
  if (typeof member !== "string" || typeof role !== "string" || member === "" || role === "" || (written !== null && written.size !== 2))
    throw new Refused([
      errorDiagnostic("That is no id of a membership", 'It is `member=ROLE,role=ROLE`, or `{"member": "ROLE", "role": "ROLE"}` for names with commas.'),
    ]);
  return membershipObject(member, role, null);
};
