import { RUNNERS } from "./object-proofs";
import { packagedIsMissing, withPackagedServer } from "./packaged-server";
import { missing, walk } from "./walk";

describe("untrusted languages, walked on a packaged PostgreSQL 15", () => {
  it.each(RUNNERS.map((proof) => [proof.title, proof] as const))("%s", async (_title, proof) => {
    const absent = packagedIsMissing();
    if (absent !== null) return console.warn(`not proven: ${absent}`);
    await withPackagedServer(async (server) => {
      const lacking = await missing(server, proof.needs ?? "");
      if (lacking !== null) return console.warn(`not proven: the packaged server has no ${proof.needs}: ${lacking}`);
      const twin = await walk(server, proof, true);
      expect({ claims: twin.claims, succeeds: twin.succeeds }).toEqual({ claims: [], succeeds: false });
      await server.admin.query(`DROP EXTENSION ${proof.needs} CASCADE; DROP ROLE app`);
      const walked = await walk(server, proof, false);
      expect({ succeeds: walked.succeeds, refusal: walked.refusal }).toEqual({ succeeds: true, refusal: null });
      expect(walked.claims).toMatchObject([{ capability: proof.gives, certainty: proof.certainty }]);
    });
  });
});
