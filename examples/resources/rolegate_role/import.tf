import {
  to = rolegate_role.orders_app
  id = "orders_app"
}
