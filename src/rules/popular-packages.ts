// Names of npm packages that nearly every project has somewhere, for telling lookalikes of them: names alone, no judgement.
// Picked by hand among the most depended upon (https://www.npmjs.com/browse/depended, as of 2026) and the names that records of
// https://github.com/ossf/malicious-packages imitate most. Names below six letters have too many honest neighbours.
import { COMMUNITY_SERVERS } from './known-servers.ts';
import { asSeen, distance, squashed } from './name-likeness.ts';

const POPULAR: readonly string[] = [
  'commander', 'lodash', 'express', 'moment', 'request', 'bluebird', 'underscore', 'fs-extra', 'inquirer', 'mkdirp', 'rimraf', 'prop-types', 'react-dom', 'webpack', 'typescript', 'dotenv', 'body-parser',
  'classnames', 'yargs', 'minimist', 'jquery', 'babel-runtime', 'cheerio', 'core-js', 'mongoose', 'mongodb', 'socket.io', 'socket.io-client', 'handlebars', 'mustache', 'nodemailer', 'winston', 'js-yaml', 'shelljs', 'through2',
  'cross-env', 'cross-spawn', 'node-fetch', 'isomorphic-fetch', 'superagent', 'graphql', 'webpack-dev-server', 'eslint', 'eslint-plugin-import', 'eslint-config-prettier', 'eslint-plugin-prettier', 'prettier', 'jsonwebtoken', 'passport',
  'puppeteer', 'playwright', 'discord.js', 'telegraf', 'twilio', 'firebase', 'mysql2', 'sequelize', 'typeorm', 'prisma', 'sqlite3', 'better-sqlite3', 'ioredis', 'bcrypt', 'bcryptjs', 'crypto-js', 'helmet', 'morgan', 'multer', 'nodemon',
  'concurrently', 'ts-node', 'esbuild', 'rollup', 'vitest', 'mocha', 'chokidar', 'colors', 'strip-ansi', 'ansi-styles', 'ansi-regex', 'supports-color', 'color-convert', 'has-flag', 'string-width', 'wrap-ansi', 'is-arrayish', 'simple-swizzle',
  'semver', 'iconv-lite', 'safe-buffer', 'readable-stream', 'lru-cache', 'minimatch', 'brace-expansion', 'picomatch', 'micromatch', 'fast-glob', 'follow-redirects', 'form-data', 'https-proxy-agent', 'proxy-agent', 'ua-parser-js', 'event-stream', 'tailwindcss', 'postcss', 'autoprefixer',
  'next-auth', 'react-router', 'react-router-dom', 'react-redux', 'styled-components', 'framer-motion', 'vue-router', 'fastify', 'ethers', 'bignumber.js', 'date-fns', 'luxon', 'validator', 'ajv-formats', 'openai', 'langchain', 'fastmcp', 'supports-hyperlinks', 'selenium-webdriver', 'electron', 'node-ipc', 'serverless', 'aws-sdk', 'googleapis', 'stripe',
];

const NAMES: ReadonlySet<string> = new Set([...POPULAR, ...COMMUNITY_SERVERS]);
const SEEN = new Map([...NAMES].map((name) => [asSeen(name), name]));
const SQUASHED = new Map([...NAMES].filter((name) => squashed(name).length >= 6).map((name) => [squashed(name), name]));
const SHORTEST = 6;
const SHORTEST_FOR_TWO = 12;

/** A popular name that this one can be taken for, and how; undefined for the popular ones themselves. */
export function popularLike(name: string): { readonly known: string; readonly how: string } | undefined {
  if (NAMES.has(name) || name.length > 214 || name.startsWith('@')) return undefined;
  const seen = SEEN.get(asSeen(name));
  if (seen !== undefined) return { known: seen, how: 'the names look the same' };
  const joined = SQUASHED.get(squashed(name));
  if (joined !== undefined) return { known: joined, how: 'the names differ only in what separates their words' };
  for (const known of NAMES) {
    const most = known.length >= SHORTEST_FOR_TWO ? 2 : known.length >= SHORTEST ? 1 : 0;
    // Typing errors keep the first letter; `preact` is no slip for `react`.
    if (most === 0 || known[0] !== name[0]) continue;
    const slips = distance(name, known, most);
    if (slips <= most) return { known, how: `${slips} ${slips === 1 ? 'letter' : 'letters'} apart` };
  }
  return undefined;
}
