resource "rolegate_privileges" "orders_app" {
  role      = "orders_app"
  database  = "shop"
  databases = { shop = "CONNECT" }
  schemas   = { sales = "USAGE" }
  tables    = { sales = { "*" = "SELECT", orders = "SELECT,INSERT,UPDATE" } }
  sequences = { sales = { "*" = "USAGE" } }

  # What the migrations' login makes later.
  default_privileges = {
    migrator = { "tables in sales" = "SELECT" }
  }
}
