// The part of yarn's own library that the tests use; it ships no types.
declare module '@yarnpkg/lockfile' {
  export function parse(text: string): { readonly object: unknown };
}
