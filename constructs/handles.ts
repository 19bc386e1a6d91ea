import type { Access, AccessLevel, Database, Schema } from "./access";
import { ENVIRONMENT, setBrand } from "./brand";
import type { EnvironmentFacts } from "./environment-facts";
import { Capture, placeOf } from "./origin";
import { checkName } from "./plain-name";

/** The handle behind `environment.database(name)`. */
export const databaseHandle = (environment: EnvironmentFacts, databaseName: string): Database => {
  const handle = {
    environment: environment.name,
    databaseName,
    schema(name: string): Schema {
      checkName("schema", name, placeOf(environment.name, new Capture(handle.schema)));
      return schemaHandle(environment, databaseName, name);
    },
  };
  return handle as unknown as Database;
};

const schemaHandle = (environment: EnvironmentFacts, databaseName: string, schemaName: string): Schema => {
  const access = (level: AccessLevel): Access => {
    const handle = { environment: environment.name, databaseName, schemaName, level };
    setBrand(handle, ENVIRONMENT, environment);
    return handle as unknown as Access;
  };
  const handle = {
    environment: environment.name,
    databaseName,
    schemaName,
    read: () => access("read"),
    write: () => access("write"),
    own: () => access("own"),
  };
  return handle as unknown as Schema;
};
