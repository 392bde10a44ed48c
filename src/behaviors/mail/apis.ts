// Calls that send mail: by the package that they come from, by their name, or as an HTTP request to a mail service. A name alone is not
// enough: what is given to it must look like a message (mail.ts decides).
import type { CallSite, Value } from '../contract.ts';
import { isSetterName } from './setters.ts';
import { DEPTH, describe, nameOf, rootModule, textOf } from './values.ts';

/** How a call was recognised, strongest first. */
export interface SendCall {
  /** As a person would write it. */
  readonly api: string;
  /** `library`: a package made for mail. `named`: only its name says so. `request`: an HTTP or socket call. `defaults`: sets what every message gets. */
  readonly by: 'library' | 'named' | 'request' | 'defaults';
  /** Values among which the message stands. */
  readonly given: readonly Value[];
  /** True for the address of a mail service. */
  readonly mailUrl?: boolean;
}

/** Packages whose clients send mail, with what people call them. */
const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ['postmark', 'postmark'], ['nodemailer', 'nodemailer'], ['@sendgrid/mail', 'sendgrid'], ['@sendgrid/client', 'sendgrid'], ['sendgrid', 'sendgrid'], ['mailgun.js', 'mailgun'],
  ['mailgun-js', 'mailgun'], ['mailgun', 'mailgun'], ['resend', 'resend'], ['@aws-sdk/client-ses', 'SES'], ['@aws-sdk/client-sesv2', 'SES'], ['aws-sdk/clients/ses', 'SES'], ['node-ses', 'SES'],
  ['@mailchimp/mailchimp_transactional', 'mailchimp'], ['mandrill-api', 'mandrill'], ['mandrill-api/mandrill', 'mandrill'], ['@microsoft/microsoft-graph-client', 'Microsoft Graph'],
  ['emailjs', 'emailjs'], ['@emailjs/browser', 'EmailJS'], ['@emailjs/nodejs', 'EmailJS'], ['emailjs-com', 'EmailJS'], ['sparkpost', 'sparkpost'], ['mailersend', 'mailersend'],
  ['@getbrevo/brevo', 'brevo'], ['sib-api-v3-sdk', 'brevo'], ['node-mailjet', 'mailjet'], ['@plunk/node', 'plunk'], ['loops', 'loops'], ['elasticemail', 'elastic email'],
  ['@elasticemail/elasticemail-client', 'elastic email'], ['smtp-connection', 'smtp-connection'], ['nodemailer/lib/smtp-connection', 'smtp-connection'], ['sendmail', 'sendmail'], ['smtp-client', 'smtp-client'],
  ['mailcomposer', 'mailcomposer'], ['nodemailer/lib/mail-composer', 'mailcomposer'], ['mimetext', 'mimetext'], ['emailjs-mime-builder', 'emailjs-mime-builder'], ['email-templates', 'email-templates'],
  ['@mailtrap/client', 'mailtrap'], ['mailtrap', 'mailtrap'], ['@azure/communication-email', 'Azure mail'], ['unosend', 'unosend'], ['gmail-send', 'gmail-send'], ['courier', 'courier'], ['@trycourier/courier', 'courier'],
]);

const HTTP_MODULES = /^(?:axios|got|ky|ky-universal|undici|node-fetch|cross-fetch|isomorphic-fetch|request|request-promise|request-promise-native|needle|superagent|phin|bent|https?|http2|net|tls|wretch|ofetch|@actions\/http-client)$/;
const HTTP_NAMES = /^(?:\$?fetch|axios|got|ky|request|post|put|patch|ajax|sendbeacon|write|end|send|requestjson|apirequest|apicall|callapi|api|graphfetch|makerequest|httprequest|fetchjson|postjson|dorequest)$/i;
const SENDS = /^(?:_|re|do|bulk|batch|safe|try|my|raw|orig(?:inal)?_?|old_?|real_?|base_?|super_?|native_?|prev(?:ious)?_?)?(?:send|deliver|dispatch|submit|enqueue|queue|forward|relay|transmit|notify|publish|compose|schedule)/i;
/** `mail(…)`, `emailUser(…)`; a name such as `mailtoSerialize` reads addresses. */
const MAILS = /^(?:e?mail|E?Mail)(?:$|[A-Z])/;
const SENDS_AT_END = /(?:send|mail|mailer|email|emails|deliver|dispatch)(?:er|async|now|sync|batch|mail|fn)?$/i;
const READS_OR_MAKES = /^_?(?:get|set|add|is|has|validate|parse|format|normali[sz]e|build|render|check|find|list|read|load|on|to|with|extract|compile|template|make|update|remove|delete)/i;
const COLLECTIONS = /(?:messages|emails?|mails?|mailer|transmissions)$/i;
const DEFAULTS = /^(?:createtransport|createtransporter|setdefaults|defaults|withdefaults|extend)$/i;
/** Words in an address that only mail services have. */
const MAIL_URL = /(?:postmarkapp|sendgrid|mailgun|resend\.com|mandrill|mailchimp|sparkpost|mailersend|brevo|sendinblue|mailjet|useplunk|loops\.so|elasticemail|smtp2go|mailtrap|zeptomail|emailjs|amazonaws\.com|socketlabs|pepipost|mailpace|scaleway)|(?:\/|\b)(?:e-?mails?|send-?e?mail|mail\/send|messages\/send|sendmail|mailer|smtp)\b/i;

/** What a call sends with, if it can send mail. */
export function sendCallOf(call: CallSite): SendCall | undefined {
  if (call.plain) return undefined;
  const name = call.name ?? nameOf(call.callee);
  const module = rootModule(call.callee);
  const library = module === undefined ? undefined : LIBRARIES.get(module);
  if (name !== undefined && DEFAULTS.test(name) && (library !== undefined || /^createtransport/i.test(name))) return { api: `${library ?? describe(call.callee)} ${name} defaults`, by: 'defaults', given: call.args.slice(1) };
  // The name of a method can be hidden; that of the package was seen.
  if (library !== undefined && name !== undefined && isSetterName(name)) return undefined;
  if (library !== undefined) return call.isNew && !/command|message|mail|params|request/i.test(name ?? '') ? undefined : { api: `${library} ${name ?? '(hidden method)'}`, by: 'library', given: call.args };
  if (name === undefined) return undefined;
  if (call.isNew) return undefined;
  if ((module !== undefined && HTTP_MODULES.test(module)) || HTTP_NAMES.test(name)) return requestOf(call, name);
  const creates = name === 'create' && call.on !== undefined && COLLECTIONS.test(describe(call.on));
  if (creates || SENDS.test(name) || MAILS.test(name) || (SENDS_AT_END.test(name) && !READS_OR_MAKES.test(name))) return { api: describe(call.callee), by: 'named', given: call.args };
  return undefined;
}

/** True for names such as `sendEmail`: what a patch or wrapper of a client replaces. */
export function isSendName(name: string): boolean {
  return /^(?:_)?(?:send|deliver|dispatch)/i.test(name) || /(?:mail|email)$/i.test(name);
}

/** Label of a package made for mail. */
export function mailLibrary(module: string | undefined): string | undefined {
  return module === undefined ? undefined : LIBRARIES.get(module);
}

function requestOf(call: CallSite, name: string): SendCall {
  const address = call.args.map((value) => urlIn(value, 0)).find((url) => url !== undefined);
  const host = address === undefined ? undefined : /^[a-z]{2,5}:\/\/([^/?#\s@]{1,253})/i.exec(address)?.[1];
  const api = describe(call.callee);
  return { api: host === undefined ? (api === '…' ? name : api) : `${api === '…' ? name : api} ${host}`, by: 'request', given: call.args, mailUrl: address !== undefined && MAIL_URL.test(address) };
}

function urlIn(value: Value, depth: number): string | undefined {
  if (depth > DEPTH) return undefined;
  if (value.kind === 'text') return /^[a-z]{2,5}:\/\/|^\//i.test(value.text) ? value.text : undefined;
  if (value.kind === 'joined') return urlIn({ kind: 'text', text: value.parts.map((part) => textOf(part) ?? '*').join(''), via: [] }, depth + 1);
  if (value.kind !== 'record' || depth > 0) return undefined;
  const named = value.entries.find(({ key }) => key !== undefined && /^(?:url|uri|host|hostname|path)$/i.test(key));
  return named === undefined ? undefined : urlIn(named.value, depth + 1) ?? textOf(named.value);
}
