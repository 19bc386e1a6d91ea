import { EXAMPLE_ENVIRONMENT, EXAMPLE_POLICY, EXAMPLE_TODAY, type Example } from "./example";
import { type Judged, judge } from "./judge";

/** Judges an example as its page tells it: by every rule, so that its findings are real ones. */
export const judgeExample = ({ facts, environment, policy }: Example): Judged =>
  judge({
    today: EXAMPLE_TODAY,
    policy: policy === null ? null : { ...EXAMPLE_POLICY, ...policy },
    subjects: [{ environment: { ...EXAMPLE_ENVIRONMENT, ...environment }, graph: facts.graph }],
  });
