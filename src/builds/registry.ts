// The readers of build files, in the order in which they are asked. Nothing is loaded before a file of its kind is met.
import type { BuildDescriptor } from './contract.ts';

/** What follows the name and makes it another kind of file: templates, ignore lists, text and code about one. */
const ABOUT = /\.(?:dockerignore|md|txt|rst|j2|jinja2?|tmpl|tpl|template|erb|ejs|hbs|mustache|in|json|ya?ml|toml|lock|sh|py|rb|rs|go|java|php|c|h|cpp|cs|kt|swift|lua|html|css|vim|[cm]?[jt]sx?)$/i;

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The reader of a file by its path below the repository, `/` separated; undefined where it is no build file. */
export function buildReader(path: string): BuildDescriptor | undefined {
  return BUILDS.find((descriptor) => descriptor.recognises(path));
}

export const BUILDS: readonly BuildDescriptor[] = [
  {
    id: 'dockerfile',
    title: 'Dockerfile',
    recognises: (path) => /^(?:(?:docker|container)file(?:[.-].+)?|.+\.(?:docker|container)file)$/i.test(base(path)) && !ABOUT.test(path),
    load: () => import('./dockerfile.ts'),
  },
  {
    id: 'compose',
    title: 'Compose file',
    recognises: (path) => /^(?:docker-)?compose(?:[.-].+)?\.ya?ml$/i.test(base(path)),
    load: () => import('./compose.ts'),
  },
  {
    id: 'github-actions',
    title: 'GitHub Actions workflow',
    recognises: (path) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/i.test(path) || /^action\.ya?ml$/i.test(base(path)),
    load: () => import('./github-actions.ts'),
  },
  {
    id: 'gitlab-ci',
    title: 'GitLab CI pipeline',
    recognises: (path) => /^(?:.*\.)?gitlab-ci\.ya?ml$/i.test(base(path)),
    load: () => import('./gitlab-ci.ts'),
  },
  {
    id: 'circleci',
    title: 'CircleCI configuration',
    recognises: (path) => /(?:^|\/)\.circleci\/[^/]+\.ya?ml$/i.test(path),
    load: () => import('./circleci.ts'),
  },
  {
    id: 'azure-pipelines',
    title: 'Azure pipeline',
    recognises: (path) => /^azure-pipelines(?:[.-].+)?\.ya?ml$/i.test(base(path)) || /(?:^|\/)\.(?:azure-pipelines|azuredevops|pipelines)\/(?:.+\/)?[^/]+\.ya?ml$/i.test(path),
    load: () => import('./azure-pipelines.ts'),
  },
  {
    id: 'bitbucket-pipelines',
    title: 'Bitbucket pipeline',
    recognises: (path) => /^bitbucket-pipelines\.ya?ml$/i.test(base(path)),
    load: () => import('./bitbucket-pipelines.ts'),
  },
  {
    id: 'devcontainer',
    title: 'Development container',
    recognises: (path) => base(path).toLowerCase() === '.devcontainer.json' || /(?:^|\/)\.devcontainer\/(?:[^/]+\/)?devcontainer\.json$/i.test(path),
    load: () => import('./devcontainer.ts'),
  },
  {
    id: 'procfile',
    title: 'Procfile',
    recognises: (path) => /^procfile(?:\.[\w-]+)?$/i.test(base(path)) && !ABOUT.test(path),
    load: () => import('./procfile.ts'),
  },
];
