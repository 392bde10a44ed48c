import { expect, test } from 'vitest';
import { buildReader } from '../../src/builds/registry.ts';

test.each([
  ['Dockerfile', 'dockerfile'], ['docker/Dockerfile.prod', 'dockerfile'], ['web.Dockerfile', 'dockerfile'], ['Containerfile', 'dockerfile'], ['a/web.containerfile', 'dockerfile'], ['Dockerfile-dev', 'dockerfile'],
  ['compose.yaml', 'compose'], ['docker-compose.yml', 'compose'], ['docker-compose.override.yml', 'compose'], ['compose-dev.yaml', 'compose'],
  ['.github/workflows/ci.yml', 'github-actions'], ['packages/a/.github/workflows/ci.yaml', 'github-actions'], ['action.yml', 'github-actions'], ['.github/actions/x/action.yaml', 'github-actions'],
  ['.gitlab-ci.yml', 'gitlab-ci'], ['ci/build.gitlab-ci.yml', 'gitlab-ci'], ['.circleci/config.yml', 'circleci'], ['azure-pipelines.yml', 'azure-pipelines'], ['azure-pipelines-release.yaml', 'azure-pipelines'],
  ['.azure-pipelines/build/steps.yml', 'azure-pipelines'], ['bitbucket-pipelines.yml', 'bitbucket-pipelines'], ['.devcontainer.json', 'devcontainer'], ['.devcontainer/devcontainer.json', 'devcontainer'],
  ['.devcontainer/python/devcontainer.json', 'devcontainer'], ['Procfile', 'procfile'], ['Procfile.dev', 'procfile'],
])('%s is read by %s', (path, id) => {
  expect(buildReader(path)?.id).toBe(id);
});

test.each([
  'ftplugin/dockerfile.vim', 'lexers/procfile.py', 'src/builds/procfile.ts', 'syntax/Dockerfile.lua','Dockerfile.dockerignore', 'Dockerfile.j2', 'dockerfile.ts', 'Dockerfiles', 'composer.yml', 'docker-compose.yml.bak', '.github/dependabot.yml', 'workflows/ci.yml', 'devcontainer.json', 'my-action.yml', 'Procfiles', ''])('%s is not', (path) => {
  expect(buildReader(path)).toBeUndefined();
});
