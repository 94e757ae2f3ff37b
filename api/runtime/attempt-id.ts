/**
 * The id of what an attempt hands over. It follows from the attempt, so that one which is made again after a crash finds
 * what it began.
 */
export function idOfAttempt(invocationId: string, attempt: number): string {
  return attempt === 1 ? invocationId : `${invocationId}_${attempt}`;
}
