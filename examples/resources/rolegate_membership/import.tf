import {
  to = rolegate_membership.alice_monitor
  id = "member=alice,role=pg_monitor"
}
