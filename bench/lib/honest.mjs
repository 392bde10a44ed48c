// Real packages that must give no high finding: mail libraries (`libraries` for a quick run, `mail` for the others), MCP servers, and large
// projects with all that they install.
// Installed by exact version, without scripts; what they depend on is what the registry had on a fixed day.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = '2026-11-20';

const SETS = {
  libraries: {
    nodemailer: '7.0.11', postmark: '4.0.5', '@sendgrid/mail': '8.1.6', 'mailgun.js': '12.1.1', resend: '6.5.2', '@aws-sdk/client-ses': '3.936.0', emailjs: '5.0.3', 'resend-mcp': '2.22.0', 'mcp-mailtrap': '0.9.0',
    '@modelcontextprotocol/server-filesystem': '2026.8.31',
  },
  mail: {
    '@aws-sdk/client-sesv2': '3.936.0', mailersend: '2.6.0', '@mailchimp/mailchimp_transactional': '1.4.1', sparkpost: '2.1.4', '@getbrevo/brevo': '3.0.1', mimetext: '3.0.27', mailtrap: '4.3.1', 'sendgrid-mcp': '1.0.4',
    '@gongrzhe/server-gmail-autoauth-mcp': '1.1.11', 'smtp-server': '3.16.1', 'node-mailjet': '6.0.11', '@microsoft/microsoft-graph-client': '3.0.7', loops: '5.0.1', 'email-templates': '12.0.3', mailparser: '3.9.0', imapflow: '1.1.1',
    sendmail: '1.6.1', '@azure/communication-email': '1.1.0', 'nodemailer-mailgun-transport': '2.1.5', '@modelcontextprotocol/server-everything': '2026.8.31', '@zereight/mcp-gitlab': '2.1.64', '@notionhq/notion-mcp-server': '2.5.2',
    '@sentry/mcp-server': '0.39.0',
  },
  large: {
    webpack: '5.103.0', eslint: '9.39.1', vite: '7.2.4', jest: '30.2.0', express: '5.1.0', prettier: '3.6.2', typescript: '5.9.3', next: '16.0.3', npm: '11.6.3', pm2: '6.0.13', puppeteer: '24.31.0', 'electron-builder': '26.0.12',
    nx: '22.1.0', verdaccio: '6.2.2', 'firebase-tools': '14.26.0', '@angular/cli': '21.0.0', 'aws-cdk-lib': '2.227.0', gatsby: '5.15.0',
  },
};

export const HONEST_SETS = Object.keys(SETS);

/** Installs a set below `work` unless it is there, and gives its folder. */
export function installHonest(work, set) {
  const folder = join(work, `honest-${set}`);
  const mark = join(folder, 'complete');
  if (existsSync(mark)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `honest-${set}`, version: '1.0.0', private: true, dependencies: SETS[set] }));
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--before', DAY], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(mark, '');
  return folder;
}
