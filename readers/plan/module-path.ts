/**
 * The names of the modules of an address without their keys: `module.team["eu.west"].module.member[0]` is team and member. Keys may
 * hold dots, quotes and brackets. Null for what is no such address.
 */
export const moduleNames = (address: string): readonly string[] | null => {
  const names: string[] = [];
  let at = 0;
  while (at < address.length) {
    STEP.lastIndex = at;
    const step = STEP.exec(address);
    if (step === null) return null;
    names.push(step[1] ?? "");
    at = STEP.lastIndex;
  }
  return names;
};

const STEP = /(?:^|\.)module\.([A-Za-z_][\w-]*)(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?/y;
