import {
  to = rolegate_privileges.orders_app
  id = "{\"role\": \"orders_app\", \"database\": \"shop\", \"schemas\": [\"sales\"], \"tables\": [\"sales\"]}"
}
