resource "rolegate_memberships" "orders" {
  members = ["orders_app", "alice"]

  grants = {
    orders_app = { orders_writers = "default" }

    alice = {
      pg_monitor    = "default"
      orders_owners = "noinherit" # only by SET ROLE
    }
  }
}
