// Draws each chart from the table behind it, so the two cannot differ.
(() => {
  const drawn = new Map();
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  function resolve(name) {
    const probe = document.createElement("span");
    probe.hidden = true;
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  }

  function read(table) {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows];
    return {
      groups: rows.map((row) => row.cells[0].textContent.trim()),
      links: rows.map((row) => row.cells[0].querySelector("a")?.href),
      series: heads.map((head, column) => ({
        name: head.textContent.trim(),
        before: head.dataset.before === "true",
        chosen: head.classList.contains("chosen"),
        cells: rows.map((row) => row.cells[column + 1]),
      })),
    };
  }

  function compact(value, unit) {
    const cents = unit && value !== 0 && Math.abs(value) < 10 ? 2 : 0;
    const digits = Math.abs(value) >= 1000
      ? { notation: "compact", maximumFractionDigits: 1 }
      : { minimumFractionDigits: cents, maximumFractionDigits: cents || (value < 10 ? 1 : 0) };
    const text = new Intl.NumberFormat("en-US", digits).format(value);
    return unit ? unit + text : text;
  }

  function bars(place) {
    const table = document.getElementById(place.dataset.chart);
    const { groups, links, series } = read(table);
    const unit = place.dataset.unit;
    const slim = series.length === 1;
    const ink = resolve("--ink");
    const faint = resolve("--ink-2");
    const line = resolve("--line");
    const narrow = place.clientWidth < 560;
    const pitch = slim ? 18 : narrow ? 10 : 11;

    const chart = drawn.get(place) ?? echarts.init(place, null, { renderer: "canvas" });
    drawn.set(place, chart);
    chart.resize();
    // On a narrow screen a bar of no length carries the group's name above its bars.
    const names = { type: "bar", silent: true, barWidth: 16, data: groups.map(() => 0), label: {
      show: true, position: [0, 2], align: "left", color: ink, fontSize: 12, fontWeight: 600, formatter: (point) => groups[point.dataIndex],
    } };
    const drawnSeries = series.map((one, index) => ({
      type: "bar", id: String(index), name: one.name, barWidth: pitch - 1, barGap: "11%", cursor: links.some(Boolean) ? "pointer" : "default",
      itemStyle: { color: resolve(`--series-${index + 1}`), borderRadius: [0, 2, 2, 0] },
      data: one.cells.map((cell) => (cell.dataset.value === undefined ? null : Number(cell.dataset.value))),
      label: {
        show: true, position: "right", distance: 5, color: ink, fontSize: Math.min(pitch, 11), lineHeight: pitch,
        formatter: (point) => [point.dataIndex === 0 && !slim ? one.name : "", one.chosen || slim ? `{value|${compact(point.value, unit)}}` : ""].filter(Boolean).join("  "),
        rich: { value: { fontWeight: 600, fontSize: 11, color: ink } },
      },
    }));
    chart.setOption({
      animation: !still.matches,
      animationDuration: 250,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      grid: { left: narrow ? 1 : 184, right: narrow ? 84 : 96, top: 2, bottom: 26 },
      xAxis: {
        type: "value", min: 0, splitNumber: narrow ? 3 : 5,
        axisLabel: { color: faint, fontSize: 11, formatter: (value) => compact(value, unit) },
        splitLine: { lineStyle: { color: line } }, axisLine: { show: false }, axisTick: { show: false },
      },
      yAxis: {
        type: "category", inverse: true, data: groups,
        axisLine: { show: true, lineStyle: { color: faint } }, axisTick: { show: false },
        axisLabel: { show: !narrow, color: ink, fontSize: 13, width: 170, overflow: "truncate", ellipsis: "…", margin: 12 },
      },
      tooltip: {
        trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { opacity: 0.08 } }, confine: true, transitionDuration: 0,
        backgroundColor: resolve("--raised"), borderColor: line, padding: 10, textStyle: { color: ink, fontSize: 13 },
        formatter: (points) => tip(groups[points[0].dataIndex], points[0].dataIndex, series),
      },
      series: narrow ? [names, ...drawnSeries] : drawnSeries,
    }, true);
    chart.off("click");
    chart.on("click", (point) => { if (links[point.dataIndex]) location.assign(links[point.dataIndex]); });
  }

  const valueOf = (cell) => (cell.dataset.value === undefined ? null : Number(cell.dataset.value));

  // Names stand where their lines end, unless these ends are so close that names would overlap.
  function endsAreApart(series) {
    const values = series.map((one) => one.cells.map(valueOf).filter((value) => value !== null));
    const most = Math.max(1e-9, ...values.flat());
    const ends = values.map((of) => of.at(-1) ?? 0).sort((a, b) => a - b);
    return ends.every((end, index) => index === 0 || (end - ends[index - 1]) / most > 0.08);
  }

  function lines(place) {
    const table = document.getElementById(place.dataset.chart);
    const all = read(table);
    const groups = all.groups;
    // A time before in which nothing happened is said by the figures above; its lines say nothing.
    const series = all.series.filter((one) => !one.before || one.cells.some((cell) => valueOf(cell)));
    const unit = place.dataset.unit;
    const ink = resolve("--ink");
    const faint = resolve("--ink-2");
    const line = resolve("--line");
    const narrow = place.clientWidth < 560;
    const named = !narrow && series.length > 1 && endsAreApart(series);
    const legend = series.length > 1 && !named;
    const legendRows = Math.ceil((1.15 * series.reduce((width, one) => width + 44 + 6 * one.name.length, 0)) / place.clientWidth);
    const chart = drawn.get(place) ?? echarts.init(place, null, { renderer: "canvas" });
    drawn.set(place, chart);
    chart.resize();
    let colour = 0;
    const drawnSeries = series.map((one, index) => {
      if (!one.before) colour += 1;
      const ours = one.before ? faint : resolve(`--series-${((colour - 1) % 8) + 1}`);
      const data = one.cells.map(valueOf);
      return {
        type: "line", id: String(index), name: one.name, data, connectNulls: false, symbol: data.length > 1 ? "none" : "circle", symbolSize: 6,
        lineStyle: { width: one.before ? 1.5 : 2, type: one.before ? "dashed" : "solid", color: ours }, itemStyle: { color: ours },
        areaStyle: series.filter((other) => !other.before).length === 1 && !one.before ? { color: ours, opacity: 0.08 } : undefined,
        endLabel: { show: named, formatter: one.name, color: ink, fontSize: 12, distance: 6, width: 120, overflow: "truncate" },
        emphasis: { disabled: true },
      };
    });
    chart.setOption({
      animation: !still.matches,
      animationDuration: 250,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      grid: { left: 4, right: named ? 140 : 16, top: legend ? 20 + 18 * legendRows : 12, bottom: 4, containLabel: true },
      legend: { show: legend, top: 0, left: 0, itemWidth: 16, itemHeight: 8, textStyle: { color: ink, fontSize: 11 } },
      xAxis: {
        type: "category", data: groups, boundaryGap: false,
        axisLine: { lineStyle: { color: faint } }, axisTick: { show: false },
        axisLabel: { color: faint, fontSize: 11, hideOverlap: true, showMinLabel: true, alignMinLabel: "left" },
      },
      yAxis: {
        type: "value", min: 0, splitNumber: 4, minInterval: unit ? undefined : 1,
        axisLabel: { color: faint, fontSize: 11, formatter: (value) => compact(value, unit) },
        splitLine: { lineStyle: { color: line } }, axisLine: { show: false }, axisTick: { show: false },
      },
      tooltip: {
        trigger: "axis", confine: true, transitionDuration: 0, axisPointer: { lineStyle: { color: faint } },
        backgroundColor: resolve("--raised"), borderColor: line, padding: 10, textStyle: { color: ink, fontSize: 13 },
        formatter: (points) => tip(groups[points[0].dataIndex], points[0].dataIndex, all.series),
      },
      series: drawnSeries,
    }, true);
  }

  function tip(group, index, series) {
    const box = document.createElement("div");
    box.className = "tip";
    box.appendChild(document.createElement("strong")).textContent = group;
    const table = box.appendChild(document.createElement("table"));
    let colour = 0;
    series.forEach((one) => {
      if (!one.before) colour += 1;
      const row = table.insertRow();
      const name = row.insertCell();
      name.appendChild(document.createElement("span")).className = one.before ? "swatch before" : `swatch s${((colour - 1) % 8) + 1}`;
      name.append(one.name);
      row.insertCell().textContent = one.cells[index].textContent.trim();
    });
    return box;
  }

  function drawAll() {
    for (const place of drawn.keys()) {
      if (!place.isConnected) {
        drawn.get(place).dispose();
        drawn.delete(place);
      }
    }
    for (const place of document.querySelectorAll("[data-chart]")) (place.dataset.shape === "lines" ? lines : bars)(place);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-png]");
    if (!button) return;
    const place = document.querySelector(`#${CSS.escape(button.dataset.png)} [data-chart]`);
    const link = document.createElement("a");
    link.href = drawn.get(place).getDataURL({ pixelRatio: 2, backgroundColor: resolve("--paper") });
    link.download = `${button.dataset.file}.png`;
    link.click();
  });

  let soon;
  addEventListener("resize", () => { clearTimeout(soon); soon = setTimeout(drawAll, 100); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  document.addEventListener("htmx:afterSettle", drawAll);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", drawAll);
  else drawAll();
})();
