import type { EndedSite, EndingStep } from '@nhipcau/contracts';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';

/** Steps in their order; only the next one can be pressed. */
export function StepButtons({
  of: { steps, next, mayAct },
  order,
  isBusy,
  onStep,
}: {
  of: EndedSite;
  order: readonly EndingStep[];
  isBusy: boolean;
  onStep: (step: EndingStep) => void;
}) {
  const { t, language } = useLanguage();
  return (
    <ol className="end-steps">
      {order.map((step, index) => {
        const done = steps.find((one) => one.step === step);
        if (done)
          return (
            <li key={step} className="done">
              {t('end.stepAt', {
                step: t(`end.step.${step}`),
                at: timeOfDay(done.at, language),
                name: done.byName,
              })}
            </li>
          );
        return (
          <li key={step}>
            <button
              type="button"
              className={`button ${step === next ? 'primary' : ''}`}
              disabled={!mayAct || step !== next || isBusy}
              onClick={() => onStep(step)}
            >
              {`${index + 1}. ${t(`end.do.${step}`)}`}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
