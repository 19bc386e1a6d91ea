terraform {
  required_providers {
    rolegate = { source = "rolegate/rolegate" }
  }
}

# The password comes from PGPASSWORD, the password file, or password_command.
provider "rolegate" {
  host     = "orders.db.example.com"
  username = "tfadmin"
  sslmode  = "verify-full"
  policies = "policies"
}
