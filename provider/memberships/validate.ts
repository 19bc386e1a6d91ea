import { parseOptions } from "../../model/membership-options";
import { at, type Diagnostic, errorDiagnostic, type PathStep } from "../plugin/diagnostics";
import { isList, isMap, type MapValue, UNKNOWN_VALUE, type Value } from "../plugin/value";
import { claimOf } from "./schema";
import { isInScope } from "./scope";

/** What is wrong with a configuration whatever the server is like; what is unknown is not judged yet. */
export const validateMemberships = (config: MapValue): readonly Diagnostic[] => {
  const members = config.get("members") ?? null;
  const roles = config.get("roles") ?? null;
  if ((members === null) === (roles === null))
    return [
      errorDiagnostic(
        "Write either members or roles",
        "`members` owns every membership of the roles that it lists, `roles` every membership in them. A resource has one of the two.",
        at(members === null ? "members" : "roles"),
      ),
    ];
  const { scope, grants } = claimOf(config);
  const list = members === null ? "roles" : "members";
  const isScopeKnown = isKnownList(members) && isKnownList(roles);
  return [
    ...duplicates(members ?? roles, list),
    ...[...grants].flatMap(([member, of]) =>
      [...of].flatMap(([role, words]) => [
        ...optionProblems(words, at("grants", member)),
        ...(isScopeKnown && !isInScope(scope, member, role)
          ? [
              errorDiagnostic(
                `${list === "members" ? member : role} is not in ${list}`,
                `This resource owns what \`${list}\` lists, and grants only that. Add it to the list.`,
                at("grants", member),
              ),
            ]
          : []),
      ]),
    ),
  ];
};

const isKnownList = (list: Value): boolean => list === null || (isList(list) && list.every((name) => name !== UNKNOWN_VALUE));

/** What is wrong with option words. */
export const optionProblems = (words: string, path: readonly PathStep[]): readonly Diagnostic[] => {
  const options = parseOptions(words);
  return typeof options === "string" ? [errorDiagnostic("Options of a membership", `${options.charAt(0).toUpperCase()}${options.slice(1)}.`, path)] : [];
};

const duplicates = (list: Value, attribute: string): readonly Diagnostic[] => {
  if (!isList(list)) return [];
  const twice = list.find((name, index) => typeof name === "string" && list.indexOf(name) !== index);
  return twice === undefined ? [] : [errorDiagnostic(`${String(twice)} is listed twice`, `Each role stands in \`${attribute}\` once.`, at(attribute))];
};

/** The places of the configuration whose values are known only at apply. */
export const unknownPlaces = (object: MapValue): readonly (readonly PathStep[])[] => {
  const places: (readonly PathStep[])[] = [];
  for (const name of ["members", "roles"]) {
    const list = object.get(name);
    if (list === UNKNOWN_VALUE || (isList(list) && list.includes(UNKNOWN_VALUE))) places.push(at(name));
  }
  const grants = object.get("grants");
  if (grants === UNKNOWN_VALUE) return [...places, at("grants")];
  if (!isMap(grants)) return places;
  for (const [member, roles] of grants) {
    if (roles === UNKNOWN_VALUE) places.push(at("grants", member));
    if (isMap(roles) && [...roles.values()].includes(UNKNOWN_VALUE)) places.push(at("grants", member));
  }
  return places;
};
