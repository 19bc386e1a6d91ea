/** The oldest Node that rolegate runs on. */
const OLDEST = 20;

/** Ends the process with a sentence where Node is too old. Written in the syntax that such a Node reads. */
export const refuseOldNode = () => {
  if (Number(process.versions.node.split(".")[0]) >= OLDEST) return;
  console.error(`rolegate needs Node ${OLDEST} or later; this is ${process.version}: see https://nodejs.org`);
  process.exit(2);
};
