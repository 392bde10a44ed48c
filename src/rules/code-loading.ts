// What a variable that changes code loading is worth saying, by its name and what it names.
// Sources of their meaning: https://nodejs.org/api/cli.html#node_optionsoptions, ld.so(8), dyld(1), bash(1) for BASH_ENV.
import type { Severity } from '../model/finding.ts';
import { oddPlace } from './odd-places.ts';

/** Modules that monitoring and development tools document for `--require` and `--import`. */
const USUAL_MODULES = /^(?:dd-trace\/|@opentelemetry\/|@sentry\/|newrelic$|elastic-apm-node|dotenv\/|source-map-support|tsx$|tsx\/|ts-node\/|tsconfig-paths\/|applicationinsights)/;
const SYSTEM_LIBRARY = /^\/(?:usr\/|lib|opt\/homebrew\/|nix\/store\/)/;

/**
 * How bad it is that the variable `name` (in lower case) names `loads`, as `NamedValue.loads` has them; undefined where it is usual.
 * Registries are no part of it: launch-registry-override judges them.
 */
export function severityOfLoads(name: string, loads: readonly string[], home: string | undefined): Severity | undefined {
  if (loads.length === 0) return undefined;
  if (loads.some((value) => isPlanted(value, home))) return name === 'path' ? 'low' : 'high';
  if (/^(?:ld_preload|ld_audit|dyld_insert_libraries)$/.test(name)) return loads.every((value) => SYSTEM_LIBRARY.test(value)) ? 'medium' : 'high';
  if (name === 'node_options' || name === 'npm_config_node_options') return worstOption(loads);
  if (name === 'bash_env' || name === 'pythonstartup' || name === 'npm_config_script_shell') return 'medium';
  if (name === 'java_tool_options') return loads.some((value) => /-(?:javaagent|agentpath|agentlib)\b/.test(value)) ? 'medium' : undefined;
  if (name === 'perl5opt' || name === 'rubyopt') return loads.some((value) => /(?:^|\s)-[MmrI]/.test(value)) ? 'medium' : undefined;
  if (name === 'env') return loads.some((value) => /[/\\]/.test(value)) ? 'low' : undefined;
  if (name === 'node_path' || name === 'npm_config_userconfig' || name === 'npm_config_globalconfig' || /^(?:ld|dyld)_/.test(name)) return 'low';
  if (name === 'node_tls_reject_unauthorized') return loads.includes('0') ? 'low' : undefined;
  // Usual for servers in Python that run from a checkout.
  return name === 'pythonpath' ? 'info' : undefined;
}

// Options come as `--require module`; a bare value is a path of its own.
function isPlanted(value: string, home: string | undefined): boolean {
  const place = oddPlace(value.replace(/^-[\w-]+\s+/, ''), home);
  return place === 'temporary' || place === 'hidden';
}

function worstOption(loads: readonly string[]): Severity | undefined {
  const loading = loads.filter((value) => /^(?:--require|-r|--import|--loader|--experimental-loader|--openssl-config)\b/.test(value));
  if (loading.some((value) => !USUAL_MODULES.test(value.replace(/^-[\w-]+\s+/, '')))) return 'medium';
  if (loading.length > 0) return 'low';
  // A debugger that listens for everybody runs whatever it is sent.
  if (loads.some((value) => /^--inspect\S*\s+(?!127\.|localhost|\[?::1)(?:\d+\.){3}\d+/.test(value))) return 'medium';
  return loads.length > 0 ? 'low' : undefined;
}
