# What a policy engine has to be told to answer one question of many: who reaches pg_execute_server_program through memberships of a plan.
package main

import rego.v1

groups[member] contains group if {
	some change in input.resource_changes
	change.type == "postgresql_role"
	member := change.change.after.name
	some group in change.change.after.roles
}

groups[member] contains change.change.after.grant_role if {
	some change in input.resource_changes
	change.type == "postgresql_grant_role"
	member := change.change.after.role
}

deny contains message if {
	some member, _ in groups
	some holder in graph.reachable(groups, {member})
	"pg_execute_server_program" in groups[holder]
	message := sprintf("%s reaches pg_execute_server_program", [member])
}
