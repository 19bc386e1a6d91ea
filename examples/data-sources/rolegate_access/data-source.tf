data "rolegate_access" "orders_app" {
  role = "orders_app"
}

check "orders_app_stays_in_the_database" {
  assert {
    condition     = length(setintersection(keys(data.rolegate_access.orders_app.tiers), ["files", "os", "superuser"])) == 0
    error_message = join("\n", [for reach in data.rolegate_access.orders_app.reaches : "${reach.capability}: ${reach.path}"])
  }
}
