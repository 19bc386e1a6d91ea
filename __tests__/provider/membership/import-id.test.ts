import { objectOfPairId } from "../../../provider/membership/import-id";

describe("an id to import one membership by", () => {
  test.each<[string, string, string]>([
    ["member=a,role=b", "a", "b"],
    ["member=role=x,role=b", "role=x", "b"],
    ['{"member": "a,b", "role": "c"}', "a,b", "c"],
  ])("%s", (id, member, role) => {
    expect(objectOfPairId(id).get("member")).toBe(member);
    expect(objectOfPairId(id).get("role")).toBe(role);
  });

  test.each([
    "",
    "a",
    "member=a",
    "member=,role=b",
    "member=a,role=b,role=c",
    "{}",
    '{"member": "a"}',
    '{"member": "a", "role": ["b"]}',
    '{"member": "a", "role": "b", "x": 1}',
  ])("%j is none", (id) => expect(() => objectOfPairId(id)).toThrow("That is no id of a membership"));
});
