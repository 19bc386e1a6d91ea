/** SQL for the rows of a statement as one JSON list; null for none. */
export const listOf = (select: string): string => `(SELECT pg_catalog.json_agg(each) FROM (${select}) AS each)`;
