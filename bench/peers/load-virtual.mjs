// npm's own reader over one lockfile, as a library: the cost of its tree without the rest of npm.
import Arborist from '@npmcli/arborist';

const tree = await new Arborist({ path: process.argv[2] }).loadVirtual();
process.stdout.write(`${tree.inventory.size}\n`);
