// Every MCP client that is known, in the order in which one file is given to a client where several read it. The files state places only;
// a reader is loaded when a file of its client is met.
import { amazonQ } from './amazon-q.ts';
import { amp } from './amp.ts';
import { antigravity } from './antigravity.ts';
import { bedrockClient } from './bedrock-client.ts';
import { boltai } from './boltai.ts';
import { claudeCode } from './claude-code.ts';
import { claudeDesktop } from './claude-desktop.ts';
import { cline } from './cline.ts';
import { codex } from './codex.ts';
import { continueDev } from './continue.ts';
import type { ClientDescriptor } from './contract.ts';
import { copilotCli } from './copilot-cli.ts';
import { copilotIde } from './copilot-ide.ts';
import { crush } from './crush.ts';
import { cursor } from './cursor.ts';
import { devin } from './devin.ts';
import { dockerMcpToolkit } from './docker-mcp-toolkit.ts';
import { enconvo } from './enconvo.ts';
import { factoryDroid } from './factory-droid.ts';
import { geminiCli } from './gemini-cli.ts';
import { generic } from './generic.ts';
import { gitlabDuo } from './gitlab-duo.ts';
import { goose } from './goose.ts';
import { grokCli } from './grok-cli.ts';
import { jetbrainsAiAssistant } from './jetbrains-ai-assistant.ts';
import { junie } from './junie.ts';
import { kiloCode } from './kilo-code.ts';
import { kimiCli } from './kimi-cli.ts';
import { kiro } from './kiro.ts';
import { librechat } from './librechat.ts';
import { lmStudio } from './lm-studio.ts';
import { mcpInspector } from './mcp-inspector.ts';
import { mcpRegistry } from './mcp-registry.ts';
import { mcporter } from './mcporter.ts';
import { mistralVibe } from './mistral-vibe.ts';
import { opencode } from './opencode.ts';
import { qoder } from './qoder.ts';
import { qwenCode } from './qwen-code.ts';
import { rooCode } from './roo-code.ts';
import { rovoDev } from './rovo-dev.ts';
import { sema4ai } from './sema4ai.ts';
import { tome } from './tome.ts';
import { trae } from './trae.ts';
import { visualStudio } from './visual-studio.ts';
import { vscode } from './vscode.ts';
import { windsurf } from './windsurf.ts';
import { witsy } from './witsy.ts';
import { zed } from './zed.ts';

/** All clients; where several keep a file of one name, the first one stands for it (`matchProjectFile`). */
export const CLIENTS: readonly ClientDescriptor[] = [
  claudeDesktop,
  claudeCode,
  cursor,
  vscode,
  visualStudio,
  windsurf,
  zed,
  cline,
  rooCode,
  kiloCode,
  continueDev,
  geminiCli,
  qwenCode,
  antigravity,
  codex,
  jetbrainsAiAssistant,
  junie,
  goose,
  lmStudio,
  amp,
  kiro,
  amazonQ,
  opencode,
  crush,
  copilotCli,
  copilotIde,
  trae,
  mistralVibe,
  grokCli,
  devin,
  factoryDroid,
  kimiCli,
  qoder,
  rovoDev,
  gitlabDuo,
  witsy,
  enconvo,
  boltai,
  tome,
  bedrockClient,
  librechat,
  sema4ai,
  mcporter,
  mcpInspector,
  dockerMcpToolkit,
  mcpRegistry,
  generic,
];
