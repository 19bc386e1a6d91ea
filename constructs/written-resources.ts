import { DefaultPrivileges } from "@cdktf/provider-postgresql/lib/default-privileges";
import { Grant } from "@cdktf/provider-postgresql/lib/grant";
import { GrantRole } from "@cdktf/provider-postgresql/lib/grant-role";
import { Role } from "@cdktf/provider-postgresql/lib/role";
import type { TerraformResource } from "cdktf";
import { unresolved } from "./unresolved";

type Json = ReturnType<TerraformResource["toTerraform"]>;

export class WrittenRole extends Role {
  override toTerraform(): Json {
    return unresolved(this, super.toTerraform());
  }
}

export class WrittenGrantRole extends GrantRole {
  override toTerraform(): Json {
    return unresolved(this, super.toTerraform());
  }
}

export class WrittenGrant extends Grant {
  override toTerraform(): Json {
    return unresolved(this, super.toTerraform());
  }
}

export class WrittenDefaultPrivileges extends DefaultPrivileges {
  override toTerraform(): Json {
    return unresolved(this, super.toTerraform());
  }
}
