// Preloaded into a measured process: prints, as the last line of standard error, what it loaded of Node and its peak memory.
process.on('exit', () => {
  process.stderr.write(`\n${JSON.stringify({ builtins: process.moduleLoadList.filter((name) => name.startsWith('NativeModule ')), peak: process.resourceUsage().maxRSS })}\n`);
});
