// What the keys of messages, headers and request bodies mean, whatever library they belong to. Names come from the references of
// nodemailer, Postmark, SendGrid, Mailgun, Resend, SES, Mandrill, SparkPost, MailerSend, Brevo, Mailjet, Microsoft Graph and RFC 5322.
import type { RecipientField } from '../../model/behavior.ts';

/** Longer keys are no field: attacker-controlled, and each is matched against the expressions below. */
const LONGEST_KEY = 60;
const BEFORE = '(?:h|email|e?mail|message|msg|always|auto|default|global|extra|x|xmc|smtp|add|set)?';
const BEHIND = '(?:s|list|emails?|mails?|addr(?:ess(?:es)?)?|email ?addr(?:ess(?:es)?)?|recipients?|to)?';

const FIELDS: readonly (readonly [RecipientField, RegExp])[] = [
  ['header', /^(?:resent(?:to|cc|bcc)|returnreceiptto|dispositionnotificationto|xconfirmreadingto|xoriginalto|xforwardto|xcopyto|errorsto|apparentlyto)$/],
  ['bcc', new RegExp(`^${BEFORE}(?:bcc|blindcarboncopy|blindcarbon|blindcopy|hiddencopy|hiddenrecipient)${BEHIND}$`)],
  ['cc', new RegExp(`^${BEFORE}(?:cc|carboncopy|copyto)${BEHIND}$`)],
  ['reply-to', new RegExp(`^${BEFORE}reply(?:to|address)${BEHIND}$`)],
  ['to', new RegExp(`^${BEFORE}(?:to|recipients?|rcpt|rcptto|sendto|mailto|emailto|forwardto|destinations|receivers?|addressees?)${BEHIND}$`)],
  ['from', /^(?:h|x)?(?:from(?:e?mail|address|emailaddress|name)?|sender(?:e?mail|address)?|source|mailfrom|returnpath)$/],
];

/** Fields that only a message has; `body`, `content` and `data` are too common to tell one by themselves. */
const TELLING_CONTENT = /^(?:subject|subjectline|mailsubject|emailsubject|html|htmlbody|htmlcontent|htmlpart|textbody|textcontent|textpart|bodyhtml|bodytext|plaintext|template(?:id|alias|model|name|data|uuid)|dynamictemplatedata|amphtml|rawmessage|mime|eml)$/;
const CONTENT = /^(?:text|plain|body|content|contents|message|data|attachments?|template|variables|mergevars|globalmergevars|substitutiondata|substitutions|snippet|alternatives|react|amp|raw|bodypreview|params|templateparams|personalization|markdown)$/;
/** Keys below which a library keeps a part of the message. */
const CONTAINER = /^(?:personalizations|destination|message|messages|envelope|headers?|internetmessageheaders|mail|email|emails|mailoptions|data|body|json|form|formdata|payload|requestbody|resource|options|content|input|recipients|postmessages|sendemailrequest|msg|raw|rawmessage|params|simple)$/;
const HEADERS = /^(?:headers?|internetmessageheaders|customheaders)$/;
const ADDRESS = /^(?:e?mail|addr|address|e?mailaddress|value|emailid)$/;

function plain(key: string): string {
  return key.length > LONGEST_KEY ? '' : key.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

/** The recipient field that a key or header name sets. */
export function fieldOf(key: string): RecipientField | undefined {
  const name = plain(key);
  return FIELDS.find(([, pattern]) => pattern.test(name))?.[0];
}

/** True for a key that holds what is said rather than to whom. */
export function isContent(key: string): boolean {
  const name = plain(key);
  return TELLING_CONTENT.test(name) || CONTENT.test(name);
}

/** True for a key of content that makes a record with a recipient a message by itself. */
export function tellsMessage(key: string): boolean {
  return TELLING_CONTENT.test(plain(key));
}

/** True for a key below which recipients can stand. */
export function isContainer(key: string): boolean {
  return CONTAINER.test(plain(key));
}

/** True for a key that holds mail headers by name. */
export function isHeaders(key: string): boolean {
  return HEADERS.test(plain(key));
}

/** True for the key of an address in an object that stands for a recipient. */
export function isAddress(key: string): boolean {
  return ADDRESS.test(plain(key));
}
