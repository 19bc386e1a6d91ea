/**
 * A membership with PostgreSQL's options, each as `GRANT role TO member WITH ...` understands it. Not every option can be
 * written by the community provider; one that cannot is an error that says so. The engine `rolegate` writes all of them, from PostgreSQL 16 on.
 *
 * @see https://www.postgresql.org/docs/current/sql-grant.html
 */
export interface Membership<R> {
  /** A predefined role, a permit, or the persona that is the group. */
  readonly role: R;
  /**
   * Has the member the group's privileges without `SET ROLE`? The community provider can write false only for all memberships of a role at once.
   * @default true
   */
  readonly inherit?: boolean;
  /**
   * May the member `SET ROLE` to the group? The community provider cannot write false.
   * @default true
   */
  readonly set?: boolean;
  /**
   * May the member grant the membership on? Of the community provider only for `.existing` roles; rule `no-admin-option` judges it.
   * @default false
   */
  readonly admin?: boolean;
}
