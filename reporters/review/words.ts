import type { Tier } from "../../model/capability";
import type { Section } from "./blocks";

/** What each tier is about, for a reader who meets the word for the first time. */
export const TIER_WORDS: Readonly<Record<Tier, string>> = {
  observe: "sees settings, statistics and activity of the server",
  data: "reads or changes data past the grants on it",
  control: "controls sessions, roles or settings of others",
  files: "reads or writes files of the server's machine",
  os: "runs programs or code on the server's machine",
  superuser: "can do anything on the server",
};

/** What the sections of a review are, as headings with a count before them. */
export const SECTION_WORDS: Readonly<Record<Section, { readonly title: string; readonly meaning: string }>> = {
  error: { title: "Errors", meaning: "must be mended, or allowed by the owners of the policy files, before this is applied" },
  warning: { title: "Warnings", meaning: "do not stop this, and somebody should look" },
  standing: { title: "Standing", meaning: "were there before this change, which neither adds nor alters them" },
  waived: { title: "Waived", meaning: "accepted by the owners of the policy files, for the reason and until the day given" },
};
