// The version, set by the build; sources that run unbuilt (tests) have none.
declare const MCP_AUDIT_VERSION: string | undefined;

export const VERSION: string = typeof MCP_AUDIT_VERSION === 'string' ? MCP_AUDIT_VERSION : '0.0.0-source';
