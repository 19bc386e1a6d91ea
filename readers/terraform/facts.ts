import type { OpaqueFact } from "../../model/access-graph";

/** A value that leaves its quotes and becomes SQL of the provider's login. */
export const escapingValue = (where: string, value: string, remedy: string): Omit<OpaqueFact, "origin"> => ({
  what: `${where} given as \`${shorten(value)}\``,
  why: "the provider puts it into a statement without quoting it, so it can run any SQL as the provider's login: superuser",
  remedy,
});

/** The beginning of a text that may be long. */
export const shorten = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}...` : text);
