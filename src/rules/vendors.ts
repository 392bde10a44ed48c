// Vendors that publish their own MCP server, with what is theirs: curated by hand, each row from the vendor's own repository or
// documentation (`source`), read in 2026. An npm scope belongs to one account, so a scope of the vendor covers all its packages.
// The reference servers of modelcontextprotocol are not in it: community packages often keep the author and repository of the example they began with.

/** One vendor. All texts but `name`, `elsewhere` and `source` are in lower case. */
export interface Vendor {
  readonly name: string;
  /** Package names of the vendor outside its scopes. */
  readonly packages: readonly string[];
  /** npm scopes of the vendor, with `@`. */
  readonly scopes: readonly string[];
  /** Owners of its repositories at a code host. */
  readonly owners: readonly string[];
  /** What its own packages give as author. */
  readonly authors: readonly string[];
  /** Words of its brand as they stand in package names. */
  readonly words: readonly string[];
  /** npm packages of its servers. */
  readonly servers: readonly string[];
  /** Its server where that is no npm package. */
  readonly elsewhere?: string;
  readonly source: string;
}

export const VENDORS: readonly Vendor[] = [
  { name: 'Postmark (ActiveCampaign)', packages: [], scopes: ['@activecampaign'], owners: ['activecampaign', 'wildbit'], authors: ['activecampaign', 'postmark', 'wildbit', 'jabal torres'], words: ['postmark', 'activecampaign'], servers: ['@activecampaign/postmark-mcp'], source: 'https://github.com/ActiveCampaign/postmark-mcp/blob/main/package.json' },
  { name: 'Stripe', packages: [], scopes: ['@stripe'], owners: ['stripe'], authors: ['stripe'], words: ['stripe'], servers: ['@stripe/mcp'], source: 'https://github.com/stripe/agent-toolkit' },
  { name: 'Notion', packages: [], scopes: ['@notionhq'], owners: ['makenotion'], authors: ['@notionhq', 'notion'], words: ['notion', 'notionhq'], servers: ['@notionhq/notion-mcp-server'], source: 'https://github.com/makenotion/notion-mcp-server/blob/main/package.json' },
  { name: 'Microsoft', packages: [], scopes: ['@playwright', '@azure', '@azure-devops', '@microsoft'], owners: ['microsoft', 'azure', 'azure-samples'], authors: ['microsoft', 'microsoft corporation'], words: ['microsoft', 'azure', 'playwright'], servers: ['@playwright/mcp', '@azure/mcp', '@azure-devops/mcp'], source: 'https://github.com/microsoft/playwright-mcp' },
  { name: 'Sentry', packages: [], scopes: ['@sentry'], owners: ['getsentry'], authors: ['sentry'], words: ['sentry'], servers: ['@sentry/mcp-server'], source: 'https://github.com/getsentry/sentry-mcp' },
  { name: 'Supabase', packages: [], scopes: ['@supabase'], owners: ['supabase', 'supabase-community'], authors: ['supabase'], words: ['supabase'], servers: ['@supabase/mcp-server-supabase'], source: 'https://github.com/supabase-community/supabase-mcp' },
  { name: 'Upstash (Context7)', packages: [], scopes: ['@upstash'], owners: ['upstash'], authors: ['upstash', 'abdush'], words: ['upstash', 'context7'], servers: ['@upstash/context7-mcp'], source: 'https://github.com/upstash/context7/blob/master/packages/mcp/package.json' },
  { name: 'Brave', packages: [], scopes: ['@brave'], owners: ['brave'], authors: ['brave software, inc.', 'brave'], words: ['brave'], servers: ['@brave/brave-search-mcp-server'], source: 'https://github.com/brave/brave-search-mcp-server' },
  { name: 'Tavily', packages: ['tavily-mcp'], scopes: ['@tavily'], owners: ['tavily-ai'], authors: ['tavily'], words: ['tavily'], servers: ['tavily-mcp'], source: 'https://github.com/tavily-ai/tavily-mcp' },
  { name: 'Firecrawl', packages: ['firecrawl-mcp'], scopes: ['@mendable'], owners: ['firecrawl', 'mendableai'], authors: ['firecrawl', 'mendable'], words: ['firecrawl'], servers: ['firecrawl-mcp'], source: 'https://github.com/firecrawl/firecrawl-mcp-server' },
  { name: 'Exa', packages: ['exa-mcp-server'], scopes: [], owners: ['exa-labs'], authors: ['exa labs'], words: ['exa'], servers: ['exa-mcp-server'], source: 'https://github.com/exa-labs/exa-mcp-server' },
  { name: 'Heroku', packages: [], scopes: ['@heroku', '@heroku-cli'], owners: ['heroku'], authors: ['heroku'], words: ['heroku'], servers: ['@heroku/mcp-server'], source: 'https://github.com/heroku/heroku-mcp-server' },
  { name: 'Twilio', packages: [], scopes: ['@twilio-alpha', '@twilio', '@sendgrid'], owners: ['twilio', 'twilio-labs', 'sendgrid'], authors: ['twilio', 'twilio inc.', 'sendgrid'], words: ['twilio', 'sendgrid'], servers: ['@twilio-alpha/mcp'], source: 'https://github.com/twilio-labs/mcp/blob/main/packages/mcp/package.json' },
  { name: 'Mailgun', packages: [], scopes: ['@mailgun'], owners: ['mailgun'], authors: ['mailgun', 'mailgun technologies, inc'], words: ['mailgun'], servers: ['@mailgun/mcp-server'], source: 'https://github.com/mailgun/mailgun-mcp-server' },
  { name: 'Resend', packages: ['resend-mcp'], scopes: ['@resend'], owners: ['resend', 'resendlabs'], authors: ['resend'], words: ['resend'], servers: ['resend-mcp'], source: 'https://github.com/resend/resend-mcp' },
  { name: 'MongoDB', packages: ['mongodb-mcp-server'], scopes: ['@mongodb-js'], owners: ['mongodb', 'mongodb-js'], authors: ['mongodb'], words: ['mongodb'], servers: ['mongodb-mcp-server'], source: 'https://github.com/mongodb-js/mongodb-mcp-server' },
  { name: 'Elastic', packages: [], scopes: ['@elastic'], owners: ['elastic'], authors: ['elastic', 'elastic and contributors'], words: ['elastic', 'elasticsearch'], servers: ['@elastic/mcp-server-elasticsearch'], source: 'https://github.com/elastic/mcp-server-elasticsearch' },
  { name: 'PayPal', packages: [], scopes: ['@paypal'], owners: ['paypal'], authors: ['paypal'], words: ['paypal'], servers: ['@paypal/mcp'], source: 'https://github.com/paypal/paypal-mcp-server' },
  { name: 'Shopify', packages: [], scopes: ['@shopify'], owners: ['shopify'], authors: ['shopify', 'shopify inc.'], words: ['shopify'], servers: ['@shopify/dev-mcp'], source: 'https://github.com/Shopify/dev-mcp' },
  { name: 'Google', packages: ['chrome-devtools-mcp'], scopes: ['@google', '@google-cloud'], owners: ['chromedevtools', 'google', 'googleapis', 'googlecloudplatform'], authors: ['google', 'google llc', 'google inc.'], words: ['google', 'chrome'], servers: ['chrome-devtools-mcp'], source: 'https://github.com/ChromeDevTools/chrome-devtools-mcp' },
  { name: 'Auth0', packages: [], scopes: ['@auth0'], owners: ['auth0'], authors: ['auth0'], words: ['auth0'], servers: ['@auth0/auth0-mcp-server'], source: 'https://github.com/auth0/auth0-mcp-server' },
  { name: 'Browserbase', packages: [], scopes: ['@browserbasehq'], owners: ['browserbase'], authors: ['browserbase, inc.', 'browserbase'], words: ['browserbase'], servers: ['@browserbasehq/mcp-server-browserbase'], source: 'https://github.com/browserbase/mcp-server-browserbase' },
  { name: 'Apify', packages: [], scopes: ['@apify'], owners: ['apify'], authors: ['apify'], words: ['apify'], servers: ['@apify/actors-mcp-server'], source: 'https://github.com/apify/apify-mcp-server' },
  { name: 'Neon', packages: [], scopes: ['@neondatabase'], owners: ['neondatabase'], authors: ['neon, inc.', 'neon'], words: ['neondatabase', 'neon'], servers: ['@neondatabase/mcp-server-neon'], source: 'https://github.com/neondatabase/mcp-server-neon' },
  { name: 'Netlify', packages: [], scopes: ['@netlify'], owners: ['netlify'], authors: ['netlify', 'netlify inc.'], words: ['netlify'], servers: ['@netlify/mcp'], source: 'https://github.com/netlify/netlify-mcp' },
  { name: 'Square (Block)', packages: ['square-mcp-server'], scopes: ['@square'], owners: ['square', 'block'], authors: ['block, inc', 'block, inc.', 'square, inc.'], words: ['square'], servers: ['square-mcp-server'], source: 'https://github.com/square/square-mcp-server' },
  { name: 'Postman', packages: [], scopes: ['@postman'], owners: ['postmanlabs'], authors: ['postman, inc.', 'postman inc.'], words: ['postman'], servers: ['@postman/postman-mcp-server'], source: 'https://github.com/postmanlabs/postman-mcp-server' },
  { name: 'CircleCI', packages: [], scopes: ['@circleci'], owners: ['circleci-public', 'circleci'], authors: ['circleci'], words: ['circleci'], servers: ['@circleci/mcp-server-circleci'], source: 'https://github.com/CircleCI-Public/mcp-server-circleci' },
  { name: 'Salesforce', packages: [], scopes: ['@salesforce'], owners: ['salesforcecli', 'salesforce', 'forcedotcom'], authors: ['salesforce'], words: ['salesforce'], servers: ['@salesforce/mcp'], source: 'https://github.com/salesforcecli/mcp' },
  { name: 'HubSpot', packages: [], scopes: ['@hubspot'], owners: ['hubspot', 'hubspotdev'], authors: ['hubspot', 'hubspot, inc.'], words: ['hubspot'], servers: ['@hubspot/mcp-server'], source: 'https://developers.hubspot.com/mcp' },
  { name: 'Dynatrace', packages: [], scopes: ['@dynatrace-oss', '@dynatrace'], owners: ['dynatrace-oss', 'dynatrace'], authors: ['dynatrace'], words: ['dynatrace'], servers: ['@dynatrace-oss/dynatrace-mcp-server'], source: 'https://github.com/dynatrace-oss/dynatrace-mcp' },
  { name: 'AntV', packages: [], scopes: ['@antv'], owners: ['antvis'], authors: ['antv'], words: ['antv'], servers: ['@antv/mcp-server-chart'], source: 'https://github.com/antvis/mcp-server-chart' },
  { name: 'Pinecone', packages: [], scopes: ['@pinecone-database'], owners: ['pinecone-io'], authors: ['pinecone', 'pinecone systems, inc.'], words: ['pinecone'], servers: ['@pinecone-database/mcp'], source: 'https://github.com/pinecone-io/pinecone-mcp' },
  { name: 'GitHub', packages: [], scopes: ['@github'], owners: ['github'], authors: ['github', 'github, inc.'], words: ['github'], servers: [], elsewhere: 'the image ghcr.io/github/github-mcp-server', source: 'https://github.com/github/github-mcp-server' },
  { name: 'Cloudflare', packages: [], scopes: ['@cloudflare'], owners: ['cloudflare'], authors: ['cloudflare', 'cloudflare, inc.'], words: ['cloudflare'], servers: [], elsewhere: 'the remote server https://mcp.cloudflare.com/mcp', source: 'https://github.com/cloudflare/mcp-server-cloudflare' },
];

/** True for a package that can only come from the vendor, by its scope, or is known as the vendor's. */
export function isVendors({ packages, scopes }: Vendor, name: string): boolean {
  return packages.includes(name) || scopes.some((scope) => name.startsWith(`${scope}/`));
}
