import type { RegistrationSummary } from '@nhipcau/contracts';
import type { Exported } from '../office/list/ExportButton.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';

/** Files as they are exported. */
export function filesAsTable(speech: Speech): Omit<Exported<RegistrationSummary>, 'rows'> {
  const { t } = speech;
  return {
    name: 'ho-so',
    columns: [
      { title: t('form.col.number'), cell: ({ fileNumber }) => fileNumber },
      { title: t('form.col.title'), cell: ({ title }) => title },
      { title: t('form.col.host'), cell: ({ hostName }) => hostName },
      { title: t('form.col.start'), cell: ({ start }) => instantText(start, speech) },
      { title: t('form.col.end'), cell: ({ end }) => instantText(end, speech) },
      { title: t('form.col.sites'), cell: ({ siteCount }) => siteCount },
      { title: t('form.state'), cell: ({ state }) => t(`file.state.${state}`) },
      {
        title: t('form.col.decideBy'),
        cell: ({ decideBy }) => (decideBy === null ? null : instantText(decideBy, speech)),
      },
      {
        title: t('form.col.urgent'),
        cell: ({ urgency }) => (urgency === 'urgent' ? t('inbox.urgent') : null),
      },
    ],
  };
}
