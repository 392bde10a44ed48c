// What the user's npm configuration says of registries: everything that a request needs, and nothing else of it.

/** As npm-registry-fetch and make-fetch-happen take them: addresses of scopes (`@scope:registry`) and credentials (`//host/:_authToken`) by their own names. */
export type FetchOptions = Readonly<Record<string, unknown>>;

/** One user's settings. */
export interface RegistrySettings {
  /** Ends with a slash. */
  readonly registry: string;
  /** npm's default, whose addresses mirrors hand on. */
  readonly publicRegistry: string;
  readonly fetch: FetchOptions;
  /** A proxy's address, `none` where the user says so, undefined where the environment decides. */
  readonly proxy?: string;
  readonly noProxy?: string;
  readonly replaceRegistryHost: string;
  readonly defaultTag: string;
  /** Ranges and tags pick nothing that was published later (`before`, `min-release-age`). */
  readonly before?: Date;
  /** npm's cache folder; `_cacache` lies in it. */
  readonly cache?: string;
  readonly retry: RetrySettings;
}

/** What decides which addresses are asked. */
export type AddressSettings = Omit<RegistrySettings, 'retry' | 'proxy' | 'noProxy'>;

/** How long is waited, and how often asked. */
export interface RetrySettings {
  /** How often a failed request is sent again. */
  readonly retries: number;
  /** Milliseconds before the first time, how many times longer each next one is, and the longest. */
  readonly minDelay: number;
  readonly factor: number;
  readonly maxDelay: number;
  /** Milliseconds without a byte. */
  readonly idle: number;
  /** Milliseconds for one request in all, so that a byte now and then does not hold a run for ever. */
  readonly total: number;
}
