import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '../text/language.tsx';
import { fetchPeriods } from './calls.ts';

/** Where the system is judged as the ground of payment, where the text asks for it (R-FIN-02). */
export function PaymentBasis() {
  const t = useText();
  const { data } = useQuery({ queryKey: ['periods'], queryFn: fetchPeriods });
  const [basis] = data?.cite ?? [];
  return (
    basis && (
      <p>
        {t('report.judgedElsewhere', { article: basis.article })}{' '}
        <Link to="/danh-gia">{t('eval.title')}</Link>
      </p>
    )
  );
}
