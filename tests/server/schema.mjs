// Checks a value against a schema of openapi.json: the keywords that the
// contract uses, and an error for any other.

const kKnown = new Set(['$ref', 'type', 'enum', 'const', 'properties', 'required', 'additionalProperties',
  'items', 'anyOf', 'allOf', 'oneOf', 'pattern', 'format', 'minimum', 'maximum', 'minLength', 'maxLength',
  'minItems', 'maxItems', 'description', 'default', 'examples', 'title'])

const kFormats = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
}

function typeOf(value) {
  if (value === null) return ['null']
  if (Array.isArray(value)) return ['array']
  if (Number.isInteger(value)) return ['integer', 'number']
  return [typeof value]
}

// Returns the mistakes, each with its place.
export function mistakes(document, schema, value, at = '') {
  if (schema.$ref) {
    let found = document
    for (const part of schema.$ref.slice(2).split('/')) found = found[part]
    return mistakes(document, found, value, at)
  }
  const out = []
  for (const key of Object.keys(schema)) {
    if (!kKnown.has(key) && !key.startsWith('x-')) out.push(`${at}: the checker does not know ${key}`)
  }
  if (schema.type) {
    const types = [].concat(schema.type)
    if (!typeOf(value).some((type) => types.includes(type))) {
      return [...out, `${at || '/'}: is ${typeOf(value)[0]}, not ${types.join(' or ')}`]
    }
  }
  if (schema.enum && !schema.enum.includes(value)) out.push(`${at}: ${JSON.stringify(value)} is none of the words`)
  if (schema.anyOf || schema.oneOf) {
    const tries = (schema.anyOf ?? schema.oneOf).map((part) => mistakes(document, part, value, at))
    if (!tries.some((found) => found.length === 0)) {
      out.push(...tries.reduce((a, b) => (b.length < a.length ? b : a)))
    }
  }
  for (const part of schema.allOf ?? []) out.push(...mistakes(document, part, value, at))
  if (typeof value === 'string') {
    if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) out.push(`${at}: does not fit ${schema.pattern}`)
    if (schema.format && !kFormats[schema.format].test(value)) out.push(`${at}: is no ${schema.format}`)
    if ([...value].length < (schema.minLength ?? 0)) out.push(`${at}: too short`)
    if ([...value].length > (schema.maxLength ?? Infinity)) out.push(`${at}: too long`)
  }
  if (typeof value === 'number') {
    if (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity)) out.push(`${at}: ${value} is out of range`)
  }
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) out.push(`${at}: ${value.length} items`)
    if (schema.items) value.forEach((item, i) => out.push(...mistakes(document, schema.items, item, `${at}/${i}`)))
  } else if (value !== null && typeof value === 'object') {
    for (const name of schema.required ?? []) if (!(name in value)) out.push(`${at}/${name}: missing`)
    for (const [name, item] of Object.entries(value)) {
      const property = schema.properties?.[name]
      if (property) out.push(...mistakes(document, property, item, `${at}/${name}`))
      else if (schema.additionalProperties === false) out.push(`${at}/${name}: not in the contract`)
    }
  }
  return out
}
