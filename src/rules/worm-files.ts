// Names of files that worms of 2025 and 2026 left behind; iocs/shai-hulud-2.yaml, mini-shai-hulud-tanstack.yaml, keyv-chaindrop.yaml and
// phantom-gyp.yaml list them with their sources. A common name (`setup.mjs`) is a sign only in a folder of settings.
import { fileName } from './odd-places.ts';

const NAMES = new Set(['setup_bun.js', 'bun_environment.js', 'router_init.js', 'gh-token-monitor.sh']);
const WORKFLOW = /(?:^|[\s/\\"'])\.github[/\\]workflows[/\\](?:shai-hulud[\w.*-]{0,60}|formatter_\d{4,20})\.ya?ml$/i;
const IN_SETTINGS = /(?:^|[\s/\\"'])\.(?:claude|vscode|cursor|gemini|github)[/\\]setup\.[cm]?js$/i;

/** True for a file name, or a name in a folder of settings, that worms use. */
export function isWormFile(path: string): boolean {
  return NAMES.has(fileName(path)) || IN_SETTINGS.test(path) || WORKFLOW.test(path);
}

/** True for the ordinary name under which worms put their loader: keyv-chaindrop.yaml and phantom-gyp.yaml have it. */
export function isWormLoader(path: string): boolean {
  return /^(?:\.\/)?setup\.[cm]js$/.test(path);
}

const NO_PROGRAM = /\.(?:woff2?|ttf|otf|eot|png|jpe?g|gif|svg|ico|webp|bmp|mp[34]|pdf|css|md|txt|csv|lock|map)$/i;

/** True for a file that is run as code although its name says that it is a font, a picture or a text. */
export function isDisguised(path: string): boolean {
  return NO_PROGRAM.test(path);
}
