import http from 'k6/http';
import { check, group, sleep } from 'k6';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
const sold = new Counter('sold_items');
const bytes = new Counter('cache_bytes');
const stock = new Gauge('_stock');
const happy = new Rate('happy');
const odd = new Trend('odd_values');
const think = new Trend('think_time', true);
export const options = { vus: 2, duration: '3s', tags: { own: 'script' } };
export function setup() { http.get(__ENV.TARGET); }
export default function () {
  const i = __ITER;
  group('shop', () => {
    group('list', () => { check(http.get(__ENV.TARGET + '?a'), { 'is 200': r => r.status === 200, 'is odd ✓': () => i % 2 === 1 }); });
    const response = http.get(__ENV.TARGET + 'missing', { tags: { kind: i % 3 ? 'a' : 'b' } });
    check(response, { 'is 404': r => r.status === 404 });
  });
  sold.add(i % 4, { item: 'book' });
  sold.add(0.1);
  bytes.add(1000 * i);
  stock.add(100 - i);
  happy.add(i % 5 !== 0, { item: 'book' });
  for (const value of [0, -1.5, 1e-9, 12345.678, -0.001 * i, i]) odd.add(value);
  think.add(5 + (i % 7) * 31.7);
  sleep(0.05);
}
export function teardown() { http.get(__ENV.TARGET); }
