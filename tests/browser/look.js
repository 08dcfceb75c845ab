// node look.js <report.html> <chromium> <folder>: opens the report in Chromium as readers do, writes what is seen to
// <folder>/seen.json and pictures beside it. It judges nothing; the tests do.
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [, , report, executablePath, folder] = process.argv;
const url = pathToFileURL(path.resolve(report)).href;
const patience = 240_000; // ms for each step: a machine that runs other tests as well can be slow to draw
const looks = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, colorScheme: "light" },
  wall: { viewport: { width: 2560, height: 1440 }, colorScheme: "dark" },
  plain: { viewport: { width: 1280, height: 900 }, colorScheme: "light", javaScriptEnabled: false },
};

async function open(browser, look, seen) {
  const context = await browser.newContext({ ...looks[look], reducedMotion: "reduce" });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.on("console", (message) => seen.console.push(`${look}: ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.console.push(`${look}: ${error.message}`));
  page.on("dialog", (dialog) => { seen.console.push(`${look}: dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url && !request.url().startsWith("data:")) seen.requests.push(request.url()); });
  await page.goto(url);
  return page;
}

// How many pixels of a chart are of the colours of its lines and bars; decoded by a page of its own.
async function countColoured(page, chart, helper) {
  const colours = await chart.evaluate((svg) => [...svg.querySelectorAll(".line, .k-fail, .k-bar")].map((shape) => getComputedStyle(shape)[shape.matches(".line") ? "stroke" : "fill"]).filter((colour) => colour !== "none"));
  const picture = (await chart.screenshot()).toString("base64");
  return helper.evaluate(async ({ picture, colours }) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    canvas.drawImage(bitmap, 0, 0);
    const wanted = [...new Set(colours)].map((colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number));
    const pixels = canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
    let found = 0;
    for (let i = 0; i < pixels.length; i += 4)
      if (wanted.some((c) => Math.abs(c[0] - pixels[i]) + Math.abs(c[1] - pixels[i + 1]) + Math.abs(c[2] - pixels[i + 2]) < 40)) found++;
    return found;
  }, { picture, colours });
}

async function seeCharts(page, helper) {
  const charts = [];
  for (const panel of await page.locator(".panel").all()) {
    const chart = panel.locator("svg.chart");
    charts.push({
      title: await panel.locator("figcaption b").textContent(),
      box: await chart.boundingBox(),
      shapes: await chart.evaluate((svg) => [...svg.querySelectorAll("path, rect")].filter((shape) => { const box = shape.getBoundingClientRect(); return box.width > 0 || box.height > 0; }).length),
      texts: await panel.locator("svg text").allTextContents(),
      coloured: await countColoured(page, chart, helper),
    });
  }
  return charts;
}

async function seeHover(page) {
  const readout = page.locator(".readout"), charts = page.locator(".course svg.chart");
  const state = async () => ({ visible: await readout.isVisible(), text: await readout.innerText().catch(() => ""), crosses: await page.locator(".cross").evaluateAll((all) => all.filter((c) => c.style.display !== "none").map((c) => c.getAttribute("x1"))) });
  if (await charts.count() === 0) return null;
  const hover = { before: await state() };
  const last = charts.nth((await charts.count()) - 1);
  await last.scrollIntoViewIfNeeded();
  const box = await last.boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  hover.early = await state();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
  hover.late = await state();
  await page.screenshot({ path: path.join(folder, "hover.png") });
  await page.mouse.move(1, 1);
  hover.left = await state();
  await page.locator(".course").focus();
  await page.keyboard.press("ArrowRight");
  hover.firstKey = await state();
  await page.keyboard.press("ArrowRight");
  hover.secondKey = await state();
  await page.keyboard.press("End");
  hover.end = await state();
  await page.keyboard.press("Escape");
  hover.escaped = await state();
  return hover;
}

async function seeFaults(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} ${n.failureSummary.replace(/\s+/g, " ")}`).join(" | ")}`);
}

(async () => {
  const browser = await chromium.launch({ executablePath, headless: true, timeout: patience, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  const seen = { version: browser.version(), console: [], requests: [], overflow: {}, faults: {} };
  try {
    const helper = await (await browser.newContext()).newPage();
    for (const look of Object.keys(looks)) {
      const page = await open(browser, look, seen);
      await page.screenshot({ path: path.join(folder, `${look}.png`), fullPage: true });
      if (look === "plain") {
        seen.plain = await seeCharts(page, helper);
        continue;
      }
      seen.overflow[look] = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (look === "light") {
        seen.title = await page.title();
        seen.scripts = await page.evaluate(() => [...document.scripts].map((s) => s.type));
        seen.text = await page.evaluate(() => document.body.innerText);
        seen.ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((e) => e.id));
        seen.charts = await seeCharts(page, helper);
        seen.hover = await seeHover(page);
      }
      if (look !== "wall") seen.faults[look] = await seeFaults(page);
      if (look === "light") {
        await page.emulateMedia({ media: "print" });
        await page.screenshot({ path: path.join(folder, "print.png"), fullPage: true });
        fs.writeFileSync(path.join(folder, "print.pdf"), await page.pdf({ format: "A4" }));
      }
      await page.context().close();
    }
  } finally {
    await browser.close();
  }
  fs.writeFileSync(path.join(folder, "seen.json"), JSON.stringify(seen, null, 1));
})().catch((error) => { console.error(error); process.exitCode = 1; });
