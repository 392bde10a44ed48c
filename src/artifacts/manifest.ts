// The manifest of a package as facts, and what two of them differ in. Read from the text of a package.json or from the document of
// a registry: both come to the same facts, as npm normalises them. https://docs.npmjs.com/cli/configuring-npm/package-json
// What npm adds on publishing (`_id`, `gitHead`, `dist`, `readme` …), tools' own settings and formatting are no part of them.
export { compareManifests } from './manifest/compare.ts';
export { readManifest } from './manifest/read.ts';
