import type { Escalation, Gift } from "../escalation";
import type { ObjectIndex } from "../object-index";
import { dotted, stepToAdministrator } from "./words";

/** `INSERT INTO cron.job (..., username)`: the row names the role that the job runs as. */
export const jobTables: Escalation = {
  id: "job-tables",
  title: "whoever writes to the table of jobs of pg_cron or pgAgent chooses what runs as another role",
  references: ["https://github.com/citusdata/pg_cron", "https://www.pgadmin.org/docs/pgadmin4/latest/pgagent.html"],
  *find(objects) {
    for (const table of objects.graph.relations) {
      const jobs = table.extension === null ? undefined : JOB_TABLES.get(`${table.extension}.${table.name}`);
      if (jobs === undefined) continue;
      const writers = objects.users(table, ["INSERT", "UPDATE"]);
      const gift: Omit<Gift, "access"> = {
        capability: "superuser",
        database: table.database,
        source: `INSERT or UPDATE on ${dotted(table)}`,
        condition: jobs,
        ...stepToAdministrator(objects, "ownership", `table of jobs ${dotted(table)}`),
      };
      if (!table.rowSecurity) {
        yield { ...gift, access: writers };
        continue;
      }
      // Policies of the table keep others to jobs of their own. They are no limit for its owner, who may switch them off where they are forced.
      const owner = objects.roleMeant(table.owner, table.database);
      yield { ...gift, access: [[owner], ...objects.schemaUsers(table)], source: `ownership of ${dotted(table)}` };
      yield { ...gift, access: writers, onlyAs: bypassing(objects) };
    }
  },
};

const bypassing = ({ graph }: ObjectIndex): readonly string[] =>
  graph.roles.filter(({ bypassrls, superuser }) => bypassrls === true && superuser !== true).map(({ name }) => name);

const JOB_TABLES: ReadonlyMap<string, string> = new Map([
  ["pg_cron.job", "once pg_cron runs the job as the role that its row names"],
  ["pgagent.pga_job", "once pgAgent runs the job, if it is connected as a superuser"],
  ["pgagent.pga_jobstep", "once pgAgent runs the job, if it is connected as a superuser"],
]);
