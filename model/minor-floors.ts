import type { Major } from "./predefined-roles";

/** Minor releases that closed a way to the server's account or to superuser. https://www.postgresql.org/support/security/ */
interface MendingRelease {
  /** The minor of each major that brought it. */
  readonly minors: Readonly<Record<Major, number>>;
  readonly closes: string;
}

/** The newest first. */
const RELEASES: readonly MendingRelease[] = [
  { minors: { 14: 25, 15: 20, 16: 16, 17: 12, 18: 7 }, closes: "CVE-2026-6460, by which whoever creates objects runs code as the server's account" },
  {
    minors: { 14: 24, 15: 19, 16: 15, 17: 11, 18: 6 },
    closes: "CVE-2026-14680 and CVE-2026-16239, by which any login runs code as the server's account, and CVE-2026-6471, by which REPLICATION does",
  },
  { minors: { 14: 23, 15: 18, 16: 14, 17: 10, 18: 4 }, closes: "CVE-2026-6473 and CVE-2026-6637, by which any login runs code as the server's account" },
  { minors: { 14: 21, 15: 16, 16: 12, 17: 8, 18: 2 }, closes: "CVE-2026-2005 and CVE-2026-2006, by which a login runs code as the server's account" },
];

/** The oldest minor of the major without a known way to the operating system. */
export const minorFloor = (major: Major): number => RELEASES[0]?.minors[major] ?? 0;

/** The worst that is open at this minor: of the oldest release that it lacks; null where nothing is known. */
export const openAt = (major: Major, minor: number): string | null => RELEASES.findLast(({ minors }) => minor < minors[major])?.closes ?? null;

/** Majors that get no more releases, and the day on which that began. https://www.postgresql.org/support/versioning/ */
export const END_OF_LIFE: Readonly<Record<Major, string>> = {
  14: "2026-11-12",
  15: "2027-11-11",
  16: "2028-11-09",
  17: "2029-11-08",
  18: "2030-11-14",
};
