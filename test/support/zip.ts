// Zip archives out of text, so that no binary lies in the repository (APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.16).
// The odd options make the archives that hostile packages are.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipMember {
  readonly name: string;
  readonly text: string;
  readonly deflated?: true;
  readonly encrypted?: true;
  /** What the headers state in place of the true size. */
  readonly statedSize?: number;
}

/** The bytes of an archive with these members, in this order, also where a name stands twice. */
export function zip(members: readonly ZipMember[]): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const raw = Buffer.from(member.text);
    const content = member.deflated ? deflateRawSync(raw) : raw;
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(member.encrypted ? 0x801 : 0x800, 2);
    shared.writeUInt16LE(member.deflated ? 8 : 0, 4);
    shared.writeUInt32LE(crc32(raw), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(member.statedSize ?? raw.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([word(0x04034b50), shared, name, content]);
    locals.push(local);
    centrals.push(Buffer.concat([word(0x02014b50), Buffer.from([20, 0]), shared, Buffer.alloc(10), word(offset), name]));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, word(0x06054b50), end]);
}

/** One package as Yarn packs it: stored, below `node_modules`. */
export function packageZip(name: string, manifest: object): Uint8Array {
  return zip([{ name: `node_modules/${name}/`, text: '' }, { name: `node_modules/${name}/package.json`, text: JSON.stringify(manifest) }]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
