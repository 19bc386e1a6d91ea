import type { ReachedCapability } from "../../../model/closure";
import { ESCALATIONS } from "../../../model/closure/escalations";
import type { Major } from "../../../model/predefined-roles";
import { IS_LONG, SEED } from "../../support/sample";
import { TESTED_MAJORS, withServer } from "../../support/servers";
import { OBJECT_PROOFS } from "./object-proofs";
import type { Proof } from "./proof";
import { ROLE_PROOFS } from "./role-proofs";
import { missing, walk } from "./walk";

const PROOFS = [...ROLE_PROOFS, ...OBJECT_PROOFS];
/** The majors that a proof is walked on: one of its own in each run, by the seed, and all with `npm run test:long` or where one is named. */
const majorsOf = ({ from = 14, until = 18 }: Proof, at: number): readonly Major[] => {
  const own = TESTED_MAJORS.filter((major) => from <= major && major <= until);
  return IS_LONG || TESTED_MAJORS.length === 1 ? own : own.slice((SEED + at) % own.length).slice(0, 1);
};

const shown = (claims: readonly ReachedCapability[]) => claims.map(({ capability, certainty }) => ({ capability, certainty }));

describe("the catalogue of escalations", () => {
  it("has a proof for each of its units, and proofs of nothing else but paths of the privilege reference", () => {
    const proven = new Set(PROOFS.map(({ path }) => path));
    expect(ESCALATIONS.map(({ id }) => id).filter((id) => !proven.has(id))).toEqual([]);
    const ids = new Set(ESCALATIONS.map(({ id }) => id));
    expect([...proven].filter((path) => !ids.has(path) && !/^([MCF]\d+|POWER|45\d\d|4\.\d+)$/.test(path))).toEqual([]);
  });

  it("names each unit once, with a title and pages of its documentation", () => {
    expect(new Set(ESCALATIONS.map(({ id }) => id)).size).toBe(ESCALATIONS.length);
    for (const { id, title, references } of ESCALATIONS) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title).toMatch(/^[^.]+$/);
      expect(references.length).toBeGreaterThan(0);
      for (const page of references) expect(page).toMatch(/^https:\/\//);
    }
  });
});

describe.each(TESTED_MAJORS)("escalations walked on PostgreSQL %i", (major) => {
  const here = PROOFS.filter((proof, at) => majorsOf(proof, at).includes(major));
  if (here.length === 0) return;

  it.each(here.map((proof) => [proof.path, proof.title, proof] as const))("%s: %s", async (_path, _title, proof) => {
    const lacking = proof.needs === undefined ? null : await withServer(major, (server) => missing(server, proof.needs ?? ""));
    if (lacking !== null) {
      console.warn(`not proven on ${major}: this server has no ${proof.needs}: ${lacking}`);
      return;
    }
    const twin = await withServer(major, (server) => walk(server, proof, true));
    const doubts = proof.doubted === true ? [{ capability: proof.gives, certainty: "conditional" }] : [];
    expect({ claims: shown(twin.claims), succeeds: twin.succeeds }).toEqual({ claims: doubts, succeeds: false });
    const walked = await withServer(major, (server) => walk(server, proof, false));
    expect({ succeeds: walked.succeeds, refusal: walked.refusal }).toEqual({ succeeds: true, refusal: null });
    expect(shown(walked.claims)).toEqual([{ capability: proof.gives, certainty: proof.certainty }]);
  });
});
