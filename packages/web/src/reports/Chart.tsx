import { BarChart } from 'echarts/charts';
import { GridComponent, LegendScrollComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([BarChart, GridComponent, LegendScrollComponent, TooltipComponent, CanvasRenderer]);

/** One group of bars; the same order as the names. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Name of a colour of the theme. */
  readonly colour: 'accent' | 'line-2' | 'attention' | 'air' | 'alarm';
  /** Bars with the same word stand on each other. */
  readonly stack?: string;
}

export interface ChartData {
  readonly names: readonly string[];
  readonly series: readonly Series[];
  /** Names at the left, one bar below the other. */
  readonly lying?: boolean;
}

const ROW_HEIGHT = 26;
const FRAME_HEIGHT = 90;
const HEIGHT = 300;

/** A chart of figures whose table stands beside it; loaded when it is first shown. */
export function Chart({
  names,
  series,
  lying = false,
  onDrawn,
}: ChartData & { onDrawn: (canvas: HTMLCanvasElement | null) => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const chart = init(current);
    chart.setOption(optionOf({ names, series, lying }, getComputedStyle(current)));
    onDrawn(current.querySelector('canvas'));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(current);
    return () => {
      watch.disconnect();
      chart.dispose();
      onDrawn(null);
    };
  }, [names, series, lying, onDrawn]);
  const height = lying ? Math.max(HEIGHT, names.length * ROW_HEIGHT + FRAME_HEIGHT) : HEIGHT;
  return <div ref={box} className="figure-chart" style={{ height }} aria-hidden="true" />;
}

function optionOf(
  { names, series, lying }: ChartData & { lying: boolean },
  style: CSSStyleDeclaration,
): EChartsCoreOption {
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const text = { color: colour('text-2'), fontFamily: style.fontFamily, fontSize: 13 };
  const category = {
    type: 'category',
    data: [...names],
    inverse: lying,
    axisLabel: { ...text, ...(lying ? { width: 190, overflow: 'truncate' } : {}) },
    axisLine: { lineStyle: { color: colour('line-2') } },
    axisTick: { show: false },
  };
  const value = {
    type: 'value',
    minInterval: 1,
    axisLabel: text,
    splitLine: { lineStyle: { color: colour('line-1') } },
  };
  return {
    animation: false,
    backgroundColor: colour('surface-1'),
    textStyle: text,
    grid: { left: 8, right: 24, top: 44, bottom: 8, containLabel: true },
    legend: { type: 'scroll', top: 4, left: 4, right: 4, textStyle: text },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      backgroundColor: colour('surface-1'),
      borderColor: colour('line-2'),
      textStyle: { ...text, color: colour('text-1') },
    },
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    series: series.map((one) => ({
      type: 'bar',
      name: one.name,
      data: [...one.values],
      itemStyle: { color: colour(one.colour) },
      barMaxWidth: 28,
      ...(one.stack === undefined ? {} : { stack: one.stack }),
    })),
  };
}
