// A quick look at a path before the table of clients is loaded: most folders that are scanned hold no configuration of any client.

const NAMES = /(?:^|\/)(?:\.[^/]+\/(?:[^/]+\/){0,2}[^/]+\.(?:json|jsonc|toml|ya?ml)|\.?[^/]*(?:mcp|crush|kilo|opencode|librechat|devcontainer)[^/]*\.(?:json|jsonc|ya?ml)|crushrc|\.crushrc|server\.json|plugin\.json|gemini-extension\.json|[^/]+\.code-workspace)$/i;

/** False only for a path that is no client's project-level file; `/` separated. */
export function mayBeClientFile(path: string): boolean {
  return NAMES.test(path);
}
