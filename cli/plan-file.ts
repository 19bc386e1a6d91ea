import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { changedMeanwhile, type PlanBytes } from "../readers/plan/plan-bytes";
import { readable } from "./read-text";

/** Bytes that are read at once. */
const CHUNK = 1024 * 1024;

/** A plan in a file, `shown` in reports. It is read in slices, at need more than once; throws an InputError where it changes meanwhile. */
export const planFile = (path: string, shown: string): PlanBytes => {
  let first: string | null = null;
  return {
    path: shown,
    *chunks(from = 0) {
      const buffer = Buffer.alloc(CHUNK);
      const descriptor = readable(shown, () => openSync(path, "r"));
      try {
        const version = readable(shown, () => versionOf(descriptor));
        first ??= version;
        if (version !== first) throw changedMeanwhile(shown);
        for (let at = from; ; ) {
          const length = readable(shown, () => readSync(descriptor, buffer, 0, CHUNK, at));
          if (length === 0) return;
          at += length;
          yield buffer.subarray(0, length);
        }
      } finally {
        closeSync(descriptor);
      }
    },
  };
};

const versionOf = (descriptor: number): string => {
  const { ino, size, mtimeNs } = fstatSync(descriptor, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
};
