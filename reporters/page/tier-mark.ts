import type { Tier } from "../../model/capability";
import { standsOut } from "../drawing/words";

/** A tier by word, frame and colour. */
export const tierMark = (tier: Tier, isConditional = false): string =>
  `<span class="tier tier-${tier}${standsOut(tier) ? " tier-high" : ""}${isConditional ? " tier-perhaps" : ""}">${tier}</span>${isConditional ? " on a condition" : ""}`;
