import { IS_LONG } from "../../support/sample";
import { SAMPLED_MAJORS, type TestServer } from "../../support/servers";
import { hasTerraform } from "../../support/terraform";

/** The head of a configuration for a test server. */
export const providerBlock = (
  { host, port, user, password, database }: Pick<TestServer, "host" | "port" | "user" | "password" | "database">,
  more = "",
): string => `
terraform {
  required_providers { rolegate = { source = "rolegate/rolegate" } }
}
provider "rolegate" {
  host     = "${host}"
  port     = ${port}
  username = "${user}"
  password = "${password}"
  database = "${database}"
  ${more}
}
`;

/** Every membership of the roles that are not the server's own, as `member role admin inherit set grantor`. */
export const membershipsOn = async ({ admin }: TestServer, major: number): Promise<readonly string[]> => {
  const options = major >= 16 ? "inherit_option, set_option" : "NULL::bool AS inherit_option, NULL::bool AS set_option";
  const { rows } = await admin.query<{ line: string }>(
    `SELECT concat_ws(' ', member::regrole, roleid::regrole, CASE WHEN admin_option THEN 'admin' END, CASE WHEN NOT inherit_option THEN 'noinherit' END,
       CASE WHEN NOT set_option THEN 'noset' END, CASE WHEN grantor <> 10 THEN 'by ' || grantor::regrole END) AS line
     FROM (SELECT member, roleid, admin_option, grantor, ${options} FROM pg_auth_members) AS edge WHERE member >= 16384 ORDER BY 1`,
  );
  return rows.map(({ line }) => line);
};

/** What does not depend on the major is asked on one of them; all of it on each in the long run. */
export const isWhole = (major: number): boolean => IS_LONG || major === SAMPLED_MAJORS.at(-1);

/** `describe` for each major that is asked, where there is a Terraform. */
export const onMajors = hasTerraform ? describe.each(SAMPLED_MAJORS.map((major) => ({ major }))) : describe.skip.each([{ major: 16 as const }]);

/** The lines of a query of one text column. */
export const linesOf = async ({ admin }: TestServer, sql: string): Promise<readonly string[]> => {
  const { rows } = await admin.query<{ line: string }>(sql);
  return rows.map(({ line }) => line);
};
