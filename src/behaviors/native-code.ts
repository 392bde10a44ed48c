// Code that is no JavaScript: addons, WebAssembly, programs that lie in the package, and what building runs (binding.gyp, scripts that
// fetch a prebuilt binary).
import type { NativeCodeBehavior } from '../model/behavior.ts';
import { excerptsIn, withoutSecrets } from '../text/lines.ts';
import { apiCalls, type ApiCall } from './apis.ts';
import type { Code, Extractor, Module, PackageSource } from './contract.ts';
import { textsOf } from './folded-text.ts';
import { gypCommands } from './gyp.ts';
import { placeIn, readManifest } from './manifest.ts';
import { child, children, literalText } from './nodes.ts';
import { placedPaths } from './paths.ts';
import { processApi } from './process-apis.ts';

const ADDON = /^(?:process\.(?:dlopen|binding|_linkedBinding)|bindings|node-gyp-build(?:-optional-packages)?|pkg-prebuilds|(?:@mapbox\/node-pre-gyp|node-pre-gyp|@mapbox\/node-pre-gyp\.default)\.find|ffi-napi\.Library|ffi\.Library|koffi\.load|bun:ffi\.dlopen|Deno\.dlopen|@napi-rs\/\w{1,40}\.load)$/;
const WEBASSEMBLY = /^WebAssembly\.(?:instantiate|instantiateStreaming|compile|compileStreaming|Module)$/;
const LOADER = /^(?:require|import|module\.require|module\.createRequire\(\)|process\.mainModule\.require)$/;
const NATIVE_FILE = /\.(?:node|dll|so|dylib)$/i;
const BUILD = /\b(?:node-gyp|cmake-js|node-pre-gyp|prebuild-install|prebuildify|prebuild|napi|node-gyp-build|neon|electron-rebuild)\b/;
const BUILD_HOOKS = ['preinstall', 'install', 'postinstall', 'prepare'];

/** Facts about native code. */
export const nativeCode: Extractor = {
  kind: 'native-code',
  extract: (code, source) => [...builds(source), ...apiCalls(code).flatMap((call) => facts(code, call)), ...code.modules.flatMap((module) => imports(code, module))],
};

/** What building the package runs; needs no parsed code. */
export function builds(source: PackageSource): readonly NativeCodeBehavior[] {
  return [...(source.bindingGyp === undefined ? [] : gypFacts(source.bindingGyp)), ...(source.manifest === undefined ? [] : scriptFacts(source.manifest))];
}

function gypFacts(text: string): readonly NativeCodeBehavior[] {
  const excerpt = excerptsIn(text);
  const commands = gypCommands(text);
  const common = { kind: 'native-code', form: 'binding-gyp' } as const;
  if (commands.length === 0) return [{ ...common, api: 'binding.gyp', place: placeIn('binding.gyp', { line: 1, column: 1 }, excerpt) }];
  return commands.map(({ command, how, line, column }) => ({ ...common, api: how === 'action' ? 'binding.gyp action' : 'binding.gyp command expansion', command: withoutSecrets(command), place: placeIn('binding.gyp', { line, column }, excerpt) }));
}

function scriptFacts(text: string): readonly NativeCodeBehavior[] {
  const manifest = readManifest(text);
  return BUILD_HOOKS.flatMap((hook) => {
    const command = manifest?.scripts.get(hook)?.slice(0, 2_000);
    const tool = command === undefined ? undefined : BUILD.exec(command)?.[0];
    if (manifest === undefined || command === undefined || tool === undefined) return [];
    return [{ kind: 'native-code', api: tool, form: /^(?:prebuild-install|node-pre-gyp)$/.test(tool) ? 'binary' : 'addon', command: withoutSecrets(command), place: manifest.place(['scripts', hook]) } as const];
  });
}

function facts(code: Code, call: ApiCall): readonly NativeCodeBehavior[] {
  const form = formOf(call);
  return form === undefined ? [] : [{ kind: 'native-code', api: call.api, form, ...code.context(call.site.node, call.site.module) }];
}

function formOf({ api, args, site }: ApiCall): NativeCodeBehavior['form'] | undefined {
  if (ADDON.test(api)) return 'addon';
  if (WEBASSEMBLY.test(api)) return 'webassembly';
  if (LOADER.test(api)) return textsOf(args[0]).some((text) => NATIVE_FILE.test(text)) ? 'addon' : undefined;
  const form = processApi(api);
  if (form !== 'program' && form !== 'line') return undefined;
  // A program beside the code, not a script that some interpreter is given.
  return placedPaths(args[0], site.module).some(({ root, path }) => root === 'package' && !path.startsWith('..') && !/(?:^|\/)\*?$/.test(path) && !/\.(?:[cm]?[jt]sx?|json)$/i.test(path)) ? 'binary' : undefined;
}

function imports(code: Code, module: Module): readonly NativeCodeBehavior[] {
  return children(module.program, 'body').flatMap((statement) => {
    const file = statement.type === 'ImportDeclaration' ? literalText(child(statement, 'source')) : undefined;
    if (file === undefined || !/\.(?:node|wasm)$/i.test(file)) return [];
    return [{ kind: 'native-code', api: 'import', form: file.toLowerCase().endsWith('.wasm') ? 'webassembly' : 'addon', ...code.context(statement, module) } as const];
  });
}
