// Numbers as the tables show them; null: there is none.

export function percent(rate: number | null): string {
  return rate === null ? "–" : `${(rate * 100).toFixed(1)} %`;
}

export function ms(latency: number | null): string {
  return latency === null ? "–" : `${Math.round(latency)} ms`;
}
