// A YAML document with the place of every field, so that an error can name its line. YAML 1.2 core schema, one document, no
// aliases (a bundle file is for people to read, and aliases can grow without end).
import type { Event } from 'js-yaml';
import { LIMITS } from '../model/limits.ts';
import { positionAt } from '../text/lines.ts';

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Keys and list positions from the root. */
export type Path = readonly (string | number)[];

/** The value with its places, or why there is none. */
export type YamlResult =
  | { readonly ok: true; readonly value: unknown; readonly place: (path: Path) => Place }
  | { readonly ok: false; readonly message: string; readonly place?: Place };

/** Parses one document. `place` gives where a field starts (its key in a mapping), or of the nearest one around it. */
export async function parseYaml(text: string): Promise<YamlResult> {
  const yaml = await import('js-yaml');
  try {
    const events = yaml.parseEvents(text, { maxDepth: LIMITS.nesting });
    const documents = yaml.constructFromEvents(events, { source: text, maxAliases: 0 });
    if (documents.length !== 1) return { ok: false, message: documents.length === 0 ? 'the file holds no YAML document' : 'the file holds more than one YAML document' };
    let offsets: ReadonlyMap<string, number> | undefined;
    const place = (path: Path): Place => {
      offsets ??= fieldOffsets(text, events, yaml);
      return positionAt(text, nearest(offsets, path));
    };
    return { ok: true, value: documents[0], place };
  } catch (error) {
    // js-yaml promises no single kind of error for hostile text.
    const { reason, mark } = error as { readonly reason?: string; readonly mark?: { readonly line: number; readonly column: number } };
    return { ok: false, message: `not valid YAML: ${reason ?? 'it could not be parsed'}`, ...(mark === undefined ? {} : { place: { line: mark.line + 1, column: mark.column + 1 } }) };
  }
}

function nearest(offsets: ReadonlyMap<string, number>, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsets.get(JSON.stringify(path.slice(0, length).map(String)));
    if (offset !== undefined) return offset;
  }
  return 0;
}

interface Frame {
  readonly mapping: boolean;
  key: string;
  expectsKey: boolean;
  index: number;
}

// Events come in the order of the text: a mapping gives key, value, key, value; a pop closes what was opened last.
function fieldOffsets(text: string, events: readonly Event[], yaml: typeof import('js-yaml')): ReadonlyMap<string, number> {
  const { DOCUMENT, MAPPING, POP, SCALAR, SEQUENCE } = yaml.EVENT_ID;
  const offsets = new Map<string, number>();
  const stack: Frame[] = [];
  const record = (offset: number): void => {
    const key = JSON.stringify(stack.map((frame) => frame.key));
    if (!offsets.has(key)) offsets.set(key, offset);
  };
  const startValue = (offset: number): void => {
    const frame = stack.at(-1);
    if (frame === undefined) return;
    if (!frame.mapping) { frame.key = String(frame.index); frame.index += 1; }
    record(offset);
    frame.expectsKey = true;
  };
  for (const event of events) {
    const top = stack.at(-1);
    if (event.type === SCALAR && top?.mapping === true && top.expectsKey) {
      top.key = yaml.getScalarValue(text, event);
      top.expectsKey = false;
      record(event.valueStart);
    } else if (event.type === SCALAR) {
      startValue(event.valueStart);
    } else if (event.type === MAPPING || event.type === SEQUENCE) {
      startValue(event.start);
      stack.push({ mapping: event.type === MAPPING, key: '', expectsKey: true, index: 0 });
    } else if (event.type === POP) {
      stack.pop();
    } else if (event.type !== DOCUMENT) {
      startValue(0);
    }
  }
  return offsets;
}
