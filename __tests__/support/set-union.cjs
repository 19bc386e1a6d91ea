// gitlab-ci-local needs this of Node 22, and nothing else.
Set.prototype.union ??= function union(other) {
  return new Set([...this, ...other.keys()]);
};
