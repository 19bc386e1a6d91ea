resource "rolegate_role" "orders_app" {
  name             = "orders_app"
  login            = true
  connection_limit = 20
  settings         = { statement_timeout = "60s" }
  comment          = "The orders service"

  password_wo         = var.orders_password
  password_wo_version = "1"
}

variable "orders_password" {
  type      = string
  sensitive = true
}
