import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { ZONE } from '../ui/zone.ts';

/** One line of a chart, a value for each instant; null leaves a gap. */
export interface ChartLine {
  readonly label: string;
  /** Name of a colour of the theme. */
  readonly colour: 'accent' | 'attention' | 'air';
  readonly values: readonly (number | null)[];
}

interface Chart {
  readonly title: string;
  /** Epoch ms. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly language: 'vi' | 'en';
}

const HEIGHT = 132;

/** Figures over time. What it shows can also be read: the last value of each line stands beside the title. */
export function LineChart({ title, times, lines, language }: Chart) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const chart = new UPlot(
      optionsOf(lines, current, language),
      [times.map((at) => at / 1000), ...lines.map(({ values }) => [...values])],
      current,
    );
    const watch = new ResizeObserver(() => chart.setSize({ width: current.clientWidth, height: HEIGHT }));
    watch.observe(current);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [times, lines, language]);
  return (
    <figure className="line-chart">
      <figcaption>
        <strong>{title}</strong>
        {lines.map(({ label, colour, values }) => (
          <span key={label} className={`line-key ${colour}`}>
            {label} {numberText(lastOf(values), language)}
          </span>
        ))}
      </figcaption>
      <div ref={box} aria-hidden="true" />
    </figure>
  );
}

const lastOf = (values: readonly (number | null)[]): number | null =>
  values.findLast((value) => value !== null) ?? null;

const numberText = (value: number | null, language: 'vi' | 'en'): string =>
  value === null
    ? '–'
    : new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 }).format(
        value,
      );

function optionsOf(lines: readonly ChartLine[], element: HTMLElement, language: 'vi' | 'en'): UPlot.Options {
  const style = getComputedStyle(element);
  const colourOf = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: colourOf('text-3'),
    grid: { stroke: colourOf('line-1'), width: 1 },
    ticks: { show: false },
    font: '12px Inter, sans-serif',
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { points: { size: 6 }, drag: { x: false, y: false } },
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), ZONE),
    axes: [
      {
        ...axis,
        size: 24,
        space: 70,
        values: (_chart, splits, _axis, _space, increment) =>
          splits.map((seconds) =>
            new Date(seconds * 1000).toLocaleTimeString('vi-VN', {
              timeZone: ZONE,
              hour: '2-digit',
              minute: '2-digit',
              ...(increment < 60 ? { second: '2-digit' } : {}),
              hourCycle: 'h23',
            }),
          ),
      },
      {
        ...axis,
        size: 52,
        space: 28,
        values: (_chart, splits) => splits.map((value) => numberText(value, language)),
      },
    ],
    scales: { y: { range: (_chart, _low, high) => [0, Math.max(1, (high || 1) * 1.15)] } },
    series: [
      {},
      ...lines.map(
        ({ label, colour }): UPlot.Series => ({
          label,
          stroke: colourOf(colour),
          width: 2,
          points: { show: false },
          spanGaps: false,
        }),
      ),
    ],
  };
}
