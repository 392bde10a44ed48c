// What is planted: versions that the shipped bundle lists as bad, and versions of listed names that are honest. The second
// kind stands in every project, as in real ones, and must never be found.

export const BAD = [
  { name: 'postmark-mcp', version: '1.0.16' },
  { name: 'chalk', version: '5.6.1' },
  { name: 'debug', version: '4.4.2' },
  { name: 'ansi-regex', version: '6.2.1' },
  { name: 'error-ex', version: '1.3.3' },
  { name: 'event-stream', version: '3.3.6' },
  { name: '@duckdb/node-api', version: '1.3.3' },
];

export const HONEST = [
  { name: 'ansi-styles', version: '4.3.0' },
  { name: 'supports-color', version: '7.2.0' },
  { name: 'strip-ansi', version: '6.0.1' },
  { name: 'wrap-ansi', version: '7.0.0' },
  { name: 'color-convert', version: '2.0.1' },
  { name: 'color-name', version: '1.1.4' },
  { name: 'is-arrayish', version: '0.2.1' },
  { name: 'slice-ansi', version: '7.1.2' },
  { name: 'color-string', version: '1.9.1' },
  { name: 'rc', version: '1.2.8' },
  { name: 'coa', version: '2.0.2' },
  { name: 'ua-parser-js', version: '1.0.39' },
  { name: 'eslint-scope', version: '8.4.0' },
  { name: 'axios', version: '1.7.9' },
];

/** Positions in the made-up list (lib/names.mjs) whose names are planted too. */
export const MADE_UP = [7, 123_456, 199_999];
