#!/bin/sh
# The gate of any CI, in POSIX sh: the folder before anything is planned, the plan, its judgement. Exits as rolegate does: 0 permitted,
# 1 denied, 2 could not judge. docs/integrations/shell.md tells how to use it.
#
#   review.sh folder FOLDER POLICIES REPORTS    before the plan; no login
#   review.sh plan   FOLDER PLAN                with a login that may only read
#   review.sh judge  FOLDER PLAN POLICIES REPORTS    in a job without any login
#
# POLICIES comes from the protected branch or from another repository, never from the change.
# ROLEGATE is the program (default: rolegate), TERRAFORM_BINARY_NAME the other one (default: terraform).
set -eu

rolegate="${ROLEGATE:-rolegate}"
terraform="${TERRAFORM_BINARY_NAME:-terraform}"

usage() {
  sed -n 's/^#   //p' "$0" >&2
  exit 2
}

# What cannot even start is "could not judge", and neither permitted nor denied.
must() {
  "$@" || { echo "review.sh: failed: $*" >&2; exit 2; }
}

absolute() {
  case "$1" in /*) printf '%s\n' "$1" ;; *) printf '%s/%s\n' "$PWD" "$1" ;; esac
}

judge() {
  input="$1" policies="$2" reports="$3"
  must mkdir -p "$reports"
  status=0
  "$rolegate" check "$input" --policies "$policies" --color never \
    --report "json=$reports/report.json" --report "markdown=$reports/report.md" || status=$?
  # Whatever else ends it, such as a signal, is no verdict.
  case "$status" in 0 | 1) exit "$status" ;; *) exit 2 ;; esac
}

command -v "$rolegate" > /dev/null || { echo "review.sh: there is no \`$rolegate\`: install it, or name it with ROLEGATE" >&2; exit 2; }

case "${1-}:$#" in
  folder:4)
    policies="$(absolute "$3")" reports="$(absolute "$4")"
    [ -d "$2" ] || { echo "review.sh: there is no folder \`$2\`" >&2; exit 2; }
    (cd "$2" && "$terraform" init -backend=false -input=false -lockfile=readonly) || { echo "review.sh: init failed" >&2; exit 2; }
    judge "$2" "$policies" "$reports"
    ;;
  plan:3)
    plan="$(absolute "$3")"
    must cd "$2"
    must "$terraform" init -input=false -lockfile=readonly
    # The plan holds the state.
    umask 077
    must "$terraform" plan -input=false -lock=false "-out=$plan"
    ;;
  judge:5)
    plan="$(absolute "$3")" policies="$(absolute "$4")" reports="$(absolute "$5")"
    must cd "$2"
    must "$terraform" init -backend=false -input=false -lockfile=readonly
    judge "$plan" "$policies" "$reports"
    ;;
  *) usage ;;
esac
