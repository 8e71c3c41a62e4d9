import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type ECharts, type EChartsCoreOption, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** A drawing by ECharts. This module brings the library, so it is loaded when a chart is first drawn. */
export class Chart {
  private readonly chart: ECharts;

  /** `chosen` is called with the `id` of the bar or point that was clicked, where it has one. */
  constructor(element: HTMLElement, chosen: (id: string) => void) {
    this.chart = init(element, null, { renderer: "canvas" });
    this.chart.on("click", ({ data }) => {
      const id = (data as { id?: string } | null)?.id;
      if (id) chosen(id);
    });
  }

  show(option: EChartsCoreOption): void {
    this.chart.resize();
    this.chart.setOption(option, { notMerge: true });
  }

  resized(): void {
    this.chart.resize();
  }

  /** The picture as a PNG file of double resolution. */
  png(): Promise<Blob | null> {
    const canvas = this.chart.renderToCanvas({ pixelRatio: 2 });
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  destroy(): void {
    this.chart.dispose();
  }
}
