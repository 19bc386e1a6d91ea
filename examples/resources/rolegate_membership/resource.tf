resource "rolegate_membership" "alice_monitor" {
  member  = "alice"
  role    = "pg_monitor"
  options = "noinherit" # only by SET ROLE
}
