import {
  to = rolegate_memberships.orders
  id = "members=orders_app,alice"
}
