// Users come and go in stages, and a steady stream of orders beside them. Both are divided among the workers.
import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  scenarios: {
    visitors: {
      executor: 'ramping-vus',
      exec: 'visit',
      startVUs: 0,
      stages: [
        { duration: '2m', target: 100 },
        { duration: '5m', target: 100 },
        { duration: '1m', target: 0 },
      ],
      gracefulRampDown: '10s',
    },
    orders: {
      executor: 'constant-arrival-rate',
      exec: 'order',
      rate: 20, // iterations a second, over all workers
      timeUnit: '1s',
      duration: '8m',
      preAllocatedVUs: 20,
      maxVUs: 60,
    },
  },
  thresholds: {
    'http_req_duration{scenario:visitors}': ['p(95)<500'],
    'http_req_duration{scenario:orders}': ['p(95)<800', 'p(99)<2000'],
    http_req_failed: [{ threshold: 'rate<0.05', abortOnFail: true, delayAbortEval: '1m' }],
    dropped_iterations: ['count<50'], // the arrival rate was kept
  },
};

const target = __ENV.TARGET_URL;

export function visit() {
  check(http.get(target), { 'home page is there': (r) => r.status === 200 });
  sleep(1 + Math.random());
}

export function order() {
  const body = JSON.stringify({ item: 1 + Math.floor(Math.random() * 100) });
  check(http.post(`${target}orders`, body, { headers: { 'Content-Type': 'application/json' } }), {
    'order is taken': (r) => r.status === 200 || r.status === 201,
  });
}
