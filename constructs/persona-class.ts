import type { IConstruct } from "constructs";
import type { PersonaKind } from "../model/policy";
import { Capture } from "./origin";
import { RolePersona, type RoleProps } from "./role-persona";

/** The class of one kind of persona. Its types are said beside its name, in app-persona.ts and the like. */
export const personaClass = (kind: PersonaKind): unknown => {
  class PersonaOfKind extends RolePersona {
    constructor(scope: IConstruct, role: string, props: RoleProps = {}, created = true, capture = new Capture(PersonaOfKind)) {
      super(scope, kind, role, props, created, capture);
    }

    static existing(scope: IConstruct, role: string, props: RoleProps = {}): PersonaOfKind {
      return new PersonaOfKind(scope, role, props, false, new Capture(PersonaOfKind.existing));
    }
  }
  return PersonaOfKind;
};
