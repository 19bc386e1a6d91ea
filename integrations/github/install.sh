#!/usr/bin/env bash
# Says `program=FILE`: the program that node runs. With a folder, the one that `npm ci` installed there from its lock file; without, the
# version that this action belongs to, from the registry. Nothing of a package is run while it is installed.
set -euo pipefail

folder="${1-}"
fail() {
  echo "::error title=rolegate::$1" >&2
  exit 2
}

command -v node > /dev/null || fail "Node 20 or later is needed: add actions/setup-node before this step"
[ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ] || fail "Node 20 or later is needed, and $(node --version) is here: add actions/setup-node before this step"

if [ -z "$folder" ]; then
  here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
  version="$(node -p 'require(process.argv[1]).version' "$here/../../package.json")"
  folder="$RUNNER_TEMP/rolegate/$version"
  mkdir -p "$folder"
  npm install --prefix "$folder" --ignore-scripts --omit=peer --no-save --no-audit --no-fund "rolegate@$version" >&2
fi

program="$folder/node_modules/rolegate/dist/cli/rolegate.js"
[ -f "$program" ] || fail "there is no rolegate in the folder that \`install\` names: run \`npm ci --ignore-scripts\` there first"
echo "program=$(cd "$(dirname "$program")" && pwd)/rolegate.js"
