/** No number that a person writes is as large as those that stand for cdktf's tokens. */
const LARGEST = 1e100;

/** Is there no token of cdktf in the value: none in a text, no number that stands for one, no object that is one? */
export const isLiteral = (value: unknown): boolean => {
  switch (typeof value) {
    case "string":
      return !value.includes("TfToken[") && !/\de\+\d/.test(value);
    case "number":
      return Math.abs(value) < LARGEST;
    case "object":
      return value === null || (Array.isArray(value) ? value.every(isLiteral) : isLiteralObject(value));
    default:
      return value === undefined || typeof value === "boolean";
  }
};

const isLiteralObject = (value: object): boolean => {
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const [key, inner] of Object.entries(value)) if (!isLiteral(inner) || !isLiteral(key)) return false;
  return true;
};
