
"use strict";
// Adds to a page that reads well without it: a cross hair over all charts over time, by pointer, touch or keys.
(function () {
  var island = document.getElementById("course"), course = document.querySelector(".course");
  addEventListener("beforeprint", function () { document.querySelectorAll("details").forEach(function (d) { d.open = true; }); });
  if (!island || !course) return;
  var data = JSON.parse(island.textContent), readout = course.querySelector(".readout"), at = null;
  var count = data.panels[0].lines[0].values.length, space = "http://www.w3.org/2000/svg";
  var panels = data.panels.map(function (panel) {
    var chart = course.querySelector('[data-panel="' + panel.id + '"] .chart');
    return {
      data: panel, chart: chart, cross: add(chart, "line", { class: "cross", y1: "0", y2: "100%" }),
      dots: panel.lines.map(function (line) { return add(chart, "circle", { class: "dot " + line.style, r: 4 }); })
    };
  });

  function add(parent, name, attributes) {
    var element = document.createElementNS(space, name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    element.style.display = "none";
    return parent.appendChild(element);
  }

  function clock(seconds) {
    var whole = Math.round(Math.abs(seconds)), text = String(whole % 60).padStart(2, "0");
    text = whole < 3600 ? Math.floor(whole / 60) + ":" + text : Math.floor(whole / 3600) + ":" + String(Math.floor(whole / 60) % 60).padStart(2, "0") + ":" + text;
    return (seconds <= -0.5 ? "\u2212" : "") + text;
  }

  function number(value) {
    return value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0 });
  }

  function text(panel, value, index) {
    if (value === null) return "\u2013";
    if (panel.id === "latency") return value < 1000 ? number(value) + " ms" : number(value / 1000) + " s";
    if (panel.id === "failures") return number(value * 100) + " % (" + number(data.failed[index] || 0) + ")";
    return number(value);
  }

  function place(panel, value) {
    var share = panel.log ? Math.log(Math.max(value, panel.low) / panel.low) / Math.log(panel.high / panel.low) : (value - panel.low) / (panel.high - panel.low);
    return (1 - Math.min(1, Math.max(0, share)) * 0.9) * 100 + "%";
  }

  function element(name, parent, content) {
    var made = document.createElement(name);
    if (content !== undefined) made.textContent = content;
    return parent.appendChild(made);
  }

  function show(index, y) {
    at = Math.min(count - 1, Math.max(0, index));
    var seconds = data.first + (at + 0.5) * data.step, x = (seconds - data.from) / (data.to - data.from);
    readout.textContent = "";
    var from = data.first + at * data.step;
    element("b", readout, clock(from) + (data.step > 1 ? " to " + clock(from + data.step) : ""));
    if (data.start) element("small", readout, new Date(Date.parse(data.start) + from * 1000).toISOString().slice(11, 19) + " UTC");
    panels.forEach(function (panel) {
      panel.cross.setAttribute("x1", x * 100 + "%");
      panel.cross.setAttribute("x2", x * 100 + "%");
      panel.cross.style.display = "";
      panel.data.lines.forEach(function (line, i) {
        var value = line.values[at], dot = panel.dots[i], row = element("span", readout);
        dot.style.display = value === null ? "none" : "";
        if (value !== null) {
          dot.setAttribute("cx", x * 100 + "%");
          dot.setAttribute("cy", place(panel.data, value));
        }
        var key = document.createElementNS(space, "svg");
        key.setAttribute("class", line.style);
        key.appendChild(document.createElementNS(space, "rect")).setAttribute("class", "dot");
        key.firstChild.setAttribute("width", "100%");
        key.firstChild.setAttribute("height", "100%");
        row.appendChild(key);
        row.appendChild(document.createTextNode(panel.data.lines.length > 1 ? line.name : panel.data.title));
        element("em", row, text(panel.data, value, at));
      });
    });
    readout.hidden = false;
    var box = course.getBoundingClientRect(), chart = panels[0].chart.getBoundingClientRect();
    var left = chart.left - box.left + x * chart.width, width = readout.offsetWidth;
    left = left + 14 + width > box.width ? left - width - 14 : left + 14;
    readout.style.left = Math.max(0, left) + "px";
    readout.style.top = Math.min(Math.max(0, y), box.height - readout.offsetHeight) + "px";
  }

  function hide() {
    at = null;
    readout.hidden = true;
    panels.forEach(function (panel) {
      panel.cross.style.display = "none";
      panel.dots.forEach(function (dot) { dot.style.display = "none"; });
    });
  }

  function point(event) {
    var chart = panels[0].chart.getBoundingClientRect(), box = course.getBoundingClientRect();
    var seconds = data.from + (event.clientX - chart.left) / chart.width * (data.to - data.from);
    show(Math.floor((seconds - data.first) / data.step), event.clientY - box.top + 12);
  }

  course.addEventListener("pointermove", point);
  course.addEventListener("pointerdown", point);
  course.addEventListener("pointerleave", hide);
  course.addEventListener("blur", hide);
  course.addEventListener("keydown", function (event) {
    var far = event.shiftKey ? 10 : 1, now = at === null ? 0 : at;
    var to = { ArrowLeft: now - far, ArrowRight: at === null ? 0 : now + far, Home: 0, End: count - 1 }[event.key];
    if (event.key === "Escape") hide();
    if (to === undefined) return;
    event.preventDefault();
    show(to, 12);
  });
})();
