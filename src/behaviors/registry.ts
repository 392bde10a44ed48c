// The extractors, in the order they are asked. One line each.
import type { Extractor } from './contract.ts';
import { dynamicCode } from './dynamic-code.ts';
import { environment } from './environment.ts';
import { files } from './file.ts';
import { installScript } from './install-script.ts';
import { mail } from './mail.ts';
import { nativeCode } from './native-code.ts';
import { network } from './network.ts';
import { obfuscation } from './obfuscation.ts';
import { processes } from './process.ts';

export const EXTRACTORS: readonly Extractor[] = [
  mail,
  network,
  processes,
  environment,
  files,
  dynamicCode,
  nativeCode,
  installScript,
  obfuscation,
];
