/** A rating is one of these. */
export const STARS = [1, 2, 3, 4, 5] as const;

export const starsText = (rating: number) => STARS.map((star) => (star <= rating ? "★" : "☆")).join("");
