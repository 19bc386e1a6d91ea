data "rolegate_roles" "apps" {
  prefix = "orders_"
}

output "logins" {
  value = [for name, role in data.rolegate_roles.apps.roles : name if role.login]
}
