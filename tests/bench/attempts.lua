-- Load for wrk: attempts that are all different, as a certification service
-- sends them. The key comes from the environment:
--   KEY=ak_... wrk -c 64 -t 1 -d 10 --latency -s tests/bench/attempts.lua http://127.0.0.1:8443
-- Synthetic: region 99, invented references.

local key = os.getenv("KEY") or "none"
local run = os.getenv("RUN") or tostring(os.time())
local start = os.time() - 3600
local counter = 0
local number = 0

function setup(thread)
  counter = counter + 1
  thread:set("thread_number", counter)
end

function init()
  wrk.method = "POST"
  wrk.path = "/v1/attempts"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. key
end

-- Most certify themselves, some are helped by a child.
local function operator_of(n)
  if n % 20 ~= 0 then return '{"role":"self"}' end
  return '{"role":"relative","ref":"o' .. (n * 104729 % 150000) .. '","relation":"child"}'
end

function request()
  number = number + 1
  local id = run .. "-" .. thread_number .. "-" .. number
  local at = os.date("!%Y-%m-%dT%H:%M:%SZ", start + number % 3600)
  wrk.body = '{"attempt_id":"' .. id .. '","occurred_at":"' .. at ..
    '","channel":"alipay","outcome":"passed","region":"990102","site_region":"990102004",' ..
    '"person":{"ref":"p' .. (number * 7919 % 200000) .. '","age":' .. (60 + number % 35) ..
    ',"sex":"f","scheme":"resident","benefit_status":"active"},' ..
    '"operator":' .. operator_of(number) .. ',' ..
    '"device":{"ref":"d' .. (number * 1299709 % 150000) .. '","os":"android"},' ..
    '"network":{"kind":"mobile","country":"CN"},' ..
    '"biometric":{"mode":"blink","face_match":0.83,"face_threshold":0.7,"liveness":0.94}}'
  return wrk.format()
end

function done(summary, latency)
  print(string.format("requests/s %.0f  p50 %.2f ms  p99 %.2f ms  not 2xx %d  errors %d",
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
