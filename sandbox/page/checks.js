// What Slack checks at the fields of a modal before it asks the app: required, length, range, form.

const WORDS = {
  required: "Please complete this required field.",
  email: "Please enter a valid email address.",
  url: "Please enter a valid URL (for example, https://example.com).",
  number: "Please enter a valid number.",
  whole: "Please enter a whole number.",
  uploading: "Please wait until the upload has finished.",
};

/** block_id -> what is wrong, for the fields that a person must correct first. */
export function fieldProblems(blocks, form) {
  const problems = {};
  for (const block of blocks ?? []) {
    if (block.type !== "input" || !block.element) continue;
    const problem = problemOf(block, form.get(block.block_id, block.element.action_id));
    if (problem) problems[block.block_id] = problem;
  }
  return problems;
}

function problemOf(block, value) {
  const { element } = block;
  if (value?.uploads?.some((item) => !item.file && !item.error)) return WORDS.uploading;
  if (isEmpty(value)) return block.optional ? null : WORDS.required;
  const words = value.value;
  if (typeof words !== "string") return null;
  if (element.min_length && words.length < element.min_length)
    return `Please enter at least ${element.min_length} characters.`;
  if (element.max_length && words.length > element.max_length)
    return `Please enter at most ${element.max_length} characters.`;
  if (element.type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(words)) return WORDS.email;
  if (element.type === "url_text_input" && !isAddress(words)) return WORDS.url;
  if (element.type === "number_input") return numberProblem(element, words);
  return null;
}

function numberProblem(element, words) {
  const number = Number(words);
  if (words.trim() === "" || !Number.isFinite(number)) return WORDS.number;
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return WORDS.whole;
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Please enter a number of ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Please enter a number of ${element.max_value} or less.`;
  return null;
}

function isEmpty(value) {
  if (!value) return true;
  if (value.uploads) return !value.uploads.some((item) => item.file);
  const [inner] = Object.values(value);
  return inner === null || inner === undefined || inner === "" || (Array.isArray(inner) && inner.length === 0);
}

function isAddress(words) {
  try {
    return ["http:", "https:"].includes(new URL(words).protocol);
  } catch {
    return false;
  }
}
