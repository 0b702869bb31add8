import './papers.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { saveFile } from '../documents/save-file.ts';
import { codeOf } from '../office/LoadState.tsx';
import type { Speech } from '../regulation/sentences.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchLinkedPaper, fetchLinkedPapers } from './calls.ts';
import { PaperList } from './PaperList.tsx';

/** The papers of a site behind the link of its notice; nothing at all when there are none. */
export function LinkedPapers({ token, speech }: { token: string; speech: Speech }) {
  const t = useText();
  const queries = useQueryClient();
  const key = ['ack-link-papers', token];
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchLinkedPapers(token, signal),
    retry: false,
  });
  const save = useMutation({
    mutationFn: async ({ paperId, name }: { paperId: string; name: string }) =>
      saveFile(await fetchLinkedPaper(token, paperId), name),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
  const papers = query.data?.papers ?? [];
  if (papers.length === 0) return <FailureText code={codeOf(query.error)} />;
  return (
    <section className="panel ntc-panel" aria-label={t('paper.title')}>
      <h2>{t('paper.title')}</h2>
      <PaperList
        papers={papers}
        speech={speech}
        busy={save.isPending}
        onSave={save.mutate}
        onWithdraw={null}
      />
      <FailureText code={codeOf(save.error)} />
    </section>
  );
}
