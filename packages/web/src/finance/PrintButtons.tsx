import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { fetchBytes } from '../api/bytes.ts';
import { saveFile } from '../documents/save-file.ts';
import { codeOf } from '../office/LoadState.tsx';
import { FailureText } from '../ui/FailureText.tsx';

const formats = ['pdf', 'docx', 'xlsx'] as const;

/** Saves what is shown as a printed form. */
export function PrintButtons({
  what,
  query,
}: {
  what: 'statement' | 'allowances' | 'budget';
  query: string;
}) {
  const print = useMutation({
    mutationFn: async (format: (typeof formats)[number]) =>
      saveFile(
        await fetchBytes(`/finance/${what}.${format}?${query}`),
        `${what}-${query.split('=')[1] ?? ''}.${format}`,
      ),
  });
  return (
    <>
      {formats.map((format) => (
        <Button
          key={format}
          loading={print.isPending && print.variables === format}
          onClick={() => print.mutate(format)}
        >
          {format.toUpperCase()}
        </Button>
      ))}
      <FailureText code={codeOf(print.error)} />
    </>
  );
}
