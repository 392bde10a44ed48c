// The report formats, in the order that help lists them.
import type { Report } from '../model/report.ts';
import type { Reporter, ReporterDescriptor, RenderOptions } from './contract.ts';

/** All formats. */
export const REPORTERS: readonly ReporterDescriptor[] = [
  { id: 'text', wantsInventory: false, load: loadText },
  { id: 'json', wantsInventory: false, load: async () => (await import('./json.ts')).json },
  { id: 'sarif', wantsInventory: false, load: async () => (await import('./sarif.ts')).sarif },
  { id: 'markdown', wantsInventory: false, load: async () => (await import('./markdown.ts')).markdown },
  { id: 'html', wantsInventory: false, load: async () => (await import('./html.ts')).html },
  { id: 'junit', wantsInventory: false, load: async () => (await import('./junit.ts')).junit },
  { id: 'cyclonedx', wantsInventory: true, load: async () => (await import('./cyclonedx.ts')).cyclonedx },
];

// chalk is loaded only where the output will have colour: it costs more than the report itself.
async function loadText(color?: RenderOptions['color'], report?: Report): Promise<Reporter> {
  if (color === 'always') return (await import('./text/coloured.ts')).colouredText;
  const { isScanOnly, scanText } = await import('./text/plain.ts');
  return report !== undefined && isScanOnly(report) ? scanText : (await import('./text.ts')).text;
}
