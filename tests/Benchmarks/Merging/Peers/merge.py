# The figures of all metrics by Python's json module: merge.py FOLDER PROCESSES
import contextlib
import glob
import gzip
import json
import math
import multiprocessing
import sys
import time
from array import array


def read(path):
    values = {}
    with gzip.open(path, "rb") as file:
        for line in file:
            sample = json.loads(line)
            if sample["type"] == "Point":
                metric = sample["metric"]
                if metric not in values:
                    values[metric] = array("d")
                values[metric].append(sample["data"]["value"])
    return values


def percentile(ordered, share):
    rank = share * (len(ordered) - 1)
    below = ordered[int(rank)]
    return below + (ordered[min(int(rank) + 1, len(ordered) - 1)] - below) * (rank - int(rank))


def main():
    begin = time.perf_counter()
    files, processes = sorted(glob.glob(sys.argv[1] + "/*.json.gz")), int(sys.argv[2])
    merged = {}
    with multiprocessing.Pool(processes) if processes > 1 else contextlib.nullcontext() as pool:
        for values in pool.imap_unordered(read, files) if pool else map(read, files):
            for metric, more in values.items():
                merged.setdefault(metric, array("d")).extend(more)
    figures = {}
    for metric, values in merged.items():
        ordered = sorted(values)
        figures[metric] = {"count": len(ordered), "sum": math.fsum(ordered), "p95": percentile(ordered, 0.95), "others": [percentile(ordered, p) for p in (0.5, 0.9, 0.99)]}
    answer = figures["http_req_duration"]
    with open("/proc/self/status") as status:
        peak = 1024 * int(next(line for line in status if line.startswith("VmHWM:")).split()[1])
    print(json.dumps({"count": answer["count"], "sum": answer["sum"], "p95": answer["p95"], "peak": peak, "seconds": time.perf_counter() - begin}))


if __name__ == "__main__":
    main()
