#!/bin/sh
# What the workflow in repos.yaml runs. Install it on the server as /usr/local/bin/rolegate-atlantis; it needs `rolegate` on the PATH.
# ROLEGATE_POLICIES is the folder of the policy files (default: /etc/rolegate/policies).
set -eu

policies="${ROLEGATE_POLICIES:-/etc/rolegate/policies}"

case "${1-}" in
  folder)
    exec rolegate check . --policies "$policies" --color never --quiet
    ;;
  policy-check)
    # Atlantis decides by the text: it fails where that begins with FAIL, and where there is none, as after an exit with 2. An exit with
    # another status than 0 would take the text from the comment.
    lines="$(mktemp)" && text="$(mktemp)"
    trap 'rm -f "$lines" "$text"' EXIT
    status=0
    rolegate check "$PLANFILE" --policies "$policies" --color never --report "lines=$lines" > "$text" || status=$?
    case "$status" in
      0) echo "PASS" && cat "$text" ;;
      1) cat "$lines" && echo && cat "$text" ;;
      *) exit 2 ;;
    esac
    ;;
  apply)
    exec rolegate check "$PLANFILE" --policies "$policies" --color never --quiet
    ;;
  *)
    echo "usage: rolegate-atlantis folder|policy-check|apply" >&2
    exit 2
    ;;
esac
