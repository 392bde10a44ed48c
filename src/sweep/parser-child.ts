// A process that parses, and an entry of the build: packages in, what their code does out. Hostile source may end it; nothing is lost then.
import { analyse } from '../behaviors/analyse.ts';
import type { PackageSource } from '../behaviors/contract.ts';
import { serveParent } from '../io/parent.ts';

// The parent is not suspected: what it sends is a PackageSource.
serveParent((question) => analyse(question as PackageSource));
