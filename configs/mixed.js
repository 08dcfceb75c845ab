// Opens the page under test in a real browser. Run by the browser workers of mixed.yaml.
import { browser } from 'k6/browser';

export const options = {
  scenarios: {
    ui: {
      executor: 'constant-vus',
      vus: Number(__ENV.VUS || 1),
      duration: __ENV.DURATION || '30s',
      options: { browser: { type: 'chromium' } },
    },
  },
};

export default async function () {
  const page = await browser.newPage();
  try {
    await page.goto(__ENV.TARGET_URL);
  } finally {
    await page.close();
  }
}
