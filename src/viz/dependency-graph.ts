/**
 * What must wait for what: steps of time go right, tasks that can be done at once stand under each other, a thread leads from what is
 * needed to what needs it. Sequential work is long, parallel work is high.
 */
import type { Chart } from './chart.ts';
import { textWidth } from './thin-labels.ts';
import { choiceRing, type Place, type WalkOptions, walkable } from './walkable.ts';

export interface GraphTask {
  readonly label: string;
  /** Indices of the tasks that must be done before. */
  readonly needs: readonly number[];
}

export interface DependencyGraphData {
  readonly tasks: readonly GraphTask[];
  /** Steps of time that have gone by: tasks of earlier steps are done. */
  readonly done: number;
  /** Row: step of time; column: task of that step, from above. */
  readonly chosen: Place | null;
}

export interface DependencyGraphOptions extends WalkOptions {
  /** `step`: before the numbers over the columns. */
  readonly stepName: string;
}

/** Tasks by the earliest step at which each can be done: one step after the last of what it needs. // [step][...task] */
export function earliestSteps(tasks: readonly GraphTask[]): number[][] {
  const known: (number | null)[] = tasks.map(() => null);
  const stepOf = (index: number, path: readonly number[] = []): number => {
    if (path.includes(index)) throw new RangeError('These tasks wait for each other.');
    const before = known[index];
    if (before != null) return before;
    const step =
      Math.max(-1, ...(tasks[index]?.needs ?? []).map((need) => stepOf(need, [...path, index]))) + 1;
    known[index] = step;
    return step;
  };
  const steps: number[][] = [];
  tasks.forEach((_, index) => {
    const step = stepOf(index);
    const tasksOfStep = steps[step] ?? [];
    tasksOfStep.push(index);
    steps[step] = tasksOfStep;
  });
  return steps;
}

export function dependencyGraph(
  host: HTMLElement,
  first: DependencyGraphData,
  options: DependencyGraphOptions,
): Chart<DependencyGraphData> {
  return walkable(host, first, options, { name: 'dependency-graph', width: 640, hover: false }, (svg) => {
    const threads = svg.append('g').attr('class', 'threads');
    const boxes = svg.append('g').attr('class', 'tasks marks');
    const names = svg.append('g').attr('class', 'marks');
    const ring = choiceRing(svg);
    let pitch = 60;
    let wide = 40;
    let row = 30;
    let steps: number[][] = [];
    const top = 24;
    /** Room for the name over the first column, which may be wider than the column. */
    const left = 16;
    const spotOf = (task: number) => {
      const step = steps.findIndex((tasks) => tasks.includes(task));
      return { step, x: left + step * pitch, y: top + (steps[step]?.indexOf(task) ?? 0) * row };
    };

    return {
      rows: (data) => earliestSteps(data.tasks).length,
      columns: (data, step) => earliestSteps(data.tasks)[step]?.length ?? 0,
      draw({ tasks, done }, box) {
        steps = earliestSteps(tasks);
        const named = Math.max(...tasks.map((task) => textWidth(task.label, box.label))) + 14;
        pitch = Math.min(named + 34, (box.width - left) / Math.max(1, steps.length));
        wide = Math.max(6, Math.min(named, pitch - Math.min(20, pitch * 0.3)));
        row = Math.round(box.label * 2.1);
        const high = row - 6;
        const shown = wide >= named - 4;
        boxes
          .selectAll<SVGGElement, GraphTask>('g')
          .data(tasks)
          .join((enter) => {
            const group = enter.append('g');
            group.append('rect');
            group.append('text').attr('text-anchor', 'middle');
            return group;
          })
          .attr('class', (_, index) => (spotOf(index).step < done ? 'task is-done' : 'task'))
          .attr('transform', (_, index) => `translate(${spotOf(index).x},${spotOf(index).y})`)
          .each(function (task) {
            const [rect, text] = [this.querySelector('rect'), this.querySelector('text')];
            rect?.setAttribute('width', String(wide));
            rect?.setAttribute('height', String(high));
            text?.setAttribute('x', String(wide / 2));
            text?.setAttribute('y', String(high / 2 + box.label * 0.34));
            if (text) text.textContent = shown ? task.label : '';
          });
        const every = Math.max(1, Math.ceil((box.label * 2) / pitch));
        names
          .selectAll('text')
          .data(steps.map((_, step) => step).filter((step) => step % every === 0))
          .join('text')
          .attr('class', 'tick')
          .attr('text-anchor', 'middle')
          .attr('x', (step) => left + step * pitch + wide / 2)
          .attr('y', box.label)
          .text((step) =>
            textWidth(`${options.stepName} ${step + 1}`, box.label) < pitch
              ? `${options.stepName} ${step + 1}`
              : step + 1,
          );
        const most = Math.max(0, ...steps.map((tasksOfStep) => tasksOfStep.length));
        return {
          width: Math.ceil(left + (steps.length - 1) * pitch + wide) + 3,
          height: top + most * row + 2,
        };
      },
      mark({ tasks, chosen }) {
        const chosenTask = chosen ? steps[chosen.row]?.[chosen.column] : undefined;
        const high = row - 6;
        const drawn = tasks.flatMap((task, to) => task.needs.map((from) => ({ from, to })));
        drawn.sort((a, b) => Number(a.to === chosenTask) - Number(b.to === chosenTask));
        threads
          .selectAll<SVGPathElement, (typeof drawn)[number]>('path')
          .data(drawn, (edge) => `${edge.from},${edge.to}`)
          .join('path')
          .order()
          .attr('class', (edge) => (edge.to === chosenTask ? 'thread is-chosen' : 'thread'))
          .attr('d', (edge) => {
            const [from, to] = [spotOf(edge.from), spotOf(edge.to)];
            const [x, end] = [from.x + wide, to.x];
            const bend = (end - x) / 2;
            return `M${x} ${from.y + high / 2}C${x + bend} ${from.y + high / 2} ${end - bend} ${to.y + high / 2} ${end} ${to.y + high / 2}`;
          });
        if (chosenTask === undefined) return ring.hide();
        const { x, y } = spotOf(chosenTask);
        ring.show(x - 1, y - 1, wide + 2, high + 2);
      },
      at(x, y) {
        const step = Math.floor((x - left) / pitch);
        const column = Math.floor((y - top) / row);
        return steps[step]?.[column] === undefined ? null : { row: step, column };
      },
      // Right is later, down is beside.
      step(_, from, rows, columns) {
        const next = Math.max(0, Math.min(steps.length - 1, from.row + columns));
        const count = steps[next]?.length ?? 1;
        return { row: next, column: Math.max(0, Math.min(count - 1, from.column + rows)) };
      },
    };
  });
}
