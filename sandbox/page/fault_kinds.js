// What can go wrong, in words: each entry is a rule for POST /control/faults and the fields it may carry.

export const FAULTS = [
  {
    group: "Calls of the app",
    side: "call",
    kinds: [
      ["Commit, then drop the connection", { kind: "drop", commit: true }],
      ["Commit, then answer slowly", { kind: "slow", commit: true }, ["delay_s"]],
      ["Commit, then answer 5xx", { kind: "status", commit: true }, ["status"]],
      ["Answer 5xx, nothing happens", { kind: "status", commit: false }, ["status"]],
      ["429 with Retry-After, once", { kind: "ratelimited" }, ["retry_after_s"]],
      ["429 until Retry-After is over", { kind: "pause" }, ["retry_after_s"]],
      ["A proxy's HTML page", { kind: "html" }, ["status"]],
      ["Drop the connection, nothing happens", { kind: "drop", commit: false }],
      ["Drop now, take effect later", { kind: "late" }, ["delay_s"]],
      ["Act and answer late", { kind: "slow", commit: false }, ["delay_s"]],
      ["Refuse with an error", { kind: "refuse" }, ["error"]],
    ],
  },
  {
    group: "Deliveries to the app",
    side: "delivery",
    kinds: [
      ["Slow ack", { kind: "slow_ack", commit: true }, ["delay_s"]],
      ["Slow delivery", { kind: "slow_ack", commit: false }, ["delay_s"]],
      ["Lost on the way", { kind: "lost" }],
      ["Delivered twice", { kind: "twice" }],
      ["A bad signature", { kind: "bad_signature" }],
      ["An old timestamp", { kind: "old_timestamp" }, ["age_s"]],
    ],
  },
];

/** What a field of a rule is called, and what stands in it at first. */
export const FIELDS = {
  delay_s: ["Seconds", "number", 5],
  retry_after_s: ["Retry-After, seconds", "number", 10],
  status: ["HTTP status", "number", 503],
  age_s: ["Signed seconds ago", "number", 360],
  error: ["Error", "text", "internal_error"],
};

export const TIMES = [
  ["Next time", 1],
  ["Next 3 times", 3],
  ["Next 10 times", 10],
  ["Every time", null],
];

const BAD_DAY = ["drop", "slow", "status", "ratelimited", "html"];

/** The rules of a seeded random day: each spoils its share of all calls, for as long as it lasts. */
export function badDay(share, seed) {
  const each = share / BAD_DAY.length;
  return BAD_DAY.map((kind, index) => ({
    kind,
    times: null,
    at_random: each,
    ...(kind === "slow" ? { delay_s: 2 } : {}),
    ...(index === 0 ? { seed } : {}),
  }));
}

/** A rule in force as a line of words. `channelName` names a channel by id. */
export function ruleWords(rule, channelName) {
  const numbers = {
    slow: `${rule.delay_s} s`,
    late: `${rule.delay_s} s`,
    slow_ack: `${rule.delay_s} s`,
    status: rule.status,
    html: rule.status,
    ratelimited: `${rule.retry_after_s} s`,
    pause: `${rule.retry_after_s} s`,
    refuse: rule.error,
    old_timestamp: `${rule.age_s} s`,
  };
  return [
    titleOf(rule),
    numbers[rule.kind],
    rule.method === "*" ? null : rule.method,
    rule.channel ? `in #${channelName(rule.channel)}` : null,
    rule.at_random < 1 ? `${Math.round(rule.at_random * 1000) / 10} % at random` : null,
    rule.times === null ? "every time" : rule.times === 1 ? "next time" : `next ${rule.times} times`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function titleOf(rule) {
  const all = FAULTS.flatMap(({ kinds }) => kinds);
  const same = all.filter(([, body]) => body.kind === rule.kind);
  const exact = same.find(([, body]) => body.commit === (rule.commit ?? body.commit));
  return (exact ?? same[0] ?? [rule.kind])[0];
}
