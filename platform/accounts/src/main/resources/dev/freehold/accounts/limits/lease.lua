-- Gives a node leases: requests that it may let in without asking again.
-- KEYS: the counts of the tenant, of the project and of the key, each a hash.
-- ARGV, for each window asked about: which of KEYS, seconds of the window, its number, the quota,
-- requests wanted, requests let in already that nobody counted.
-- Answers, for each: the number of the current window, requests given, requests left to others.
local answer = {}
for i = 1, #ARGV, 6 do
  local counts = KEYS[tonumber(ARGV[i])]
  local seconds = ARGV[i + 1]
  local asked = tonumber(ARGV[i + 2])
  local quota = tonumber(ARGV[i + 3])
  local wanted = tonumber(ARGV[i + 4])
  local debt = tonumber(ARGV[i + 5])
  local known = redis.call('HMGET', counts, seconds .. 'n', seconds .. 'c')
  local number = tonumber(known[1] or '-1')
  local count = tonumber(known[2] or '0')
  local given = 0
  if asked > number then
    number = asked
    count = 0
  end
  if asked == number then
    count = count + debt
    local left = quota - count
    if left > 0 then
      -- An eighth of what is left at most, so that no node holds much that others lack.
      given = math.min(wanted, math.max(1, math.floor(left / 8)))
    end
    count = count + given
    redis.call('HSET', counts, seconds .. 'n', number, seconds .. 'c', count)
    redis.call('EXPIRE', counts, 90000)
  end
  answer[#answer + 1] = number
  answer[#answer + 1] = given
  answer[#answer + 1] = math.max(0, quota - count)
end
return answer
