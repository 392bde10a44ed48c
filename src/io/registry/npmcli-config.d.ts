// @npmcli/config comes without types; what is used of it is described in npm-config.ts.
declare module '@npmcli/config';
declare module '@npmcli/config/lib/definitions/index.js';
