// Package URLs for npm: https://github.com/package-url/purl-spec, type definition `npm`.

/** `pkg:npm/%40scope/name@1.0.0`. Names are kept in the case given: old npm names are case-sensitive. */
export function npmPurl(name: string, version: string | undefined): string {
  const path = name.split('/').map(encode).join('/');
  return version === undefined ? `pkg:npm/${path}` : `pkg:npm/${path}@${encode(version)}`;
}

function encode(part: string): string {
  // A lone surrogate has no UTF-8 form and makes encodeURIComponent throw; names are attacker-controlled.
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%3A/g, ':');
}
