# Who may ask how long a queue is need not read the table.
resource "rolegate_function" "queue_length" {
  schema           = "ops"
  name             = "queue_length"
  arguments        = "queue text"
  returns          = "bigint"
  language         = "sql"
  body             = "SELECT count(*) FROM sales.jobs WHERE jobs.queue = $1"
  security_definer = true
  settings         = { search_path = "pg_catalog, pg_temp" }
  owner            = "sales_owner"
  executors        = ["ops_sre"]
}
