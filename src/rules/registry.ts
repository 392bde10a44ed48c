// The rules, in the order in which `rules` lists them. None is loaded before there is something to judge.
import type { Finding } from '../model/finding.ts';
import type { Facts, FactsOf, Rule, RuleDescriptor } from './contract.ts';

export const RULES: readonly RuleDescriptor[] = [
  { id: 'known-malicious-version', judges: 'matches', load: async () => (await import('./known-malicious-version.ts')).knownMaliciousVersion },
  { id: 'known-malicious-tarball', judges: 'matches', load: async () => (await import('./known-malicious-tarball.ts')).knownMaliciousTarball },
  { id: 'open-malicious-range', judges: 'matches', load: async () => (await import('./open-malicious-range.ts')).openMaliciousRange },
  { id: 'impostor-package', judges: 'matches', load: async () => (await import('./impostor-package.ts')).impostorPackage },
  { id: 'reported-malicious-name', judges: 'matches', load: async () => (await import('./reported-malicious-name.ts')).reportedMaliciousName },
  { id: 'known-vulnerable-version', judges: 'matches', load: async () => (await import('./known-vulnerable-version.ts')).knownVulnerableVersion },
  { id: 'package-identity-mismatch', judges: 'identities', load: async () => (await import('./package-identity-mismatch.ts')).packageIdentityMismatch },
  { id: 'could-resolve-to-malicious-version', judges: 'requests', load: async () => (await import('./could-resolve-to-malicious-version.ts')).couldResolveToMaliciousVersion },
  { id: 'unlocked-installed-package', judges: 'tree-against-lockfile', load: async () => (await import('./unlocked-installed-package.ts')).unlockedInstalledPackage },
  { id: 'hidden-lockfile-mismatch', judges: 'tree-against-hidden-lockfile', load: async () => (await import('./hidden-lockfile-mismatch.ts')).hiddenLockfileMismatch },
  { id: 'readers-disagree', judges: 'second-reader', load: async () => (await import('./readers-disagree.ts')).readersDisagree },
  { id: 'unpinned-mcp-server', judges: 'servers', load: async () => (await import('./unpinned-mcp-server.ts')).unpinnedMcpServer },
  { id: 'vendor-impersonation', judges: 'servers', load: async () => (await import('./vendor-impersonation.ts')).vendorImpersonation },
  { id: 'package-name-lookalike', judges: 'servers', load: async () => (await import('./package-name-lookalike.ts')).packageNameLookalike },
  { id: 'planted-mcp-server', judges: 'servers', load: async () => (await import('./planted-mcp-server.ts')).plantedMcpServer },
  { id: 'planted-agent-hook', judges: 'hooks', load: async () => (await import('./planted-agent-hook.ts')).plantedAgentHook },
  { id: 'code-loading-environment', judges: 'servers', load: async () => (await import('./code-loading-environment.ts')).codeLoadingEnvironment },
  { id: 'launch-registry-override', judges: 'servers', load: async () => (await import('./launch-registry-override.ts')).launchRegistryOverride },
  { id: 'auto-approved-server', judges: ['servers', 'hooks'], load: async () => (await import('./auto-approved-server.ts')).autoApprovedServer },
  { id: 'plaintext-remote-server', judges: 'servers', load: async () => (await import('./plaintext-remote-server.ts')).plaintextRemoteServer },
  { id: 'secret-in-launch', judges: 'servers', load: async () => (await import('./secret-in-launch.ts')).secretInLaunch },
  { id: 'hidden-mail-recipient', judges: 'code', load: async () => (await import('./hidden-mail-recipient.ts')).hiddenMailRecipient },
  { id: 'known-indicator-in-code', judges: ['sightings', 'code'], load: async () => (await import('./known-indicator-in-code.ts')).knownIndicatorInCode },
  { id: 'obfuscated-indicator', judges: ['sightings', 'code'], load: async () => (await import('./obfuscated-indicator.ts')).obfuscatedIndicator },
  { id: 'known-malicious-file', judges: 'sightings', load: async () => (await import('./known-malicious-file.ts')).knownMaliciousFile },
  { id: 'campaign-code-pattern', judges: 'code', load: async () => (await import('./campaign-code-pattern.ts')).campaignCodePattern },
  { id: 'install-script-downloads-code', judges: 'code', load: async () => (await import('./install-script-downloads-code.ts')).installScriptDownloadsCode },
  { id: 'credential-file-access', judges: 'code', load: async () => (await import('./credential-file-access.ts')).credentialFileAccess },
  { id: 'encoded-payload-executed', judges: 'code', load: async () => (await import('./encoded-payload-executed.ts')).encodedPayloadExecuted },
  { id: 'conditional-exfiltration', judges: 'code', load: async () => (await import('./conditional-exfiltration.ts')).conditionalExfiltration },
  { id: 'environment-sent-away', judges: 'code', load: async () => (await import('./environment-sent-away.ts')).environmentSentAway },
  { id: 'build-file-runs-command', judges: 'code', load: async () => (await import('./build-file-runs-command.ts')).buildFileRunsCommand },
  { id: 'planted-git-dependency', judges: 'code', load: async () => (await import('./planted-git-dependency.ts')).plantedGitDependency },
  { id: 'worm-file', judges: 'code', load: async () => (await import('./worm-file.ts')).wormFile },
  { id: 'self-publishing-code', judges: 'code', load: async () => (await import('./self-publishing-code.ts')).selfPublishingCode },
  { id: 'agent-configuration-written', judges: 'code', load: async () => (await import('./agent-configuration-written.ts')).agentConfigurationWritten },
  { id: 'obfuscated-code', judges: 'code', load: async () => (await import('./obfuscated-code.ts')).obfuscatedCode },
  { id: 'parser-killing-source', judges: 'code', load: async () => (await import('./parser-killing-source.ts')).parserKillingSource },
  { id: 'new-mail-recipient', judges: 'difference', load: async () => (await import('./new-mail-recipient.ts')).newMailRecipient },
  { id: 'new-network-destination', judges: 'difference', load: async () => (await import('./new-network-destination.ts')).newNetworkDestination },
  { id: 'new-program-run', judges: 'difference', load: async () => (await import('./new-program-run.ts')).newProgramRun },
  { id: 'new-environment-access', judges: 'difference', load: async () => (await import('./new-environment-access.ts')).newEnvironmentAccess },
  { id: 'new-file-access', judges: 'difference', load: async () => (await import('./new-file-access.ts')).newFileAccess },
  { id: 'new-dynamic-code', judges: 'difference', load: async () => (await import('./new-dynamic-code.ts')).newDynamicCode },
  { id: 'obfuscation-added', judges: 'difference', load: async () => (await import('./obfuscation-added.ts')).obfuscationAdded },
  { id: 'native-code-added', judges: 'difference', load: async () => (await import('./native-code-added.ts')).nativeCodeAdded },
  { id: 'install-script-added', judges: 'difference', load: async () => (await import('./install-script-added.ts')).installScriptAdded },
  { id: 'dependency-added', judges: ['difference', 'locked-added'], load: async () => (await import('./dependency-added.ts')).dependencyAdded },
  { id: 'program-name-added', judges: 'difference', load: async () => (await import('./program-name-added.ts')).programNameAdded },
  { id: 'publisher-changed', judges: 'difference', load: async () => (await import('./publisher-changed.ts')).publisherChanged },
  { id: 'provenance-lost', judges: 'difference', load: async () => (await import('./provenance-lost.ts')).provenanceLost },
  { id: 'repository-moved', judges: 'difference', load: async () => (await import('./repository-moved.ts')).repositoryMoved },
  { id: 'odd-publish-time', judges: 'difference', load: async () => (await import('./odd-publish-time.ts')).oddPublishTime },
  { id: 'locked-source-changed', judges: 'locked-source', load: async () => (await import('./locked-source-changed.ts')).lockedSourceChanged },
  { id: 'integrity-mismatch', judges: ['release', 'locked'], load: async () => (await import('./integrity-mismatch.ts')).integrityMismatch },
  { id: 'manifest-mismatch', judges: 'release', load: async () => (await import('./manifest-mismatch.ts')).manifestMismatch },
  { id: 'signature-mismatch', judges: 'release', load: async () => (await import('./signature-mismatch.ts')).signatureMismatch },
  { id: 'odd-tarball-entry', judges: 'archive', load: async () => (await import('./odd-tarball-entry.ts')).oddTarballEntry },
  { id: 'repo-package-mismatch', judges: 'package-against-repository', load: async () => (await import('./repo-package-mismatch.ts')).repoPackageMismatch },
  { id: 'expired-acceptance', judges: 'expired-acceptance', load: async () => (await import('./expired-acceptance.ts')).expiredAcceptance },
];

/** All findings that the rules for this kind of facts give. */
export async function judge<K extends Facts['kind']>(facts: FactsOf<K>): Promise<readonly Finding[]> {
  const wanted = RULES.filter(({ judges }) => [judges].flat().includes(facts.kind));
  // The filter has left the rules for K, which the type system cannot follow through the union.
  const rules = (await Promise.all(wanted.map((descriptor) => descriptor.load()))) as unknown as readonly Rule<K>[];
  return rules.flatMap((loaded) => loaded.judge(facts));
}
