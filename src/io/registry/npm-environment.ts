// Which `npm_config_*` variables are the user's. npm and pnpm hand the settings of the project they are started in to what they start,
// in lower case (npm/cli workspaces/config/lib/set-envs.js): `npx mcp-audit` inside a hostile folder would take the registry from its
// .npmrc. What the user exported stands in upper case by npm's own documentation, and stays there untouched.

/** Variables by name, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const STARTED_BY = ['npm_command', 'npm_execpath', 'npm_lifecycle_event', 'npm_config_user_agent'];
const HANDED_ON = /^npm_config_/;
/** Those of them that say where packages come from and what is trusted on the way. */
const STEERING = /^npm_config_(?:registry|proxy|https_proxy|noproxy|ca|cafile|strict_ssl|userconfig|.*:.*)$/;

/** The environment as far as it is the user's word. */
export interface NpmEnvironment {
  /** A copy that npm's configuration may also write into. */
  readonly env: Record<string, string>;
  /** Variables that were left out and would steer. */
  readonly passedOver: readonly { readonly name: string; readonly value: string }[];
}

/** Leaves out what a package manager that started us handed on, and sets HOME. */
export function npmEnvironment(environment: Environment, home: string): NpmEnvironment {
  const started = STARTED_BY.some((name) => environment[name] !== undefined);
  const env: Record<string, string> = {};
  const passedOver: { name: string; value: string }[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    if (started && HANDED_ON.test(name)) {
      if (STEERING.test(name) && value !== '') passedOver.push({ name, value });
    } else env[name] = value;
  }
  env['HOME'] = home;
  return { env, passedOver };
}
