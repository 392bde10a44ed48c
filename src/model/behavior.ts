// What code does, as facts: one union, one member a kind. Facts never judge; rules do.

/** A place in the code of one package. */
export interface CodePlace {
  /** Path below the package's folder, `/` separated. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** The text of that line around the column, cut to 200 characters. It quotes the audited side: escape before printing. */
  readonly excerpt?: string;
}

/** How a constant was put together where it does not stand in the source as it is. */
export const TRANSFORMS = ['concatenated', 'joined', 'reversed', 'replaced', 'sliced', 'char-codes', 'escapes', 'base64', 'hex', 'url-encoding', 'string-table', 'xor', 'computed'] as const;
/** One of TRANSFORMS. `computed`: folded by following code of the package (a decoder function, a loop). */
export type Transform = (typeof TRANSFORMS)[number];

/** Transforms that hide what a reader of the source would see. `concatenated` of two literals or a module constant does not. */
export const HIDING_TRANSFORMS: ReadonlySet<Transform> = new Set(['reversed', 'char-codes', 'escapes', 'base64', 'hex', 'url-encoding', 'string-table', 'xor', 'computed']);

/** Where (a part of) a value comes from. A value can have several: `args.to + ', x@example.com'` has an argument and a constant. */
export type Origin =
  /** Folded to this text. `via` is empty where the literal stands in the source as it is; in order of application otherwise. */
  | { readonly kind: 'constant'; readonly text: string; readonly via: readonly Transform[] }
  /** A parameter of a function that callers outside the package fill: tool arguments, a request, a library call. */
  | { readonly kind: 'argument'; readonly name?: string }
  | { readonly kind: 'environment'; readonly name?: string }
  /** The answer to a network request; `from` is its host or URL where that is known. */
  | { readonly kind: 'remote'; readonly from?: string }
  | { readonly kind: 'file'; readonly path?: string }
  /** Name, user, home or addresses of the machine; the output of a program. */
  | { readonly kind: 'machine'; readonly name?: string }
  | { readonly kind: 'clock' }
  | { readonly kind: 'random' }
  /** Made from constants alone (or from an obfuscator's table) by code that could not be followed: the value is hidden. */
  | { readonly kind: 'hidden'; readonly why: string }
  | { readonly kind: 'unknown' };

/** What an `if`, `switch`, `&&` or `?:` around the code, or an early return before it, asks for. */
export const CONDITIONS = ['time', 'locale', 'time-zone', 'ci', 'host-name', 'user-name', 'platform', 'network-address', 'random', 'counter', 'environment', 'debugger'] as const;
/** One of CONDITIONS. */
export type Condition = (typeof CONDITIONS)[number];

export interface BehaviorBase {
  readonly place: CodePlace;
  /** What is called, as `nodemailer sendMail`, `fetch`, `child_process.exec`, `eval`. */
  readonly api: string;
  /** Name of the tool, exported function or method around it, as far as known: for people. */
  readonly within?: string;
  /** Conditions around it; absent where there is none of these. */
  readonly when?: readonly Condition[];
}

export const RECIPIENT_FIELDS = ['to', 'cc', 'bcc', 'reply-to', 'from', 'header'] as const;
/** `header`: a header with addresses that is none of the others (Resent-Bcc, Return-Receipt-To, X-Original-To …). */
export type RecipientField = (typeof RECIPIENT_FIELDS)[number];

/** How the source sets a recipient. */
export const RECIPIENT_FORMS = ['key', 'assignment', 'call', 'header', 'merge', 'body', 'smtp', 'raw'] as const;

/** One recipient field of one message. */
export interface MailBehavior extends BehaviorBase {
  readonly kind: 'mail';
  readonly field: RecipientField;
  /** How the source sets it. */
  readonly form: (typeof RECIPIENT_FORMS)[number];
  readonly origins: readonly Origin[];
  /** With several origins: `all` of them are written to (a list, a joined text), or `one` (a default, a branch). */
  readonly together?: 'all' | 'one';
  /** Set on every message that goes through: a default of a client, a plugin, a wrapper or a patch of what sends. */
  readonly every?: true;
  /** The same for all fields of one message: unique in the package. */
  readonly message: string;
  /** The same for all messages that one function (with the functions inside it) sends: unique in the package. */
  readonly sender: string;
  /** Where the text of this message (subject, bodies, attachments, template data) comes from. */
  readonly content: readonly Origin['kind'][];
  /** `sent`: the message was seen to reach a call that sends. `built`: an object with a message's fields that nothing seen sends. */
  readonly state: 'sent' | 'built';
}

export interface NetworkBehavior extends BehaviorBase {
  readonly kind: 'network';
  readonly method: 'request' | 'dns' | 'socket' | 'websocket' | 'listen';
  /** Lower-case host name or address, without port, where it is constant. */
  readonly host?: string;
  /** The address, as far as constant; `*` for parts that are not. Without user, password. */
  readonly url?: string;
  /** Of the address. */
  readonly origins: readonly Origin[];
  /** Of what is sent: body, query, headers, DNS label. */
  readonly sends: readonly Origin[];
}

export interface ProcessBehavior extends BehaviorBase {
  readonly kind: 'process';
  /** Program or command line, as far as constant; `*` for parts that are not. */
  readonly command?: string;
  readonly origins: readonly Origin[];
}

export interface EnvironmentBehavior extends BehaviorBase {
  readonly kind: 'environment';
  /** `all`: the whole environment is copied, listed or serialised. */
  readonly access: 'name' | 'all' | 'computed';
  readonly name?: string;
}

/** Files outside the package. */
export interface FileBehavior extends BehaviorBase {
  readonly kind: 'file';
  readonly access: 'read' | 'write' | 'delete' | 'list';
  /** As far as constant, `~` for the home folder, `*` for parts that are not. */
  readonly path?: string;
  readonly origins: readonly Origin[];
  /** What a well-known path holds, as `SSH keys`, `npm token`, `browser passwords`. */
  readonly credential?: string;
  /** Of what is written. */
  readonly writes?: readonly Origin[];
}

export interface DynamicCodeBehavior extends BehaviorBase {
  readonly kind: 'dynamic-code';
  /** Of the code, or of the module's name. */
  readonly origins: readonly Origin[];
  /** Beginning of the code where it is constant after decoding, 200 characters. */
  readonly code?: string;
}

export interface NativeCodeBehavior extends BehaviorBase {
  readonly kind: 'native-code';
  readonly form: 'addon' | 'webassembly' | 'binding-gyp' | 'binary';
  /** A command that building runs (`binding.gyp`: `<!(…)`, `<!@(…)`, actions, prebuild steps). */
  readonly command?: string;
}

/** Something that installing or building the package runs, or installs beside the registry. */
export interface InstallScriptBehavior extends BehaviorBase {
  readonly kind: 'install-script';
  /** `preinstall`, `install`, `postinstall`, `prepare` …; `git-dependency` and `url-dependency` for dependencies that no registry serves. */
  readonly hook: string;
  readonly command: string;
  /** Files of the package that it runs, and those that they import, below the package's folder. */
  readonly runs: readonly string[];
}

/** How code is made hard to read. */
export const OBFUSCATION_TECHNIQUES = ['string-table', 'control-flow', 'packed', 'encoded-literal', 'escapes', 'invisible-characters', 'self-defending', 'hidden-value', 'identifiers', 'off-screen'] as const;

/** Code that is made hard to read. Minified code is not: it is what bundlers write. */
export interface ObfuscationBehavior extends BehaviorBase {
  readonly kind: 'obfuscation';
  /** `identifiers`: names as obfuscators make them (`_0x1a2b3c`). `off-screen`: code behind hundreds of blanks on its line. */
  readonly technique: (typeof OBFUSCATION_TECHNIQUES)[number];
  /** Characters of source that it covers, as far as known. */
  readonly size?: number;
}

export type Behavior =
  | MailBehavior | NetworkBehavior | ProcessBehavior | EnvironmentBehavior | FileBehavior | DynamicCodeBehavior
  | NativeCodeBehavior | InstallScriptBehavior | ObfuscationBehavior;
export type BehaviorKind = Behavior['kind'];
export type BehaviorOf<K extends BehaviorKind> = Extract<Behavior, { readonly kind: K }>;

/** A constant of the code after folding that is no literal of the source: what indicators are matched against beside the bytes. */
export interface FoldedText {
  readonly text: string;
  readonly via: readonly Transform[];
  readonly place: CodePlace;
}
